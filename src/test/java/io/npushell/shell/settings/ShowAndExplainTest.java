package io.npushell.shell.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.ShellHarness.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** show and explain, whole screens. */
class ShowAndExplainTest {
    @TempDir
    Path root;

    private ShellHarness shell;

    @BeforeEach
    void useAProfile() {
        shell = new ShellHarness(root);
        shell.run("use qwen-14b; set work-dir /data/ws tp 4");
    }

    @Test
    void showsEverySettingWithItsOriginWithinTheTerminal() {
        assertThat(shell.onTerminal(80).run("show").out()).isEqualTo("""
                qwen-14b/pretrain
                Model
                  model-type      14B                                           derived
                  run-type        pretrain                                      derived
                  tokenizer-path  /data/ws/tokenizers/Qwen-14B                  derived
                  hf-path         /data/ws/tokenizers/Qwen-14B                  derived
                  converter       native                                        manual default
                  params-dtype    source                                        manual default
                  export          off                                           manual default
                Data
                  dataset-path    /data/ws/pr…ta/pretrain/alpaca_text_document  derived
                  raw-input       /data/ws/tr…f-00001-a09b74b3ef9c3b56.parquet  derived
                  json-keys       text                                          manual default
                  append-eod      off                                           manual default
                  handler         GeneralPretrainHandler                        derived
                  long-documents  drop                                          manual default
                  preprocessor    native                                        manual default
                Batch and length
                  mbs             2                                             profile
                  gbs             64                                            profile
                  seq-len         4096                                          profile
                Parallelism
                  tp              4                                             operator
                  pp              1                                             profile
                Schedule and optimizer
                  train-iters     200                                           profile
                Nodes and devices
                  nnodes          1                                             derived
                  node-rank       0                                             manual default
                Places
                  work-dir        /data/ws                                      operator
                  code-dir        /data/ws/llm_train/AscendSpeed                derived
                """);
    }

    @Test
    void showsAllParametersOnRequest() {
        assertThat(shell.run("show").out()).doesNotContain("not set");
        assertThat(shell.run("show --all").out()).containsPattern("(?m)^  epochs +not set ");
    }

    @Test
    void showsOneValueAloneForScripts() {
        assertThat(shell.run("show tp; show TENSOR-PARALLEL; show lr")).satisfies(result -> {
            assertThat(result.out()).isEqualTo("4\n4\n");
            assertThat(result.err()).isEqualTo("lr is not set\n");
        });
        assertThat(shell.runJson("show tp").out()).isEqualToIgnoringWhitespace("""
                {"schema": "npu-shell/setting/1", "parameter": "tp", "value": "4", "origin": "operator"}
                """);
    }

    @Test
    void explainsValueOriginRangeAdviceAndChoices() {
        assertThat(shell.onTerminal(80).run("explain tp").out()).isEqualTo("""
                tp  tensor-parallel, TP
                  Must divide the attention heads, and TP × PP the devices; keep it within one
                  node (8). A checkpoint is cut for its TP and PP: converted weights fit no
                  others. The stated default of 8 holds for all sizes, though 4 is recommended
                  for Qwen-7B.
                  takes    a whole number from 1 to 64 (devices)
                  value    4 (operator), over 8 (profile), 8 (manual default)
                  advice   8 for qwen-14b: the manual's table; TP 4 would need about 75 GB per
                           NPU, TP 8 fits
                  values
                    8  recommended by the manual
                    4  current
                    2  legal: heads 40, layers 40
                    1  legal: heads 40, layers 40
                    5  not legal: feed-forward width 13696 is not divisible by 5
                """);
        assertThat(shell.runJson("explain tp").out())
                .contains("\"schema\" : \"npu-shell/explain/1\"", "\"recommended\" : true", "\"legal\" : false");
    }

    @Test
    void explainsWithoutAProfileToo() {
        Result result = new ShellHarness(root.resolve("other")).run("explain lr");

        assertThat(result.exit()).isEqualTo(ExitCode.OK);
        assertThat(result.out()).isEqualTo("""
                lr  learning-rate, LR
                  Reached after the warm-up, then lowered along a cosine. ModelLink uses 1.25e-6 for Qwen-7B and 14B, 1e-5 for 72B.
                  takes    a number from 1e-12 to 1
                  value    no profile is in use
                """);
    }
}
