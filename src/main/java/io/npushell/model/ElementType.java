package io.npushell.model;

import java.util.Optional;

/** Element types of tensors, with the names torch and safetensors give them. */
public enum ElementType {
    FLOAT32("FloatStorage", "float32", "F32", 4),
    FLOAT16("HalfStorage", "float16", "F16", 2),
    BFLOAT16("BFloat16Storage", "bfloat16", "BF16", 2),
    FLOAT64("DoubleStorage", "float64", "F64", 8),
    INT64("LongStorage", "int64", "I64", 8),
    INT32("IntStorage", "int32", "I32", 4),
    INT16("ShortStorage", "int16", "I16", 2),
    INT8("CharStorage", "int8", "I8", 1),
    UINT8("ByteStorage", "uint8", "U8", 1),
    BOOL("BoolStorage", "bool", "BOOL", 1),
    UINT16("", "uint16", "U16", 2),
    UINT32("", "uint32", "U32", 4),
    UINT64("", "uint64", "U64", 8),
    FLOAT8_E4M3("", "float8_e4m3fn", "F8_E4M3", 1),
    FLOAT8_E5M2("", "float8_e5m2", "F8_E5M2", 1);

    private final String storage;
    private final String torch;
    private final String safetensors;
    private final int bytes;

    ElementType(String storage, String torch, String safetensors, int bytes) {
        this.storage = storage;
        this.torch = torch;
        this.safetensors = safetensors;
        this.bytes = bytes;
    }

    /** The one that --params-dtype means by fp16, bf16 or fp32; empty for another word, "source" among them. */
    public static Optional<ElementType> ofOption(String word) {
        return switch (word) {
            case "fp16" -> Optional.of(FLOAT16);
            case "bf16" -> Optional.of(BFLOAT16);
            case "fp32" -> Optional.of(FLOAT32);
            default -> Optional.empty();
        };
    }

    /** As {@code torch.NAME}. */
    public String torch() {
        return torch;
    }

    /** Name of the storage class in a torch file; "" for those that came when torch had given up such classes. */
    public String storage() {
        return storage;
    }

    public String safetensors() {
        return safetensors;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }
}
