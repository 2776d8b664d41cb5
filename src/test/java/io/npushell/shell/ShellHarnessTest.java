package io.npushell.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellHarnessTest {
    @TempDir
    Path root;

    @Test
    void keepsEverythingBelowItsOwnDirectory() {
        ShellHarness shell = new ShellHarness(root);

        assertThat(shell.home()).startsWith(root);
        assertThat(shell.services().home()).startsWith(root);
        assertThat(shell.run("echo $HOME $NPU_SHELL_HOME").outLines().get(0).split(" "))
                .allMatch(path -> path.startsWith(root.toString()));
        assertThat(shell.services().clock().instant()).isEqualTo(ShellHarness.NOW);
    }

    @Test
    void tellsStreamsAndExitCodeApart() {
        ShellHarness.Result result = new ShellHarness(root).run("echo data; assert a = b; echo never");

        assertThat(result.out()).isEqualTo("data\n");
        assertThat(result.err()).isEqualTo("assertion failed: a = b\n");
        assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
    }
}
