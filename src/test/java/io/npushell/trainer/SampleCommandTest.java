package io.npushell.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleCommandTest {
    @TempDir
    Path home;

    private Engine engine;

    @BeforeEach
    void anEngine() throws IOException {
        engine = new Engine(home, Shapes.QWEN);
    }

    private String sample(String checkpoint, String... more) {
        String[] arguments = {
            "sample",
            "--checkpoint",
            checkpoint,
            "--tokenizer",
            home.resolve("tokenizer").toString(),
            "--text",
            "the quick brown",
            "--tokens",
            "20"
        };
        String[] all =
                Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new);
        assertThat(engine.run(new StopRequest(), all)).as(engine.err).isZero();
        return engine.out;
    }

    @Test
    void aTrainedModelGoesOnWithWhatItHasRead() {
        engine.with("TRAIN_ITERS", "60")
                .with("SAVE_INTERVAL", "30")
                .with("GBS", "8")
                .with("LOG_INTERVAL", "60");
        assertThat(engine.train()).as(engine.err).isZero();

        assertThat(sample(engine.saved().toString(), "--temperature", "0"))
                .startsWith("{\"iteration\":60,\"prompt\":\"the quick brown\",\"text\":\" fox ");
        assertThat(sample(engine.saved().resolve("iter_0000030").toString()))
                .as("an older one by its own directory")
                .startsWith("{\"iteration\":30,");
    }

    @Test
    void anUntrainedModelWritesNonsenseAlwaysTheSame() {
        String first = sample("none");

        assertThat(first)
                .startsWith("{\"iteration\":0,\"prompt\":\"the quick brown\",\"text\":\"")
                .endsWith("\"}\n");
        assertThat(sample("none")).isEqualTo(first);
        assertThat(sample("none", "--seed", "2")).isNotEqualTo(first);
    }

    @Test
    void saysWhereThereIsNoCheckpoint() {
        String nowhere = home.resolve("nowhere").toString();

        int code = engine.run(
                new StopRequest(),
                "sample",
                "--checkpoint",
                nowhere,
                "--tokenizer",
                engine.environment.get("TOKENIZER_PATH"),
                "--text",
                "x",
                "--tokens",
                "1");

        assertThat(code).isEqualTo(4);
        assertThat(engine.err).startsWith("there is no checkpoint to sample from in '" + nowhere + "'");
    }
}
