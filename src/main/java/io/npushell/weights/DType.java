package io.npushell.weights;

/** Element types of tensors, with the names torch and safetensors give them. */
public enum DType {
    FLOAT32("FloatStorage", "F32", 4),
    FLOAT16("HalfStorage", "F16", 2),
    BFLOAT16("BFloat16Storage", "BF16", 2),
    FLOAT64("DoubleStorage", "F64", 8),
    INT64("LongStorage", "I64", 8),
    INT32("IntStorage", "I32", 4),
    UINT8("ByteStorage", "U8", 1),
    BOOL("BoolStorage", "BOOL", 1);

    private final String storage;
    private final String safetensors;
    private final int bytes;

    DType(String storage, String safetensors, int bytes) {
        this.storage = storage;
        this.safetensors = safetensors;
        this.bytes = bytes;
    }

    /** Name of the storage class in a torch file. */
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
