package io.npushell.shell.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.ShellHarness.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --accept} of every command that takes it. */
class AcceptedCodesTest {
    @TempDir
    Path root;

    private ShellHarness shell;

    @BeforeEach
    void useAProfile() {
        shell = new ShellHarness(root);
        shell.run("use qwen-14b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check --accept Z99,M01x",
                "plan --accept Z99",
                "plan --commands --accept M03 --accept Z99",
                "launch --accept Z99",
                "launch --dry-run --accept m03,Z99",
                "resume 1 --accept Z99",
                "weights convert --accept Z99",
                "check --json --accept Z99"
            })
    void aCodeThatNoFindingHasIsRefusedBeforeAnythingIsLookedAt(String line) {
        Result result = shell.run(line);

        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(result.out() + result.err())
                .contains(" is no code of a finding")
                .doesNotContain("error   ");
    }

    @Test
    void theNearestCodeIsNamed() {
        assertThat(shell.run("check --accept P4").err()).isEqualTo("""
                'P4' is no code of a finding; did you mean P04?
                  try: check lists the findings with their codes
                """);
        assertThat(shell.run("launch --accept ''").err()).startsWith("'' is no code of a finding\n");
    }

    @Test
    void whatCanNeverBeAcceptedIsSaid() {
        Result result = shell.run("launch --accept P07");

        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err())
                .startsWith("'P07' (Global batch, micro batch and data parallel) cannot be accepted: no script can");
    }

    @Test
    void severalMayStandInOneWordAndInSmallLetters() {
        assertThat(shell.run("set pp 3 tp 1 seed 7; plan --accept p04,s02,O02").out())
                .containsPattern("accepted +P04");
    }
}
