package io.npushell.weights.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.model.ElementType;
import io.npushell.weights.convert.SmallModel.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** A small model of ChatGLM3's kind to convert, and the directories that takes. */
abstract class ModelFixture {
    @TempDir
    Path directory;

    final SmallModel model = SmallModel.chatGlm(new Random(3), ElementType.BFLOAT16);

    Path source() throws IOException {
        return model.save(directory.resolve("hf"), 1);
    }

    Path target() {
        return directory.resolve("mg");
    }

    List<String> children() throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".lock"))
                    .forEach(names::add);
        }
        return names;
    }

    interface Work {
        void run() throws IOException;
    }

    static void refused(Work work, ExitCode code, String reason) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        OperatorException.class, e -> assertThat(e.exitCode()).isEqualTo(code))
                .hasMessageContaining(reason);
    }

    static float[] floats(Bytes tensor) {
        float[] values = new float[tensor.content().length / tensor.dtype().bytes()];
        io.npushell.weights.FloatFormats.decode(
                tensor.dtype(),
                ByteBuffer.wrap(tensor.content()).order(ByteOrder.LITTLE_ENDIAN),
                values,
                values.length);
        return values;
    }
}
