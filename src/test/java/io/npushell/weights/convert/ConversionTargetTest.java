package io.npushell.weights.convert;

import static io.npushell.weights.convert.RoundTripTest.convert;
import static io.npushell.weights.convert.RoundTripTest.merge;
import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.convert.SmallModel.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of what is in the way: never written over, or replaced as a whole. */
@Timeout(60)
class ConversionTargetTest extends ModelFixture {
    @Test
    void neverWritesOverWhatDiffers() throws IOException {
        Path source = source();
        convert(source, target(), 1, 1);
        byte[] before = Files.readAllBytes(Checkpoints.file(target(), 1, 0, 0, 1));
        int pp = model.size().layers() > 1 ? model.size().layers() : 1;
        Path other = Files.createDirectories(directory.resolve("other"));
        Files.writeString(other.resolve("precious.txt"), "x");

        if (pp > 1) {
            refused(() -> convert(source, target(), 1, pp), ExitCode.CONFLICT, "pp 1, not " + pp);
        }
        refused(() -> convert(source, other, 1, 1), ExitCode.CONFLICT, "files that npu-shell did not make");
        assertThat(Checkpoints.file(target(), 1, 0, 0, 1)).hasBinaryContent(before);
        assertThat(other.resolve("precious.txt")).exists();
    }

    @Test
    void replacesAnOlderStateOfTheSame() throws IOException {
        Path source = source();
        convert(source, target(), 1, 1);
        SmallModel changed =
                new SmallModel(model.family(), model.size(), model.dtype(), new LinkedHashMap<>(model.tensors()));
        String norm = "transformer.encoder.final_layernorm.weight";
        Bytes old = model.tensor(norm);
        changed.tensors().put(norm, new Bytes(old.dtype(), old.shape(), new byte[old.content().length]));
        changed.save(source, 1);

        convert(source, target(), 1, 1);

        merge(target(), source, directory.resolve("back"));
        assertThat(SmallModel.load(directory.resolve("back"))).isEqualTo(changed.tensors());
        assertThat(children()).doesNotContain("mg.replaced", "mg.unfinished");
    }

    @Test
    void clearsAwayWhatADeadProcessLeft() throws IOException {
        Files.createDirectories(directory.resolve("mg.unfinished/iter_0000001"));
        Files.writeString(directory.resolve("mg.unfinished/iter_0000001/junk"), "x");
        Path source = source();

        convert(source, target(), 1, 1);

        assertThat(target().resolve("iter_0000001/junk")).doesNotExist();
        assertThat(children()).contains("mg").doesNotContain("mg.unfinished");
    }

    @Test
    void bringsBackWhatADeadProcessHadMovedAside() throws IOException {
        Path source = source();
        convert(source, target(), 1, 1);
        Files.move(target(), directory.resolve("mg.replaced"));

        convert(source, target(), 1, 1);

        assertThat(children()).contains("mg").doesNotContain("mg.replaced");
    }

    @Test
    void tellsTheSecondWriterWhoTheFirstIs() throws IOException {
        Path source = source();
        try (OutputDirectory first = OutputDirectory.take(target())) {
            assertThat(first.begin()).exists();
            refused(
                    () -> convert(source, target(), 1, 1),
                    ExitCode.CONFLICT,
                    "is being written by process " + ProcessHandle.current().pid());
        }
    }
}
