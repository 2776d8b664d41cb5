package io.npushell.launch;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.plan.Facts;
import io.npushell.plan.Finding;
import io.npushell.plan.Installation;
import io.npushell.plan.Plan;
import io.npushell.plan.Step;
import io.npushell.profile.Engine;
import io.npushell.session.Session;
import io.npushell.session.SessionEvent;
import io.npushell.session.SessionId;
import io.npushell.session.SessionSpec;
import io.npushell.session.SessionStore;
import io.npushell.session.SessionStore.Reservation;
import io.npushell.session.Supervisor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Starts sessions, each in its place: gathers facts, plans, checks, records, starts. */
public final class Launcher {
    private static final Duration START_LIMIT = Duration.ofSeconds(10);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final FactGatherer facts;
    private final Installation installation;
    private final Function<Path, SessionStore> stores;
    private final Places places;
    private final Clock clock;

    /**
     * Names what it works with.
     *
     * @param stores the sessions of a work-dir
     */
    public Launcher(
            FactGatherer facts,
            Installation installation,
            Function<Path, SessionStore> stores,
            Places places,
            Clock clock) {
        this.facts = facts;
        this.installation = installation;
        this.stores = stores;
        this.places = places;
        this.clock = clock;
    }

    /** What would run, and what keeps it from running. */
    public Plan plan(LaunchRequest request) {
        return preflight(request).plan();
    }

    /**
     * Goes the way of {@link #launch} up to the point where it would act; for {@code --dry-run}.
     *
     * @throws OperatorException as {@link #launch}
     */
    public LaunchOutcome rehearse(LaunchRequest request) {
        return answer(preflight(request));
    }

    /**
     * Starts it and returns when it runs or has failed to.
     *
     * @throws OperatorException CONFLICT where the output is another session's or the NPUs are taken, ENVIRONMENT where nothing can be
     *     started here
     */
    public LaunchOutcome launch(LaunchRequest request) {
        Preflight first = preflight(request);
        LaunchOutcome answer = answer(first);
        if (!(answer instanceof LaunchOutcome.Rehearsed)) {
            return answer;
        }
        try (LaunchLock lock = LaunchLock.take(first.workDir())) {
            // another shell may have launched since: look again, now that no other can
            Preflight preflight = preflight(request);
            answer = answer(preflight);
            return answer instanceof LaunchOutcome.Rehearsed ? start(preflight, lock) : answer;
        }
    }

    private Preflight preflight(LaunchRequest request) {
        return Preflight.of(request, facts, installation);
    }

    private static LaunchOutcome answer(Preflight preflight) {
        if (preflight.conflict()) {
            Finding finding = preflight.blocking().get(0);
            throw new OperatorException(
                    ExitCode.CONFLICT,
                    finding.sentence(),
                    finding.remedies().isEmpty() ? null : String.join("   or   ", finding.remedies()),
                    null);
        }
        if (!preflight.plan().ready()) {
            return new LaunchOutcome.Refused(preflight.plan());
        }
        if (preflight.plan().machine().assumed()) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT, "the machine is only assumed, and a launch needs the real one", "assume off");
        }
        return preflight.steps().isEmpty()
                ? new LaunchOutcome.NothingToDo(preflight.plan())
                : new LaunchOutcome.Rehearsed(preflight.plan());
    }

    private LaunchOutcome start(Preflight preflight, @SuppressWarnings("unused") LaunchLock held) {
        LaunchRequest request = preflight.request();
        SessionStore store = stores.apply(preflight.workDir());
        Reservation place =
                store.reserve(request.profile().name(), request.runType().label());
        Plan plan = preflight.with(new Installation(
                installation.java(),
                installation.stepClassPath(),
                installation.trainerClassPath(),
                place.directory().toString(),
                installation.version()));
        List<Step> steps = new Preflight(request, preflight.settings(), preflight.facts(), plan).steps();
        Map<String, String> files = new LinkedHashMap<>();
        if (request.profile().engine() == Engine.EMBEDDED) {
            files.put(EngineScript.EMBEDDED, EngineScript.text(EngineScript.EMBEDDED));
        }
        Place where = places.of(preflight.facts(), steps, installation, new ContainerSettings(plan.settings()).user());
        SessionSpec spec = new SpecWriter(preflight, plan, steps)
                .spec(
                        place.id(),
                        clock.instant(),
                        versions(),
                        Digest.sha256(files.getOrDefault(EngineScript.EMBEDDED, "")),
                        where.container());
        String title = "Session " + place.id().text() + ": " + spec.name();
        String script = RunScript.text(title, steps, preflight.node(), where.ownVariables());
        files.put("run.sh", script);
        if (script.contains(place.directory() + "/" + EngineScript.UPSTREAM)) {
            files.put(EngineScript.UPSTREAM, EngineScript.text(EngineScript.UPSTREAM));
        }

        Map<String, String> room = makeRoom(preflight, store);
        Session session = store.create(place, spec, files);
        room.forEach((kind, what) -> record(store, session, kind, Map.of("output", what)));
        plan.findings().stream()
                .filter(Finding::accepted)
                .forEach(finding -> record(store, session, "finding", accepted(finding)));
        where.admit(session);
        new Supervisor(where.starter()).start(session, START_LIMIT);
        return new LaunchOutcome.Started(store.require(place.id().text()), plan);
    }

    /** Deals with output that is there already; what it did, by kind of journal event. */
    private Map<String, String> makeRoom(Preflight preflight, SessionStore store) {
        Facts.Output output = preflight.facts().output();
        LaunchRequest request = preflight.request();
        Facts.Checkpoint model = preflight.facts().model();
        boolean goesOn = output != null && model != null && output.directory().equals(model.directory());
        if (output == null || !preflight.trains() || output.iteration() < 0 || output.inherited() || goesOn) {
            return Map.of();
        }
        Path directory = Path.of(output.directory());
        String owner = output.owner();
        if (request.archive() && Files.exists(directory)) {
            Path aside = OldOutput.archive(directory, owner == null ? STAMP.format(clock.instant()) : owner);
            Map<String, String> moved = Map.of("output", aside.toString(), "by", "a later launch");
            for (Session session : savedThere(owner, output.directory(), store)) {
                record(store, session, SessionOutput.ARCHIVED, moved);
            }
            return Map.of(SessionOutput.ARCHIVED, aside.toString());
        }
        if (request.overwrite()) {
            OldOutput.clear(directory);
            return Map.of("overwritten", directory + " at iteration " + output.iteration());
        }
        return Map.of();
    }

    /** The owner of an output, and those it goes back to by resume: their iterations are there too. */
    private static List<Session> savedThere(@Nullable String owner, String directory, SessionStore store) {
        List<Session> line = new ArrayList<>();
        Session next = owner == null ? null : store.find(owner).orElse(null);
        while (next != null && (line.isEmpty() || directory.equals(next.spec().outputDirectory()))) {
            line.add(next);
            SessionId parent = next.spec().parent();
            next = parent == null ? null : store.find(parent.text()).orElse(null);
        }
        return line;
    }

    private Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("npu-shell", installation.version());
        versions.put("java", installation.java());
        versions.put("class-path", installation.stepClassPath());
        return versions;
    }

    private static Map<String, String> accepted(Finding finding) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("code", finding.code());
        details.put("sentence", finding.sentence());
        details.put("accepted", "yes");
        return details;
    }

    private void record(SessionStore store, Session session, String kind, Map<String, String> details) {
        store.append(session, new SessionEvent(clock.instant(), kind, details));
    }
}
