package io.npushell.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.weights.convert.Conversion;
import io.npushell.weights.convert.Dimensions;
import io.npushell.weights.convert.Family;
import io.npushell.weights.convert.Inspector;
import io.npushell.weights.convert.Merge;
import io.npushell.weights.convert.SmallModel;
import io.npushell.weights.convert.WeightsProgress;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HostileModelTest {
    @TempDir
    Path directory;

    @Test
    void runsNothingOfAHostileModelOrCheckpoint() throws IOException {
        SmallModel model = SmallModel.of(Family.QWEN, new Dimensions(1, 8, 12, 2, 2, 4, 16), DType.FLOAT16, 1);
        Path source = model.save(directory.resolve("hf"), 1);
        WeightsProgress silent = new WeightsProgress(new PrintStream(OutputStream.nullOutputStream()));
        Path out = directory.resolve("out");
        Conversion.Form form = Conversion.Form.AS_IT_IS;
        new Conversion(source, directory.resolve("mg"), new Conversion.Cut(1, 1), form, silent).run();
        Files.delete(source.resolve("model.safetensors"));
        for (Path place :
                List.of(source.resolve("pytorch_model.bin"), Checkpoints.file(directory.resolve("mg"), 1, 0, 0, 1))) {
            PickleBytes.protocol(2)
                    .op('}')
                    .text("model")
                    .global("os", "system")
                    .op('(')
                    .text("touch " + directory.resolve("harm"))
                    .op('t', 'R', 's', '.')
                    .save(place, 1);
        }

        assertThatThrownBy(() -> new Conversion(source, out, new Conversion.Cut(1, 1), form, silent).run())
                .hasMessageContaining("'os.system'");
        assertThatThrownBy(() -> new Merge(
                                new Merge.Source(directory.resolve("mg"), -1, null, 0),
                                new Merge.Template(null, Family.QWEN, null),
                                out,
                                form,
                                silent)
                        .run())
                .hasMessageContaining("'os.system'");
        for (Path path : List.of(source, directory.resolve("mg"), source.resolve("pytorch_model.bin"))) {
            assertThatThrownBy(() -> Inspector.inspect(path, -1)).hasMessageContaining("'os.system'");
        }
        assertThat(directory.resolve("harm")).doesNotExist();
        assertThat(out).doesNotExist();
    }
}
