package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.model.Families;
import io.npushell.model.ModelShape;
import io.npushell.params.Origin;
import io.npushell.plan.Facts;
import io.npushell.plan.Step;
import io.npushell.plan.WorkTree;
import io.npushell.process.CommonsExecRunner;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.TorchFileWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsLookTest {
    private static final ModelShape SHAPE = new ModelShape(2, 8, 2, 2, 4, 10, 16, 64, 1, 10_000, 1e-6);

    @TempDir
    Path workDir;

    private Path model;
    private Path converted;

    @BeforeEach
    void makeAModel() throws IOException {
        model = Files.createDirectories(workDir.resolve("tokenizers/Qwen-14B"));
        Files.writeString(model.resolve("config.json"), """
                {"model_type": "qwen", "num_hidden_layers": 2, "hidden_size": 8, "num_attention_heads": 2,
                 "intermediate_size": 8, "vocab_size": 16}
                """);
        Files.writeString(model.resolve("model.safetensors"), "only its name, size and time are looked at");
        converted = workDir.resolve("processed_for_ma_input/Qwen-14B/converted_weights");
    }

    @Test
    void wantsWhatIsNotThere() {
        Facts.Weights weights = look("tp=2", "pp=1");

        assertThat(weights.target()).isEqualTo(converted.toString());
        assertThat(weights.state()).isEqualTo(Step.State.TO_DO);
        assertThat(weights.problem()).isNull();
    }

    @Test
    void takesWeightsOfAnotherToolWhereTheirCutFits() throws IOException {
        checkpoint(converted, 2, 1);

        assertThat(look("tp=2", "pp=1").state()).isEqualTo(Step.State.DONE);
    }

    @Test
    void goesBesideWeightsOfAnotherCut() throws IOException {
        checkpoint(converted, 2, 1);

        Facts.Weights weights = look("tp=4", "pp=1");

        assertThat(weights.target()).isEqualTo(converted + "-tp4-pp1");
        assertThat(weights.state()).isEqualTo(Step.State.TO_DO);
    }

    @Test
    void findsThoseBesideAgain() throws IOException {
        checkpoint(converted, 2, 1);
        checkpoint(converted.resolveSibling("converted_weights-tp4-pp1"), 4, 1);

        assertThat(look("tp=4", "pp=1").state()).isEqualTo(Step.State.DONE);
        assertThat(look("tp=2", "pp=1").target()).isEqualTo(converted.toString());
    }

    @Test
    void redoesWhatWasMadeFromAnotherStateOfTheModel() throws IOException {
        checkpoint(converted, 2, 1);
        Files.writeString(converted.resolve("npu-shell-manifest.json"), """
                {"made": "converted", "source": "%s", "source-state": "x", "tp": "2", "pp": "1", "dtype": "source", "rows": "16"}
                """.formatted(model));

        Facts.Weights weights = look("tp=2", "pp=1");

        assertThat(weights.state()).isEqualTo(Step.State.STALE);
        assertThat(weights.target()).isEqualTo(converted.toString());
        assertThat(look("tp=2", "pp=1", "converter=modellink").target()).isEqualTo(converted.toString());
        assertThat(look("tp=2", "pp=1", "params-dtype=fp16").target()).isEqualTo(converted + "-tp2-pp1");
    }

    @Test
    void saysWhyThereIsNothingToConvert() throws IOException {
        Files.delete(model.resolve("model.safetensors"));

        assertThat(look("tp=2", "pp=1").problem()).contains("holds no weights");
    }

    /** It once said that everything there matched. */
    @Test
    void weightsOfAnotherModelDirectoryAreNotThoseOfOneThatCannotBeRead() throws IOException {
        checkpoint(converted, 2, 1);
        Files.writeString(converted.resolve("npu-shell-manifest.json"), """
                {"made": "converted", "source": "%s", "tp": "2", "pp": "1", "dtype": "source", "rows": "16"}
                """.formatted(model));
        Path first = model;
        model = workDir.resolve("nope");

        Facts.Weights none = look("tp=2", "pp=1");
        assertThat(none.state()).isEqualTo(Step.State.TO_DO);
        assertThat(none.target()).isEqualTo(converted + "-tp2-pp1");
        assertThat(none.problem()).contains("'" + model);
        Files.createDirectories(model);
        Files.writeString(model.resolve("config.json"), "{broken");
        assertThat(look("tp=2", "pp=1").state()).isEqualTo(Step.State.TO_DO);

        Files.delete(first.resolve("config.json"));
        model = first;
        assertThat(look("tp=2", "pp=1").state())
                .as("what was made of it stays usable when it is deleted")
                .isEqualTo(Step.State.DONE);
    }

    @Test
    void refusesTheModelOfAnotherProfile() throws IOException {
        Path config = model.resolve("config.json");
        Files.writeString(
                config, Files.readString(config).replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3"));

        assertThat(look("tp=2", "pp=1").problem())
                .isEqualTo("'" + model + "' is another model than the profile's: its layers 3, not 2");
    }

    @Test
    void goesBesideWeightsOfAnotherToolWithOtherRows() throws IOException {
        checkpoint(converted, 2, 1);
        rows(converted, 16);
        assertThat(look("tp=2", "pp=1").state()).isEqualTo(Step.State.DONE);

        rows(converted, 12);
        Facts.Weights weights = look("tp=2", "pp=1");
        assertThat(weights.target()).isEqualTo(converted + "-tp2-pp1");
        assertThat(weights.state()).isEqualTo(Step.State.TO_DO);
        assertThat(look("tp=2", "pp=1", "padded-vocab-size=12").state()).isEqualTo(Step.State.DONE);
    }

    private static void rows(Path directory, long rows) throws IOException {
        TorchFileWriter.write(
                Checkpoints.file(directory, 1, 0, 0, 1),
                Map.of("args", new TorchFileWriter.Namespace(Map.of("padded_vocab_size", rows)), "model", Map.of()));
    }

    private Facts.Weights look(String... settings) {
        String[] all = new String[settings.length + 1];
        all[0] = "hf-path=" + model;
        System.arraycopy(settings, 0, all, 1, settings.length);
        return Objects.requireNonNull(WeightsLook.look(
                AscendSite.settings(Origin.OPERATOR, all),
                Families.QWEN,
                SHAPE,
                new WorkTree(workDir.toString(), "Qwen-14B"),
                null,
                HostSessions.open(workDir, new CommonsExecRunner(), Clock.systemUTC())));
    }

    private static void checkpoint(Path directory, int tp, int pp) throws IOException {
        for (int rank = 0; rank < tp; rank++) {
            for (int stage = 0; stage < pp; stage++) {
                Path file = Checkpoints.file(directory, 1, rank, stage, pp);
                Files.createDirectories(file.resolveSibling(""));
                TorchFileWriter.write(file, Map.of("model", Map.of(), "list", List.of()));
            }
        }
        Checkpoints.writeTracker(directory, 1);
    }
}
