package io.npushell.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.launch.HostSessions;
import io.npushell.process.CommonsExecRunner;
import io.npushell.session.SessionSpec.SettingEntry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Reads records as version 1 wrote them, and as a later one may: what was once in use is never written anew here. */
class RecordVersionsTest {
    private static final Path WORKSPACE = Path.of("src/test/resources/sessions/version-1");

    private final SessionStore store = HostSessions.open(WORKSPACE, new CommonsExecRunner(), Clock.systemUTC());

    @Test
    void readsASessionOfVersion1() {
        Session session = store.require("13");

        assertThat(session.mark()).isNull();
        assertThat(session.state()).isEqualTo(SessionState.STOPPED);
        assertThat(session.exitCode()).isEqualTo(143);
        assertThat(session.step()).isEqualTo("train");
        assertThat(session.started()).isEqualTo(Instant.parse("2026-03-01T14:02:12Z"));
        assertThat(session.ended()).isEqualTo(Instant.parse("2026-03-01T14:45:20Z"));
        assertThat(session.spec().request().parent()).isEqualTo(new SessionId(12));
        assertThat(session.spec().training().trainIters()).isEqualTo(200);
        assertThat(session.spec().request().settings())
                .containsExactly(
                        new SettingEntry("tp", "8", "profile"), new SettingEntry("train-iters", "200", "operator"));
        assertThat(session.spec().request().variables()).containsEntry("MODEL_TYPE", "14B");
        assertThat(session.summary().lastLoss()).isEqualTo(1.2931);
        assertThat(store.events(session))
                .extracting(SessionEvent::kind)
                .containsExactly("created", "started", "stop-asked", "ended");
    }

    @Test
    void writesWhatVersion1Wrote() {
        Session session = store.require("13");

        assertThat(SpecJson.write(session.spec()))
                .isEqualTo(SessionWorld.text(session.directory().resolve("session.json")));
        assertThat(SummaryJson.write(session.summary()))
                .isEqualTo(SessionWorld.text(session.directory().resolve("summary.json")));
    }

    @Test
    void toleratesFieldsOfALaterVersionAndMissingOnes() {
        Session session = store.require("14");

        assertThat(session.mark()).isNull();
        assertThat(session.spec().request().note()).isEmpty();
        assertThat(session.spec().training().nodes()).isEqualTo(1);
        assertThat(session.spec().training().globalBatch()).isEqualTo(64);
        assertThat(session.state()).isEqualTo(SessionState.FAILED);
        assertThat(session.reason()).isEqualTo("never started");
    }
}
