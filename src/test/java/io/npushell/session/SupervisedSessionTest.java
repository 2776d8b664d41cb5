package io.npushell.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SupervisedSessionTest {
    @TempDir
    Path workDir;

    private SessionWorld world;

    @BeforeEach
    void open() {
        world = new SessionWorld(workDir);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void completesWhenItsScriptEndsWithZero() {
        Session session = world.start("echo hello; echo oops >&2");

        Session ended = world.await(session, SessionState.COMPLETED);

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.reason()).isNull();
        assertThat(ended.started()).isNotNull();
        assertThat(ended.ended()).isAfterOrEqualTo(ended.started());
        assertThat(SessionWorld.text(ended.log())).isEqualTo("hello\noops\n");
        assertThat(world.store().events(ended))
                .extracting(SessionEvent::kind)
                .containsExactly("created", "started", "ended");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 126, 127, 255})
    void failsWithTheExactExitCodeOfItsScript(int code) {
        Session session = world.start("exit " + code);

        Session ended = world.await(session, SessionState.FAILED);

        assertThat(ended.exitCode()).isEqualTo(code);
        assertThat(ended.reason()).isEqualTo("exit code " + code);
    }

    @ParameterizedTest
    @CsvSource({"SEGV, 139", "KILL, 137", "TERM, 143"})
    void recordsTheSignalThatEndedItAsExitCode(String signal, int code) {
        Session session = world.start("kill -" + signal + " $$");

        assertThat(world.await(session, SessionState.FAILED).exitCode()).isEqualTo(code);
    }

    @Test
    void showsTheStepItIsIn() {
        Session session = world.start("echo train >\"$NPU_SHELL_STATE/step\"; sleep 300");
        world.awaitFile(session.directory().resolve("state/step"));

        Session running = world.await(session, SessionState.RUNNING);

        assertThat(running.step()).isEqualTo("train");
        assertThat(running.reason()).isNull();
        assertThat(running.ended()).isNull();
    }
}
