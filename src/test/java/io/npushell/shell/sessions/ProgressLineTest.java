package io.npushell.shell.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.session.SessionId;
import io.npushell.session.Specs;
import io.npushell.trainlog.LogEvent;
import io.npushell.trainlog.LogParser;
import io.npushell.trainlog.TrainingProgress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    @Test
    void countsDocumentsAndWhereKnownTokens() {
        assertThat(status(TrainingProgress.NONE.with(new LogEvent.DataProgress(1230, -1, Double.NaN, -1))))
                .contains("1,230 documents  00:01:12")
                .doesNotContain("tokens");
        assertThat(status(TrainingProgress.NONE.with(new LogEvent.DataProgress(1230, 45678, 1e6, 50))))
                .contains("1,230 documents, 45,678 tokens  00:01:12");
    }

    @Test
    void showsBarLossSpeedAndTimeLeft() {
        LogParser parser = new LogParser();
        String line =
                " iteration %d/ 100 | elapsed time per iteration (ms): 2000.0 | global batch size: 16 | lm loss: %s |";

        TrainingProgress progress = TrainingProgress.NONE
                .withAll(parser.parse(line.formatted(29, "7.5E+00")))
                .withAll(parser.parse(line.formatted(30, "7.0E+00")));

        assertThat(status(progress))
                .isEqualTo(
                        "  iter 30/100  ██████░░░░░░░░░░░░░░  30 %  loss 7.0000 ↓  2048 tok/s/p  2.0 s/it  ETA 2 min");
    }

    private static String status(TrainingProgress progress) {
        return ProgressLine.status(Specs.spec(new SessionId(13)), progress, Duration.ofSeconds(72), Duration.ZERO)
                .plain();
    }
}
