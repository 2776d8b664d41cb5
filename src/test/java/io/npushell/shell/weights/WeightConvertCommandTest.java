package io.npushell.shell.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.launch.HostSessions;
import io.npushell.process.CommonsExecRunner;
import io.npushell.session.SessionSpec;
import io.npushell.session.SessionStore;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.ShellHarness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code weights convert} and {@code weights merge} refuse before a byte is written. */
@Timeout(60)
class WeightConvertCommandTest {
    @TempDir
    Path root;

    private ShellHarness shell;

    @BeforeEach
    void start() {
        shell = new ShellHarness(root);
    }

    @Test
    void refusesTheVocabularyTrapOfQwen7b() throws IOException {
        Path model = model("Qwen-7B", """
                {"model_type": "qwen", "num_hidden_layers": 32, "hidden_size": 4096, "num_attention_heads": 32,
                 "intermediate_size": 22016, "vocab_size": 151936, "kv_channels": 128}
                """);
        String setUp = "use qwen-7b/sft; set tp 4; set work-dir " + shell.workspace() + "; ";
        List<Path> before = files();

        Result refused = shell.invoke("-c", setUp + "weights convert");

        assertThat(refused.exit()).isEqualTo(ExitCode.FINDINGS);
        assertThat(refused.err()).contains("""
                  error P10  the public script pads the vocabulary to 151,872 rows at tensor parallel 4, the weights have 151,936 (the script decides)
                             try: set padded-vocab-size 151872   or   set tp 8   or   weights convert --accept P10
                not launched: 1 finding of level error
                """);
        assertThat(shell.invoke("--json", "-c", setUp + "weights convert --dry-run")
                        .exit())
                .isEqualTo(ExitCode.FINDINGS);
        assertThat(shell.invoke("-c", setUp + "launch").err()).contains("launch --accept P10");
        assertThat(files()).isEqualTo(before);
        for (String remedy : List.of(
                "set padded-vocab-size 151872; weights convert",
                "set tp 8; weights convert",
                "weights convert --accept P10")) {
            Result ready = shell.invoke("-c", setUp + remedy + " --dry-run");
            assertThat(ready.exit()).as(ready.err()).isEqualTo(ExitCode.OK);
            assertThat(ready.out()).contains("--load-dir " + model);
        }
    }

    @Test
    void refusesTensorParallelBeyondTheGroupsOfGlm3WhateverIsAccepted() throws IOException {
        model("GLM3-6B", """
                {"model_type": "chatglm", "num_layers": 28, "hidden_size": 4096, "num_attention_heads": 32,
                 "ffn_hidden_size": 13696, "padded_vocab_size": 65024, "kv_channels": 128,
                 "multi_query_attention": true, "multi_query_group_num": 2}
                """);
        String setUp = "use glm3-6b/sft; set work-dir " + shell.workspace() + "; set tp 4 pp 1; ";
        List<Path> before = files();

        Result refused = shell.invoke("-c", setUp + "weights convert --accept P03");

        assertThat(refused.exit()).isEqualTo(ExitCode.FINDINGS);
        assertThat(refused.err()).contains("""
                  error P03  2 key-value groups are not divisible by 4 (tensor parallel)
                             try: set tp 2
                """);
        assertThat(shell.invoke("-c", setUp + "launch --accept P03").exit()).isEqualTo(ExitCode.FINDINGS);
        assertThat(files()).isEqualTo(before);
        assertThat(shell.invoke("-c", setUp + "set tp 2; weights convert --dry-run")
                        .exit())
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void refusesWhatASessionReadsOrWritesAndNamesIt() throws IOException {
        Path model = model("Qwen-14B", """
                {"model_type": "qwen", "num_hidden_layers": 40, "hidden_size": 5120, "num_attention_heads": 40,
                 "intermediate_size": 27392, "vocab_size": 152064, "kv_channels": 128}
                """);
        String target = shell.workspace() + "/processed_for_ma_input/Qwen-14B/converted_weights";
        String setUp = "use qwen-14b/sft; set work-dir " + shell.workspace() + "; ";
        waits("java io.npushell.step.Main weights --load-dir " + model + " --save-dir " + target);

        Result refused = shell.invoke("-c", setUp + "weights convert");

        assertThat(refused.exit()).isEqualTo(ExitCode.CONFLICT);
        assertThat(refused.err()).endsWith("'" + target + "' is in use by session 1\n  try: wait 1   or   stop 1\n");
        assertThat(shell.invoke("-c", setUp + "set hf-path " + target + "; weights convert")
                        .exit())
                .isNotEqualTo(ExitCode.OK);
        assertThat(shell.invoke("-c", setUp + "set tp 4; weights convert --accept P10 --dry-run")
                        .exit())
                .isEqualTo(ExitCode.CONFLICT);
        waits("java io.npushell.step.Main export --load-dir /x --save-dir " + model);
        assertThat(shell.invoke("-c", setUp + "set model-path " + root.resolve("elsewhere") + "; weights convert")
                        .err())
                .contains("'" + model + "' is still being made by session 2");
    }

    /** A session that has not ended, as the record of one says which was started just now. */
    private void waits(String command) {
        SessionStore store = HostSessions.open(
                shell.workspace(), new CommonsExecRunner(), Clock.fixed(ShellHarness.NOW, ZoneOffset.UTC));
        SessionStore.Reservation place = store.reserve("qwen-14b", "sft");
        store.create(
                place,
                new SessionSpec(
                        place.id(),
                        new SessionSpec.Request(
                                "weights convert",
                                "",
                                "qwen-14b",
                                "sft",
                                "ascend",
                                List.of("weights"),
                                null,
                                ShellHarness.NOW,
                                shell.workspace().toString(),
                                List.of(),
                                Map.of()),
                        SessionSpec.Training.onOne(1, 1, 1, 1),
                        SessionSpec.Run.onHost(null, null, List.of(command))),
                Map.of("run.sh", ""));
    }

    private Path model(String name, String config) throws IOException {
        Path model =
                Files.createDirectories(shell.workspace().resolve("tokenizers").resolve(name));
        Files.writeString(model.resolve("config.json"), config);
        Files.writeString(model.resolve("model.safetensors"), "only its name, size and time are looked at");
        return model;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(shell.workspace())) {
            return files.sorted().toList();
        }
    }
}
