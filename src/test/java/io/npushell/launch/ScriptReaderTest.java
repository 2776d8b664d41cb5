package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.plan.Facts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptReaderTest {
    @TempDir
    Path code;

    @Test
    void looksIntoTheScriptsThatTheScriptCalls() throws IOException {
        write("scripts/qwen/qwen.sh", "cd $(dirname $0)\n. ./common.sh\nsh ${CODE}/tools/start.sh\n");
        write("scripts/qwen/common.sh", "echo $TP\n. ./qwen.sh\n");
        write("tools/start.sh", "echo $PP\n");

        Facts.Script script = ScriptReader.read(code, "scripts/qwen/qwen.sh");

        assertThat(script.variables()).containsExactlyInAnyOrder("CODE", "TP", "PP");
        assertThat(script.sha256()).hasSize(64);
    }

    @Test
    void leavesScriptsOutsideTheCodeDirectoryAlone() throws IOException {
        Path outside = Files.writeString(code.resolve("set_env.sh"), "echo $OUTSIDE\n");
        write("code/run.sh", ". " + outside + "\n. ../set_env.sh\necho $TP\n");

        assertThat(ScriptReader.read(code.resolve("code"), "run.sh").variables())
                .containsExactly("TP");
    }

    @Test
    void findsHowTheVocabularyIsPadded() throws IOException {
        write(
                "a.sh",
                "ARGS=\"--make-vocab-size-divisible-by 16 \\\n  --padded-vocab-size=\\\"151936\\\"\"\n. ./b.sh\n");
        write("b.sh", "# --make-vocab-size-divisible-by 64\npython x.py --make-vocab-size-divisible-by $DIVISOR\n");

        Facts.Script script = ScriptReader.read(code, "a.sh");

        assertThat(script.numbers("make-vocab-size-divisible-by")).containsExactlyInAnyOrder(16L, 0L);
        assertThat(ScriptReader.read(code, "b.sh").numbers("make-vocab-size-divisible-by"))
                .containsExactly(0L);
    }

    @Test
    void saysThatAScriptIsMissing() {
        Facts.Script script = ScriptReader.read(code, "scripts/qwen/qwen.sh");

        assertThat(script.exists()).isFalse();
        assertThat(script.path()).isEqualTo(code + "/scripts/qwen/qwen.sh");
    }

    private void write(String name, String content) throws IOException {
        Files.createDirectories(code.resolve(name).getParent());
        Files.writeString(code.resolve(name), content);
    }
}
