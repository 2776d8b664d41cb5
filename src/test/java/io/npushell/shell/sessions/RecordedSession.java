package io.npushell.shell.sessions;

import io.npushell.launch.HostSessions;
import io.npushell.process.CommonsExecRunner;
import io.npushell.process.ProcFsTable;
import io.npushell.process.ProcessIdentity;
import io.npushell.session.FileSessionStore;
import io.npushell.session.Session;
import io.npushell.session.SessionEvent;
import io.npushell.session.SessionId;
import io.npushell.session.SessionSpec;
import io.npushell.session.SessionSpec.SettingEntry;
import io.npushell.session.SessionStore.Reservation;
import io.npushell.shell.ShellHarness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A session's directory made by hand: what was asked, how it went, its log; nothing of it ever ran. It started an hour before the harness's time. */
final class RecordedSession {
    private static final Instant CREATED = ShellHarness.NOW.minus(Duration.ofHours(1));
    private static final CommonsExecRunner COMMANDS = new CommonsExecRunner();

    private List<String> runs = List.of("data", "train");
    private final FileSessionStore store;
    private final Path workDir;
    private String profile = "qwen-nano";
    private String runType = "pretrain";
    private String engine = "embedded";
    private String name = "";
    private String note = "";
    private long iterations = 100;
    private @Nullable SessionId parent;
    private final List<String> log = new ArrayList<>();
    private final List<SessionEvent> events = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();
    private @Nullable Integer exit;
    private Duration took = Duration.ofMinutes(43);
    private @Nullable ProcessIdentity process;
    private boolean alive;

    private RecordedSession(Path workDir) {
        this.workDir = workDir;
        this.store = HostSessions.open(workDir, COMMANDS, Clock.fixed(CREATED, ZoneOffset.UTC));
    }

    /** In the workspace that a harness uses when nobody says another. */
    static RecordedSession in(ShellHarness shell) {
        return new RecordedSession(Path.of(shell.services().defaultWorkDir()));
    }

    static RecordedSession in(Path workDir) {
        return new RecordedSession(workDir);
    }

    RecordedSession of(String profileName, String type) {
        profile = profileName;
        runType = type;
        engine = profileName.endsWith("nano") ? "embedded" : "ascend";
        return this;
    }

    RecordedSession named(String own, String remark) {
        name = own;
        note = remark;
        return this;
    }

    RecordedSession resuming(Session session) {
        parent = session.id();
        return this;
    }

    /** Logs iterations {@code from} to {@code to}, losses falling by a hundredth from 7, and a checkpoint at the last one. */
    RecordedSession trained(long from, long to) {
        for (long iteration = from; iteration <= to; iteration++) {
            log.add(String.format(
                    Locale.ROOT,
                    " iteration %8d/%8d | consumed samples: %12d | elapsed time per iteration (ms): 500.0 | learning"
                            + " rate: 1.000E-03 | global batch size:    16 | lm loss: %.6E | loss scale: 1.0 | grad norm:"
                            + " 1.000 | number of skipped iterations:   0 | number of nan iterations:   0 |",
                    iteration,
                    iterations,
                    iteration * 16,
                    7 - iteration / 100.0));
        }
        log.add(String.format(Locale.ROOT, "saving checkpoint at iteration %7d to /out", to));
        log.add(String.format(Locale.ROOT, "  successfully saved checkpoint at iteration %7d to /out", to));
        return this;
    }

    /** What run.sh noted of its steps, the seconds since it was created first: "0 begun data". */
    RecordedSession stepped(String... lines) {
        for (String line : lines) {
            int blank = line.indexOf(' ');
            steps.add(CREATED.getEpochSecond() + Long.parseLong(line.substring(0, blank)) + line.substring(blank));
        }
        return this;
    }

    /** Instead of data and train. */
    RecordedSession onlySteps(String... labels) {
        runs = List.of(labels);
        return this;
    }

    RecordedSession logged(String... lines) {
        log.addAll(List.of(lines));
        return this;
    }

    RecordedSession stopAsked() {
        events.add(new SessionEvent(CREATED.plus(took), "stop-asked", Map.of("by", "operator")));
        return this;
    }

    /** Its output was moved aside by a later launch. */
    RecordedSession archived(Path place) {
        events.add(new SessionEvent(
                CREATED.plus(took), "archived", Map.of("output", place.toString(), "by", "a later launch")));
        return this;
    }

    RecordedSession event(String kind, Map<String, String> details) {
        events.add(new SessionEvent(CREATED.plus(took), kind, details));
        return this;
    }

    RecordedSession ended(int code) {
        exit = code;
        process = new ProcessIdentity("here", "", 1, 1, "boot");
        events.add(new SessionEvent(CREATED.plus(took), "ended", Map.of("code", Integer.toString(code))));
        return this;
    }

    /** A process that only sleeps stands for its supervisor and its training until this JVM ends. */
    RecordedSession running() {
        alive = true;
        return this;
    }

    /** Its process is gone and nobody wrote down how. */
    RecordedSession lost() {
        ProcessIdentity self = new ProcFsTable(COMMANDS)
                .identify(ProcessHandle.current().pid())
                .orElseThrow();
        process = new ProcessIdentity(self.host(), self.pidNamespace(), 4_000_000, 1, self.bootId());
        return this;
    }

    Session create() {
        Reservation place = store.reserve(profile, runType);
        Session session = store.create(place, spec(place.id()), Map.of("run.sh", "true\n"));
        try {
            write(session, "run.log", String.join("\n", log) + (log.isEmpty() ? "" : "\n"));
            write(session, "state/steps", String.join("\n", steps) + "\n");
            ProcessIdentity leader = alive ? sleeping(session.directory()) : process;
            if (leader != null) {
                write(session, "state/identity", identity(leader));
                write(session, "state/supervisor", identity(leader));
            }
            if (exit != null) {
                write(
                        session,
                        "state/exit",
                        "code=" + exit + "\ntime=" + CREATED.plus(took).getEpochSecond() + "\nleftovers=no\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        events.forEach(event -> store.append(session, event));
        return store.require(session.id().text());
    }

    private static ProcessIdentity sleeping(Path directory) throws IOException {
        ProcessBuilder sleep = new ProcessBuilder("sleep", "600");
        sleep.environment().put("NPU_SHELL_SESSION", directory.toString());
        Process process = sleep.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new ProcFsTable(COMMANDS).identify(process.pid()).orElseThrow();
    }

    private static String identity(ProcessIdentity process) {
        return "host=%s\npidns=%s\npid=%d\nstart=%d\nboot=%s\nmarker=none\ntime=%d\n"
                .formatted(
                        process.host(),
                        process.pidNamespace(),
                        process.pid(),
                        process.startTime(),
                        process.bootId(),
                        CREATED.getEpochSecond());
    }

    private static void write(Session session, String file, String text) throws IOException {
        Files.writeString(session.directory().resolve(file), text);
    }

    private SessionSpec spec(SessionId id) {
        return new SessionSpec(
                id,
                new SessionSpec.Request(
                        name.isEmpty() ? profile + "/" + runType : name,
                        note,
                        profile,
                        runType,
                        engine,
                        runs,
                        parent,
                        CREATED,
                        workDir.toString(),
                        List.of(
                                new SettingEntry("mbs", "4", "profile"),
                                new SettingEntry("train-iters", Long.toString(iterations), "operator")),
                        Map.of("MODEL_TYPE", "nano")),
                SessionSpec.Training.onOne(iterations, 16, 4, 128),
                new SessionSpec.Run(
                        workDir.resolve("out/" + id.text()).toString(),
                        null,
                        List.of(),
                        Map.of("npu-shell", "0.1.0"),
                        "",
                        List.of("sh embedded.sh"),
                        null));
    }
}
