package io.npushell.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CommandTextTest {
    @Test
    void leavesPlainWordsAsTheManualWritesThem() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("MODEL_TYPE", "14B");
        environment.put("WORK_DIR", "/home/ma-user/ws");
        NodeCommand command = new NodeCommand(
                0,
                List.of("source /usr/local/Ascend/ascend-toolkit/set_env.sh"),
                "/home/ma-user/ws/AscendSpeed",
                environment,
                List.of("sh", "scripts/qwen/qwen.sh"));

        assertThat(CommandText.render(command)).isEqualTo("""
                source /usr/local/Ascend/ascend-toolkit/set_env.sh
                cd /home/ma-user/ws/AscendSpeed &&
                MODEL_TYPE=14B WORK_DIR=/home/ma-user/ws sh scripts/qwen/qwen.sh""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "two words",
                "~",
                "~root/x",
                "it's",
                "''",
                "\"$HOME\"",
                "$(touch x)",
                "`touch x`",
                "a;b&c|d<e>f",
                "*?[a]{b,c}",
                "#no comment",
                "!history",
                "back\\slash\\",
                "line\nbreak",
                "ends with newlines\n\n",
                "tab\tbed",
                "NAME=value",
                "-n",
                "训练 数据",
                "\u0001\u001b[31m"
            })
    void aRealShellReadsEveryValueAsItWas(String value, @TempDir Path directory) throws Exception {
        Path hostile = Files.createDirectories(
                directory.resolve("dir " + value.replace("/", "").replace("\n", "") + "'$x"));
        NodeCommand command = new NodeCommand(
                0,
                List.of("A_SETUP=seen; export A_SETUP"),
                hostile.toString(),
                Map.of("GIVEN", value),
                // The last dot keeps newlines at the end through the pipe.
                List.of("sh", "-c", "printf '%s|%s|%s|%s.' \"$GIVEN\" \"$1\" \"$A_SETUP\" \"$PWD\"", "sh", value));

        assertThat(output(CommandText.render(command), directory))
                .isEqualTo(value + "|" + value + "|seen|" + hostile + ".");
    }

    @Test
    void runsNothingWhereTheDirectoryIsMissing(@TempDir Path directory) throws Exception {
        NodeCommand command =
                new NodeCommand(0, List.of(), directory + "/missing", Map.of(), List.of("echo", "ran anyway"));

        assertThat(output(CommandText.render(command) + "\n", directory)).doesNotContain("ran anyway");
    }

    @Test
    void refusesNamesNoShellCanAssignTo() {
        assertThatThrownBy(() -> CommandText.assignment("A B", "1")).hasMessageContaining("'A B'");
    }

    private static String output(String text, Path directory) throws IOException, InterruptedException {
        // From a file: the system's character set would garble arguments.
        Path script = Files.writeString(directory.resolve("script.sh"), text);
        Process process = new ProcessBuilder("/bin/sh", script.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
