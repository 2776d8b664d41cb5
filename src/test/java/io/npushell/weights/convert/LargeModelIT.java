package io.npushell.weights.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.model.ElementType;
import io.npushell.model.Families;
import io.npushell.model.ModelSizes;
import io.npushell.weights.SafetensorsOutput;
import io.npushell.weights.TensorSource;
import io.npushell.weights.megatron.ParameterMapping;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model of 5.5 GB with tensors over 2 GiB goes there and back through a heap of 64 MiB. Needs 11 GB of disk and a minute or two, so it runs only when asked
 * for: {@code ./mvnw verify -Dit.test=LargeModelIT -Dnpushell.large=true}.
 */
@EnabledIfSystemProperty(named = "npushell.large", matches = "true")
@Timeout(900)
class LargeModelIT {
    private static final ModelSizes QWEN_72B_WIDE = new ModelSizes(1, 8192, 64, 64, 512, 128, 152064);

    @TempDir
    Path directory;

    @Test
    void tensorsOverTwoGibibytesStream() throws Exception {
        Path source = sparse(directory.resolve("hf"));
        Path megatron = directory.resolve("mg");
        Path back = directory.resolve("back");

        step(
                "weights",
                "--load-dir",
                source.toString(),
                "--save-dir",
                megatron.toString(),
                "--target-tensor-parallel-size",
                "4");
        step(
                "export",
                "--load-dir",
                megatron.toString(),
                "--original",
                source.toString(),
                "--save-dir",
                back.toString());

        assertThat(Files.mismatch(source.resolve("model.safetensors"), back.resolve("model.safetensors")))
                .isEqualTo(-1);
    }

    /** Mostly holes, with numbers in a thousand places. */
    private static Path sparse(Path model) throws IOException {
        Files.createDirectories(model);
        Files.writeString(model.resolve("config.json"), """
                {"model_type": "qwen", "hidden_size": 8192, "num_attention_heads": 64, "num_hidden_layers": 1,
                 "intermediate_size": 1024, "vocab_size": 152064, "seq_length": 8192, "max_position_embeddings": 32768,
                 "layer_norm_epsilon": 1e-6, "kv_channels": 128, "torch_dtype": "bfloat16"}
                """);
        Map<String, TensorSource> headers = new LinkedHashMap<>();
        long bytes = 0;
        for (ParameterMapping recipe : ParameterMapping.of(Families.QWEN, QWEN_72B_WIDE)) {
            for (ParameterMapping.Part part : recipe.parts()) {
                List<Long> shape = recipe.wholeShape(part.rows());
                headers.put(part.name(), new Placeholder(ElementType.BFLOAT16, shape));
                bytes += shape.stream().reduce(2L, Math::multiplyExact);
            }
        }
        Path file = model.resolve("model.safetensors");
        SafetensorsOutput.create(file, headers).close();
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
            long start = content.length();
            content.setLength(start + bytes);
            Random random = new Random(1);
            for (int place = 0; place < 1000; place++) {
                content.seek(start + (long) (random.nextDouble() * (bytes - 8)));
                content.writeLong(random.nextLong());
            }
        }
        return model;
    }

    private void step(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-Dnpushell.weights.file-bytes=100000000000",
                "-cp",
                System.getProperty("java.class.path"),
                "io.npushell.step.Main"));
        command.addAll(List.of(words));
        Path said = directory.resolve("said");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(400, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    }
}
