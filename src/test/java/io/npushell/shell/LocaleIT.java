package io.npushell.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the process writes, byte for byte, by what the environment says of the terminal's charset. */
@Timeout(180)
class LocaleIT {
    private static final String ASCII = "[\\x00-\\x7f]*";

    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource({
        // NPU_SHELL_LOCALE, LC_ALL, LC_CTYPE, LANG
        "'', C, '', en_US.UTF-8",
        "'', POSIX, '', ''",
        "'', '', C, en_US.UTF-8",
        "'', '', '', ''",
        // as the launcher has it
        "C, C.UTF-8, '', ''",
    })
    void withoutUtf8NothingBeyondAsciiIsWritten(String own, String all, String type, String language) throws Exception {
        RealShell shell = shell(own, all, type, language);

        RealShell.Ended ended = shell.run("-k", "-c", "use qwen-14b/sft; set tp 4; plan; help launch; nonsense");

        assertThat(ended.exit()).as("%s", ended).isEqualTo(2);
        assertThat(ended.out()).contains("Plan  qwen-14b - sft - ").matches(ASCII);
        assertThat(ended.err()).contains("tp 8 -> 4").matches(ASCII);
    }

    @ParameterizedTest
    @CsvSource({"'', C.UTF-8, '', C", "'', '', en_US.utf8, C", "'', '', '', zh_CN.UTF-8"})
    void withUtf8ScreensStayAsTheyAre(String own, String all, String type, String language) throws Exception {
        RealShell.Ended ended = shell(own, all, type, language).run("-c", "use qwen-14b/sft; set tp 4; plan");

        assertThat(ended.out()).contains("Plan  qwen-14b · sft · ");
        assertThat(ended.err()).contains("tp 8 → 4");
    }

    @Test
    void anOperatorsOwnWordsGoIntoAPipeAsTheyAreAndAreSpelledOutOnATerminal() throws Exception {
        RealShell shell = shell("C", "C.UTF-8", "", "");
        Path typescript = root.resolve("typescript");

        assertThat(shell.run("echo", "/data/中文").out()).isEqualTo("/data/中文\n");
        RealShell.Ended ended = shell.host(
                "SHELL=/bin/sh script -qfec \"$(printf \"'%s' \" \"$@\")\" " + typescript + " </dev/null >/dev/null",
                "echo",
                "/data/中文");
        assumeTrue(ended.exit() != 127, "script (util-linux) is not installed");

        // the first line of a typescript quotes the command
        assertThat(Files.readString(typescript).lines().skip(1)).contains("/data/\\u4e2d\\u6587");
    }

    private RealShell shell(String own, String all, String type, String language) throws Exception {
        return new RealShell(root)
                .with("NPU_SHELL_LOCALE", own)
                .with("LC_ALL", all)
                .with("LC_CTYPE", type)
                .with("LANG", language)
                .with("TERM", "xterm");
    }
}
