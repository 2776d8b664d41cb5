package io.npushell.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspacesTest {
    @TempDir
    Path directory;

    @Test
    void knowsNoneAtFirstAndMakesNothing() {
        Path home = directory.resolve("home");

        assertThat(new Workspaces(home).known()).isEmpty();
        assertThat(home).doesNotExist();
    }

    @Test
    void remembersEachOnceInOrder() {
        Path home = directory.resolve("home");
        new Workspaces(home).remember(Path.of("/data/b"));
        new Workspaces(home).remember(Path.of("/data/a dir/试"));
        new Workspaces(home).remember(Path.of("/data/x/../b"));

        assertThat(new Workspaces(home).known()).containsExactly(Path.of("/data/b"), Path.of("/data/a dir/试"));
        assertThat(home).isDirectoryContaining("glob:**/workspaces").isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void readsPastWhatACrashLeftFullOfZeros() throws IOException {
        Files.write(directory.resolve("workspaces"), new byte[8]);

        new Workspaces(directory).remember(Path.of("/data/a"));

        assertThat(new Workspaces(directory).known()).containsExactly(Path.of("/data/a"));
    }

    @Test
    void saysThatTheListCannotBeWritten() throws IOException {
        Path home = Files.createFile(directory.resolve("home"));

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> new Workspaces(home).remember(Path.of("/data/a")))
                .matches(e -> e.exitCode() == ExitCode.ENVIRONMENT)
                .withMessageContaining("\"" + home.resolve("workspaces") + "\" cannot be written");
    }
}
