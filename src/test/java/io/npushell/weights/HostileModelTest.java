package io.npushell.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.model.ElementType;
import io.npushell.model.Families;
import io.npushell.model.ModelFamilies;
import io.npushell.model.ModelSizes;
import io.npushell.model.ParallelSize;
import io.npushell.weights.convert.Conversion;
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
        SmallModel model = SmallModel.of(Families.QWEN, new ModelSizes(1, 8, 2, 2, 12, 4, 16), ElementType.FLOAT16, 1);
        Path source = model.save(directory.resolve("hf"), 1);
        WeightsProgress silent = new WeightsProgress(new PrintStream(OutputStream.nullOutputStream()));
        Path out = directory.resolve("out");
        Conversion.Form form = Conversion.Form.AS_IT_IS;
        new Conversion(source, ModelFamilies.shipped(), directory.resolve("mg"), new ParallelSize(1, 1), form, silent)
                .run();
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

        assertThatThrownBy(
                        () -> new Conversion(source, ModelFamilies.shipped(), out, new ParallelSize(1, 1), form, silent)
                                .run())
                .hasMessageContaining("'os.system'");
        assertThatThrownBy(() -> new Merge(
                                new Merge.Source(directory.resolve("mg"), -1, null, 0),
                                new Merge.Template(null, Families.QWEN, null),
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
