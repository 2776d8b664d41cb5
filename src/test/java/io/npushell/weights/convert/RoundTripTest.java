package io.npushell.weights.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.model.ElementType;
import io.npushell.model.ModelFamilies;
import io.npushell.model.ParallelSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hugging Face → every legal TP × PP → Hugging Face, bit for bit, for random small models of both families. */
class RoundTripTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void comesBackBitForBitForEveryLegalCut(long seed) throws IOException {
        Random random = new Random(seed);
        ElementType dtype =
                new ElementType[] {ElementType.BFLOAT16, ElementType.FLOAT16, ElementType.FLOAT32}[(int) (seed % 3)];
        SmallModel model = seed % 2 == 0 ? SmallModel.qwen(random, dtype) : SmallModel.chatGlm(random, dtype);
        Path source = seed % 3 == 0
                ? model.saveTorch(directory.resolve("hf"), (int) seed / 3)
                : model.save(directory.resolve("hf"), 1 + (int) seed % 3);
        int cuts = 0;
        for (int tp = 1; tp <= 8; tp++) {
            for (int pp = 1; pp <= 6; pp++) {
                if (model.size().obstacles(new ParallelSize(tp, pp)).isEmpty()) {
                    Path megatron = directory.resolve("mg-" + tp + "-" + pp);
                    convert(source, megatron, tp, pp);
                    Path back = directory.resolve("back-" + tp + "-" + pp);
                    merge(megatron, source, back);
                    assertThat(SmallModel.load(back)).as("TP %d PP %d", tp, pp).isEqualTo(model.tensors());
                    cuts++;
                }
            }
        }
        assertThat(cuts).isGreaterThanOrEqualTo(1);
        assertThat(directory.resolve("back-1-1/tokenizer_config.json")).hasContent("{}");
        assertThat(directory.resolve("back-1-1/modeling_x.py")).hasContent("# code");
        assertThat(HfConfig.read(directory.resolve("back-1-1")).values())
                .isEqualTo(HfConfig.read(source).values());
    }

    static String convert(Path source, Path target, int tp, int pp) throws IOException {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        new Conversion(
                        source,
                        ModelFamilies.shipped(),
                        target,
                        new ParallelSize(tp, pp),
                        Conversion.Form.AS_IT_IS,
                        progress(told))
                .run();
        return told.toString(StandardCharsets.UTF_8);
    }

    static void merge(Path megatron, Path original, Path target) throws IOException {
        new Merge(
                        new Merge.Source(megatron, -1, null, 0),
                        new Merge.Template(original, null, null),
                        target,
                        Conversion.Form.AS_IT_IS,
                        progress(new ByteArrayOutputStream()))
                .run();
        assertThat(Files.exists(target)).isTrue();
    }

    static WeightsProgress progress(ByteArrayOutputStream out) {
        return new WeightsProgress(new PrintStream(out, true, StandardCharsets.UTF_8));
    }
}
