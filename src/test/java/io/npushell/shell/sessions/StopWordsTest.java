package io.npushell.shell.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.launch.StopOutcome;
import io.npushell.process.Remains.Member;
import io.npushell.session.Session;
import io.npushell.session.SessionId;
import io.npushell.session.SessionState;
import io.npushell.session.Specs;
import io.npushell.session.Summary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopWordsTest {
    private static final Duration TOOK = Duration.ofSeconds(4);
    private static final Member HUNG = new Member(4711, 'D', "ma-user", "python3", true);
    private static final Member RUNNING = new Member(4712, 'R', "ma-user", "python3", true);
    private static final Member ALICES = new Member(4713, 'S', "alice", "python3", false);

    @Test
    void saysThatSomethingStillRunsWhereTheStopWasGivenUp() {
        assertThat(sentence(new StopOutcome.GivenUp(running(), "TERM", TOOK, List.of(RUNNING, HUNG), null)))
                .isEqualTo(
                        "stop given up 4 s after it began; session 13 was sent TERM, 2 processes of it run still and no"
                                + " KILL follows.  stop 13 · show 13");
        assertThat(sentence(new StopOutcome.GivenUp(running(), null, TOOK, List.of(RUNNING), null)))
                .isEqualTo("stop given up before session 13 was sent a signal; it goes on.  stop 13");
    }

    @Test
    void tellsAHungDeviceFromProcessesOfAnotherUser() {
        assertThat(sentence(new StopOutcome.CannotStop(running(), List.of(HUNG), null)))
                .isEqualTo("session 13 cannot be stopped: process 4711 (python3) hangs in the kernel (state D), waiting"
                        + " for a device or a file system; KILL takes effect when that answers. Until then its"
                        + " NPUs stay taken.");
        assertThat(sentence(new StopOutcome.CannotStop(running(), List.of(HUNG, ALICES), null)))
                .isEqualTo("session 13 cannot be stopped: process 4713 (python3) belongs to user alice and may not be"
                        + " signalled; stop it as alice or as root.");
    }

    @Test
    void saysThatTheJournalDoesNotTellOfIt() {
        StopOutcome stopped = new StopOutcome.Stopped(running(), TOOK, "Read-only file system");

        assertThat(StopWords.unwritten(stopped))
                .isEqualTo("its journal does not tell of this stop: Read-only file system");
        assertThat(StopWords.unwritten(new StopOutcome.AlreadyEnded(running()))).isNull();
    }

    private static String sentence(StopOutcome outcome) {
        return StopWords.sentence(outcome);
    }

    private static Session running() {
        return new Session(
                Specs.spec(new SessionId(13)),
                Path.of("/ws/0013-qwen-nano-pretrain"),
                SessionState.RUNNING,
                null,
                null,
                null,
                null,
                null,
                null,
                Summary.empty());
    }
}
