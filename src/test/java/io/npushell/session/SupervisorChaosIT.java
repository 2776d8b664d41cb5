package io.npushell.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.process.Await;
import io.npushell.process.SetsidStarter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills supervisors and trainings at random moments; whatever the moment, no record may say what the training itself did not write down. */
@Timeout(60)
class SupervisorChaosIT {
    private static final int ROUNDS = 40;
    private static final long SEED = 5;

    @TempDir
    Path workDir;

    @Test
    void neverSaysWhatIsNotSo() throws Exception {
        Random random = new Random(SEED);
        try (SessionWorld world = new SessionWorld(workDir)) {
            List<Session> sessions = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                int code = List.of(0, 0, 0, 1, 7).get(random.nextInt(5));
                Session session = world.create(": >began; sleep 0.0" + (1 + random.nextInt(9)) + "; echo " + code
                        + " >end.new && mv end.new end; exit " + code);
                sessions.add(session);
                new SetsidStarter()
                        .start(
                                List.of(
                                        "sh",
                                        session.directory()
                                                .resolve("supervise.sh")
                                                .toString(),
                                        session.directory().toString()),
                                session.directory());
                Thread.sleep(random.nextInt(130));
                kill(world, session, random.nextInt(4));
            }

            Await.until(
                    () -> "all have ended: " + world.store().list(),
                    () -> world.store().list().stream()
                            .noneMatch(session -> session.state().active()));

            sessions.forEach(session -> judge(world.now(session)));
        }
    }

    private static void kill(SessionWorld world, Session session, int what) {
        StateFiles state = new SessionFiles(session.directory()).state();
        if (what < 2) {
            state.supervisor()
                    .flatMap(runner -> ProcessHandle.of(runner.identity().pid()))
                    .ifPresent(ProcessHandle::destroyForcibly);
        }
        if (what == 1 || what == 2) {
            world.processes().signal(session, "KILL");
        }
    }

    private static void judge(Session session) {
        Path end = session.directory().resolve("end");
        boolean began = Files.exists(session.directory().resolve("began"));
        assertThat(session.mark()).as(session.toString()).isNull();
        if (session.state() == SessionState.COMPLETED) {
            assertThat(end).as(session.toString()).hasContent("0");
        }
        if ("never started".equals(session.reason())) {
            assertThat(began).as(session.toString()).isFalse();
        }
    }
}
