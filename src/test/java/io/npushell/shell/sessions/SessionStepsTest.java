package io.npushell.shell.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.shell.ShellHarness;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionStepsTest {
    @TempDir
    Path root;

    private ShellHarness shell;

    @BeforeEach
    void open() {
        shell = new ShellHarness(root);
    }

    @Test
    void saysWhichStepRunsAndWhatIsToCome() {
        RecordedSession.in(shell).stepped("0 begun data").running().create();

        assertThat(shell.run("show last").out()).contains("\n  steps      data running for 1 h · train to come\n");
    }

    @Test
    void saysInWhichStepItFailed() {
        RecordedSession.in(shell)
                .stepped("0 begun data", "3 ended data 4")
                .ended(4)
                .create();

        assertThat(shell.run("show last").out()).contains("\n  steps      data failed, 3 s · train not reached\n");
        assertThat(shell.runJson("show last").out())
                .contains("\"step\" : \"data\",\n    \"state\" : \"failed\"", "\"exit_code\" : 4")
                .contains("\"step\" : \"train\",\n    \"state\" : \"not reached\"");
    }

    @Test
    void doesNotCallAStepDoneThatNobodySawEnd() {
        RecordedSession.in(shell)
                .stepped("0 begun data", "3 ended data 0", "3 begun train")
                .lost()
                .create();

        assertThat(shell.run("show last").out()).contains("\n  steps      data done, 3 s · train cut off\n");
    }

    @Test
    void namesTheStepsOfARecordWithoutMarks() {
        RecordedSession.in(shell).ended(0).create();

        assertThat(shell.run("show last").out()).contains("\n  steps      data · train\n");
    }

    /** The signal's code is no failure of the training's. */
    @Test
    void callsAStepStoppedThatTheOperatorStopped() {
        RecordedSession.in(shell)
                .stepped("0 begun data", "3 ended data 0", "3 begun train", "11 ended train 143")
                .stopAsked()
                .ended(143)
                .create();

        assertThat(shell.run("show last").out())
                .contains("  stopped\n", "\n  steps      data done, 3 s · train stopped, 8 s\n")
                .doesNotContain("exit code", "failed");
        assertThat(shell.runJson("show last").out()).contains("\"state\" : \"stopped\"", "\"exit_code\" : 143");
    }
}
