package io.npushell.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.OperatorException;
import io.npushell.model.ElementType;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SafetensorsTest {
    @TempDir
    Path directory;

    @Test
    void readsBackWhatItWrites() throws IOException {
        Path file = write(new FloatTensor(new float[] {1, 2, 3, 4, 5, 6}, 0, List.of(2L, 3L)));

        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            TensorContent tensor = tensor(read, "a");
            ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            tensor.read(8, bytes);
            assertThat(tensor.shape()).containsExactly(2L, 3L);
            assertThat(tensor.dtype()).isEqualTo(ElementType.FLOAT32);
            assertThat(bytes.getFloat(0)).isEqualTo(3);
            assertThat(bytes.getFloat(4)).isEqualTo(4);
            assertThatThrownBy(() -> tensor.read(20, ByteBuffer.allocate(8)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void readsBeyondTwoGibibytes() throws IOException {
        Path file = directory.resolve("large.safetensors");
        long rows = 3L << 20;
        byte[] header = ("{\"big\":{\"dtype\":\"BF16\",\"shape\":[" + rows + ",512],\"data_offsets\":[0," + (rows << 10)
                        + "]}}")
                .getBytes(StandardCharsets.US_ASCII);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(header.length)
                    .array());
            sparse.write(header);
            sparse.setLength(8 + header.length + (rows << 10));
            sparse.seek(8 + header.length + (rows << 10) - 2);
            sparse.write(new byte[] {7, 9});
        }

        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            ByteBuffer last = ByteBuffer.allocate(4);
            tensor(read, "big").read((rows << 10) - 4, last);
            assertThat(last.array()).containsExactly(0, 0, 7, 9);
        }
    }

    @Test
    void refusesEveryTruncationWithOneSentence() throws IOException {
        byte[] whole = Files.readAllBytes(write(new FloatTensor(new float[8], 0, List.of(8L))));
        for (int length = 0; length < whole.length; length++) {
            Path file = Files.write(directory.resolve("cut.safetensors"), java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> SafetensorsFile.open(file).close())
                    .as("%d bytes", length)
                    .isInstanceOf(OperatorException.class)
                    .hasMessageContaining("cut.safetensors");
        }
    }

    @Test
    void refusesHeadersThatLie() throws IOException {
        refuses("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", "another size than its shape");
        refuses(
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,8]}}",
                "has the shape");
        refuses("{\"a\":{\"dtype\":\"F9\",\"shape\":[2],\"data_offsets\":[0,8]}}", "of type 'F9'");
        refuses("{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}", "damaged header");
        refuses("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", "overlap or leave gaps");
        refuses("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "4 bytes that belong to no tensor");
        refuses("{\"a\":1}", "damaged header");
        refuses("[1,2]", "damaged header");
        refuses("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"a\":{}}", "Duplicate");
    }

    @Test
    void survivesRandomDamage() throws IOException {
        byte[] whole = Files.readAllBytes(write(new FloatTensor(new float[8], 0, List.of(2L, 4L))));
        Random random = new Random(11);
        for (int round = 0; round < 2000; round++) {
            byte[] damaged = whole.clone();
            for (int hit = 0; hit < 1 + random.nextInt(3); hit++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Path file = Files.write(directory.resolve("x.safetensors"), damaged);
            try (SafetensorsFile read = SafetensorsFile.open(file)) {
                for (TensorContent tensor : read.tensors().values()) {
                    tensor.read(0, ByteBuffer.allocate((int) tensor.bytes()));
                }
            } catch (OperatorException told) {
                assertThat(told.getMessage()).contains("x.safetensors");
            }
        }
    }

    private void refuses(String header, String reason) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + 8).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json);
        Path file = Files.write(directory.resolve("lie.safetensors"), bytes.array());
        assertThatThrownBy(() -> SafetensorsFile.open(file).close())
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining(reason);
    }

    private Path write(FloatTensor tensor) throws IOException {
        Path file = directory.resolve("model.safetensors");
        try (SafetensorsOutput output = SafetensorsOutput.create(file, Map.of("a", tensor))) {
            tensor.writeTo(output.data());
            output.complete();
        }
        return file;
    }

    private static TensorContent tensor(SafetensorsFile file, String name) {
        TensorContent tensor = file.tensors().get(name);
        assertThat(tensor).isNotNull();
        return java.util.Objects.requireNonNull(tensor);
    }
}
