package io.npushell.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {
    @TempDir
    Path home;

    private Engine engine;

    @BeforeEach
    void anEngine() throws IOException {
        engine = new Engine(home, Shapes.QWEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RUN_TYPE",
                "DATASET_PATH",
                "TRAIN_ITERS",
                "GBS",
                "SEED",
                "NUM_LAYERS",
                "NORM_EPSILON",
                "SAVE_DIR"
            })
    void saysWhichVariableIsMissing(String name) {
        engine.environment.remove(name);

        assertThat(engine.train()).isEqualTo(2);
        assertThat(engine.err).isEqualTo(name + " is missing from the environment\n");
        assertThat(engine.out).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RUN_TYPE               | train | RUN_TYPE is 'train': it must be pretrain, retrain, sft or lora
            RUN_TYPE               | sft   | MODEL_PATH is missing from the environment
            RUN_TYPE               | lora  | MODEL_PATH is missing from the environment
            RESUME_PATH            | /tmp  | RESUME_PATH is '/tmp': only sft and lora are resumed by it
            TRAIN_ITERS            | 0     | TRAIN_ITERS is '0': it must be a whole number of at least 1
            TRAIN_ITERS            | 1e3   | TRAIN_ITERS is '1e3': it must be a whole number of at least 1
            SEED                   | x     | SEED is 'x': it must be a whole number
            LR                     | 0     | LR is '0': it must be greater than 0
            LR                     | NaN   | LR is 'NaN': it must be a number
            MIN_LR                 | 1     | MIN_LR is '1.0': it must not be greater than LR '0.01'
            LR_WARMUP_FRACTION     | 1     | LR_WARMUP_FRACTION is '1.0': it must be less than 1
            WEIGHT_DECAY           | -1    | WEIGHT_DECAY is '-1': it must not be negative
            MBS                    | 3     | MBS is '3': it must divide GBS '4'
            TP                     | 3     | TP is '3': it must divide NUM_ATTENTION_HEADS '4'
            PP                     | 4     | PP is '4': it must divide NUM_LAYERS '2'
            SEQ_LEN                | 65    | SEQ_LEN is '65': it must not be greater than MAX_POSITION_EMBEDDINGS '64'
            NUM_ATTENTION_HEADS    | 5     | NUM_ATTENTION_HEADS is '5': it must divide HIDDEN_SIZE '32'
            NUM_QUERY_GROUPS       | 3     | NUM_QUERY_GROUPS is '3': it must divide NUM_ATTENTION_HEADS '4'
            PADDED_VOCAB_SIZE      | 400   | VOCAB_SIZE is '464': it must not be greater than PADDED_VOCAB_SIZE '400'
            ROTARY_PERCENT         | 1.5   | ROTARY_PERCENT is '1.5': it must be at most 1
            ROTARY_PERCENT         | 0.4   | ROTARY_PERCENT is '0.4': the rotated part of a head 8 wide must be an even number
            MODEL_PATH             | /tmp  | MODEL_PATH is '/tmp': pretrain starts from fresh weights, the other run types load some
            TOKENIZER_PATH         | /nope | TOKENIZER_PATH is '/nope': there is no such directory
            """)
    void saysWhatIsWrongWithAValueAndWhatItIs(String name, String value, String sentence) {
        engine.with(name, value);

        assertThat(engine.train()).isEqualTo(2);
        assertThat(engine.err).isEqualTo(sentence + "\n");
    }

    @Test
    void retrainNeedsSomethingToGoOnFrom() {
        engine.with("RUN_TYPE", "retrain");

        assertThat(engine.train()).isEqualTo(2);
        assertThat(engine.err).isEqualTo("MODEL_PATH is missing from the environment\n");
    }

    @Test
    void knowsTwoCommandsOnly() {
        assertThat(engine.run(new StopRequest(), "eval")).isEqualTo(2);
        assertThat(engine.err).isEqualTo("'eval' is no command: use train or sample\n");
        assertThat(engine.run(new StopRequest(), "train", "--fast")).isEqualTo(2);
        assertThat(engine.err).contains("'--fast'");
    }

    @Test
    void aSampleWithAnUnknownOptionIsRefused() {
        assertThat(engine.run(new StopRequest(), "sample", "--top", "5")).isEqualTo(2);
        assertThat(engine.err).startsWith("sample knows no option '--top', only --checkpoint");
        assertThat(List.of(engine.out)).containsExactly("");
    }
}
