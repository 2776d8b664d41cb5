package io.npushell.weights.convert;

import static io.npushell.weights.convert.RoundTripTest.convert;
import static io.npushell.weights.convert.RoundTripTest.progress;
import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.model.ElementType;
import io.npushell.model.ModelFamilies;
import io.npushell.model.ParallelSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConversionCheckTest extends ModelFixture {
    @Test
    void putsInPlaceOnlyWhatIsWholeAndAsItWasAskedFor() throws IOException {
        Path source = source();
        Path made = directory.resolve("made");
        convert(source, made, 1, 1);
        Files.delete(made.resolve(Manifest.NAME));
        Path tracker = made.resolve("latest_checkpointed_iteration.txt");
        String iteration = Files.readString(tracker);

        Files.delete(tracker);
        refused(() -> check(source, made, 1, null), ExitCode.FAILED, "latest_checkpointed_iteration.txt is missing");
        Files.writeString(tracker, iteration);
        refused(() -> check(source, made, 2, null), ExitCode.FAILED, "it is cut for TP 1 and PP 1");
        refused(() -> check(source, made, 1, ElementType.FLOAT16), ExitCode.FAILED, "it holds BF16, not F16");
        assertThat(target()).doesNotExist();
        check(source, made, 1, null);

        assertThat(Manifest.read(target())).containsEntry("tp", "1").containsEntry("dtype", "BF16");
        assertThat(made).doesNotExist();
    }

    private void check(Path source, Path made, int tp, @Nullable ElementType dtype) throws IOException {
        new ConversionCheck(
                        source,
                        ModelFamilies.shipped(),
                        made,
                        target(),
                        new ParallelSize(tp, 1),
                        new Conversion.Form(dtype, 0))
                .run(progress(new ByteArrayOutputStream()));
    }
}
