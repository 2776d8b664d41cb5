package io.npushell.weights.convert;

import static io.npushell.weights.convert.RoundTripTest.convert;
import static io.npushell.weights.convert.RoundTripTest.merge;
import static io.npushell.weights.convert.RoundTripTest.progress;
import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.model.Families;
import io.npushell.weights.Checkpoints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MergeTest extends ModelFixture {
    @Test
    void saysWhichCheckpointFileIsTruncated() throws IOException {
        Path source = source();
        convert(source, target(), 1, 1);
        Path file = Checkpoints.file(target(), 1, 0, 0, 1);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));

        refused(() -> merge(target(), source, directory.resolve("back")), ExitCode.FAILED, file.toString());
        assertThat(directory.resolve("back")).doesNotExist();
    }

    @Test
    void makesAConfigWhereThereIsNoOriginal() throws IOException {
        Path source = source();
        convert(source, target(), 1, 1);
        Path back = directory.resolve("back");

        new Merge(
                        new Merge.Source(target(), -1, null, 0),
                        new Merge.Template(null, Families.CHATGLM3, null),
                        back,
                        Conversion.Form.AS_IT_IS,
                        progress(new ByteArrayOutputStream()))
                .run();

        assertThat(HfConfig.read(back).sizes()).isEqualTo(model.size());
        convert(back, directory.resolve("again"), 1, 1);
    }
}
