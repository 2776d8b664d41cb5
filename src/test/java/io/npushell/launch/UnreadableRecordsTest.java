package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.session.Session;
import io.npushell.session.SessionState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UnreadableRecordsTest {
    @TempDir
    Path workDir;

    private AscendSite site;

    @AfterEach
    void stop() throws InterruptedException {
        site.stopAll();
    }

    @Test
    void keepsATrainingOffTheOutputOfARunningOneThatCannotBeRead() throws Exception {
        site = new AscendSite(workDir).behaves("slow");
        Session session = site.startAndAwait(site.request(), " iteration ");

        damage(session, 700);
        refused("and may save to the same directory");
        String whole = Files.readString(session.directory().resolve("session.json"));
        assertThat(whole).doesNotContain("output_directory");

        site.stopper().stop(session, Duration.ofSeconds(20), true, "operator");
        assertThat(site.store.require("1").state()).isEqualTo(SessionState.STOPPED);
        assertThat(site.start(site.request().oldOutput(false, true)).id().number())
                .isEqualTo(2);
    }

    private void refused(String why) {
        for (boolean rehearsed : new boolean[] {true, false}) {
            assertThatExceptionOfType(OperatorException.class)
                    .as("rehearsed: %s", rehearsed)
                    .isThrownBy(() -> answer(rehearsed))
                    .withMessageContaining(why)
                    .matches(e -> e.exitCode() == ExitCode.CONFLICT);
        }
    }

    private LaunchOutcome answer(boolean rehearsed) {
        return rehearsed
                ? site.launcher().rehearse(site.request())
                : site.launcher().launch(site.request());
    }

    private static void damage(Session session, int kept) throws IOException {
        Path spec = session.directory().resolve("session.json");
        Files.writeString(spec, Files.readString(spec).substring(0, kept));
    }
}
