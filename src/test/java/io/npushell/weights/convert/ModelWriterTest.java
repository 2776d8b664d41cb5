package io.npushell.weights.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.model.ElementType;
import io.npushell.weights.TensorContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ModelWriterTest {
    @TempDir
    Path directory;

    private final SmallModel model = SmallModel.qwen(new Random(4), ElementType.BFLOAT16);

    @Test
    void writesSeveralFilesAndTheirIndexWhereOneWouldBeTooLarge() throws IOException {
        Map<String, MergedTensor> tensors = new LinkedHashMap<>();
        model.tensors().forEach((name, tensor) -> tensors.put(name, MergedTensor.whole(tensor)));

        new ModelWriter(directory, RoundTripTest.progress(new ByteArrayOutputStream()), 1500).write(tensors);

        List<Path> files = WeightFiles.of(directory);
        assertThat(files).hasSizeGreaterThan(2);
        assertThat(files.get(0).getFileName()).hasToString("model-00001-of-%05d.safetensors".formatted(files.size()));
        assertThat(SmallModel.load(directory)).isEqualTo(model.tensors());
        Map<?, ?> index = JsonText.object(Files.readAllBytes(directory.resolve(WeightFiles.SAFETENSORS_INDEX)));
        assertThat(index.get("metadata"))
                .isEqualTo(Map.of(
                        "total_size",
                        tensors.values().stream().mapToLong(MergedTensor::bytes).sum()));
    }

    @Test
    void aTensorThatCannotBeReadFailsWithItsOwnReason() {
        Map<String, MergedTensor> tensors = new LinkedHashMap<>();
        model.tensors().forEach((name, tensor) -> tensors.put(name, MergedTensor.whole(tensor)));
        tensors.put("broken", MergedTensor.whole(new TensorContent() {
            @Override
            public ElementType dtype() {
                return ElementType.FLOAT32;
            }

            @Override
            public List<Long> shape() {
                return List.of(4L);
            }

            @Override
            public void read(long offset, ByteBuffer target) throws IOException {
                throw new IOException("the disk has gone");
            }
        }));
        ModelWriter writer = new ModelWriter(directory, RoundTripTest.progress(new ByteArrayOutputStream()), 1500);

        assertThatThrownBy(() -> writer.write(tensors))
                .isInstanceOf(IOException.class)
                .hasMessage("the disk has gone");
    }
}
