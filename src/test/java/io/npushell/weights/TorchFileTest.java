package io.npushell.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.OperatorException;
import io.npushell.model.ElementType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchFileTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("model_optim_rng.pt");
    }

    @Test
    void readsBackEveryKindOfValueItWrites() throws IOException {
        Map<String, Object> args = new LinkedHashMap<>();
        args.put("train_iters", 100);
        args.put("lr", 1.25e-6);
        args.put("bf16", true);
        args.put("load", null);
        args.put("consumed_train_samples", 1L << 40);
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("args", new TorchFileWriter.Namespace(args));
        root.put("iteration", 100);
        root.put("splits", List.of("train", "训练", 3, List.of()));
        root.put("state", new TorchFileWriter.OrderedDict(Map.of("step", -1)));

        TorchFileWriter.write(file, root);

        try (TorchFile torch = TorchFile.open(file)) {
            assertThat(torch.root().keySet()).containsExactly("args", "iteration", "splits", "state");
            TorchFileWriter.Namespace read =
                    (TorchFileWriter.Namespace) torch.root().get("args");
            Map<String, Object> expected = new LinkedHashMap<>(args);
            expected.put("train_iters", 100L);
            assertThat(read.values()).isEqualTo(expected);
            assertThat(torch.root().get("splits")).isEqualTo(List.of("train", "训练", 3L, List.of()));
            assertThat(torch.root().get("state")).isEqualTo(Map.of("step", -1L));
        }
    }

    @Test
    void readsBackTensorsOfSeveralWindows() throws IOException {
        float[] values = new float[700_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 0.5f - 7;
        }
        FloatTensor tensor = new FloatTensor(values, 1, List.of(7L, 100_000L));
        TorchFileWriter.write(
                file, Map.of("model", Map.of("weight", tensor, "empty", new FloatTensor(values, 0, List.of(0L, 5L)))));

        try (TorchFile torch = TorchFile.open(file)) {
            TorchFile.Tensor read = tensor(torch, "weight");
            float[] target = new float[700_003];
            read.read(target, 3);
            assertThat(read.shape()).containsExactly(7L, 100_000L);
            assertThat(read.dtype()).isEqualTo(ElementType.FLOAT32);
            assertThat(Arrays.copyOfRange(target, 3, 700_003)).isEqualTo(Arrays.copyOfRange(values, 1, 700_001));
            tensor(torch, "empty").read(target, 0);
            assertThatThrownBy(() -> read.read(target, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void convertsEveryFloatingTypeToFloat32() throws IOException {
        ByteBuffer halves = bytes(12)
                .putShort((short) 0x3c00)
                .putShort((short) 0xc000)
                .putShort((short) 0x0001)
                .putShort((short) 0x7bff)
                .putShort((short) 0xfc00)
                .putShort((short) 0x8000)
                .flip();
        ByteBuffer brains =
                bytes(4).putShort((short) 0x3f80).putShort((short) 0xbe00).flip();
        ByteBuffer doubles = bytes(16).putDouble(0.1).putDouble(-3).flip();
        ByteBuffer longs = bytes(8).putLong(-5).flip();
        TorchFileWriter.write(
                file,
                Map.of(
                        "model",
                        Map.of(
                                "halves", new Bytes(ElementType.FLOAT16, List.of(6L), halves),
                                "brains", new Bytes(ElementType.BFLOAT16, List.of(2L, 1L), brains),
                                "doubles", new Bytes(ElementType.FLOAT64, List.of(2L), doubles),
                                "longs", new Bytes(ElementType.INT64, List.of(), longs))));

        try (TorchFile torch = TorchFile.open(file)) {
            assertThat(read(torch, "halves", 6)).containsExactly(1, -2, 0x1p-24f, 65504, Float.NEGATIVE_INFINITY, -0f);
            assertThat(read(torch, "brains", 2)).containsExactly(1, -0.125f);
            assertThat(read(torch, "doubles", 2)).containsExactly(0.1f, -3);
            assertThat(read(torch, "longs", 1)).containsExactly(-5);
        }
    }

    @Test
    void storesATensorGivenTwiceOnce() throws IOException {
        FloatTensor shared = new FloatTensor(new float[10_000], 0, List.of(100L, 100L));

        TorchFileWriter.write(file, Map.of("embedding", shared, "output", shared));

        assertThat(Files.size(file)).isBetween(40_000L, 42_000L);
        try (TorchFile torch = TorchFile.open(file)) {
            assertThat(torch.root()).containsOnlyKeys("embedding", "output");
        }
    }

    @Test
    void writesTheSameBytesUnderEveryName() throws IOException {
        Map<String, Object> root = Map.of("weight", new FloatTensor(new float[] {1, 2, 3}, 0, List.of(3L)));
        Path other = directory.resolve(".some-temporary-name.tmp");

        TorchFileWriter.write(file, root);
        TorchFileWriter.write(other, root);

        assertThat(file).hasSameBinaryContentAs(other);
    }

    @Test
    void replacesALongerFile() throws IOException {
        Files.write(file, new byte[100_000]);

        TorchFileWriter.write(file, Map.of("iteration", 1));

        try (TorchFile torch = TorchFile.open(file)) {
            assertThat(torch.root()).isEqualTo(Map.of("iteration", 1L));
        }
    }

    @Test
    void refusesATensorThatWritesFewerBytesThanItsShapeSays() {
        Map<String, Object> root = Map.of("weight", new Bytes(ElementType.FLOAT32, List.of(3L), bytes(8)));

        assertThatThrownBy(() -> TorchFileWriter.write(file, root))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("8 bytes instead of 12");
    }

    @Test
    void namesAFileThatIsNoTorchFile() throws IOException {
        Files.writeString(file, "<!DOCTYPE html><html>a page saved instead of the weights</html>");

        assertThatThrownBy(() -> TorchFile.open(file))
                .isInstanceOf(OperatorException.class)
                .hasMessage("'" + file + "' is a web page, not the file");
    }

    private static TorchFile.Tensor tensor(TorchFile torch, String name) {
        Map<?, ?> model = (Map<?, ?>) Objects.requireNonNull(torch.root().get("model"));
        return (TorchFile.Tensor) Objects.requireNonNull(model.get(name));
    }

    private static float[] read(TorchFile torch, String name, int count) throws IOException {
        float[] target = new float[count];
        tensor(torch, name).read(target, 0);
        return target;
    }

    private static ByteBuffer bytes(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A tensor given as its bytes. */
    private record Bytes(ElementType dtype, List<Long> shape, ByteBuffer bytes) implements TensorSource {
        @Override
        public void writeTo(WritableByteChannel channel) throws IOException {
            channel.write(bytes.duplicate());
        }
    }
}
