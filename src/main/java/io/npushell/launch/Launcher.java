package io.npushell.launch;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.model.RunType;
import io.npushell.plan.Facts;
import io.npushell.plan.Finding;
import io.npushell.plan.Installation;
import io.npushell.plan.OwnPrograms;
import io.npushell.plan.Plan;
import io.npushell.plan.Step;
import io.npushell.plan.engine.Engines;
import io.npushell.session.EndJudge;
import io.npushell.session.Session;
import io.npushell.session.SessionEvent;
import io.npushell.session.SessionId;
import io.npushell.session.SessionNpus;
import io.npushell.session.SessionSpec;
import io.npushell.session.SessionStore;
import io.npushell.session.SessionStore.Reservation;
import io.npushell.session.Supervisor;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Starts sessions, each in its place: gathers facts, plans, checks, records, starts. */
public final class Launcher {
    private static final Duration START_LIMIT = Duration.ofSeconds(10);

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
        return checked(preflight(request));
    }

    /**
     * Starts it and returns when it runs or has failed to.
     *
     * @throws OperatorException CONFLICT where the output is another session's or the NPUs are taken, ENVIRONMENT where nothing can be
     *     started here
     */
    public LaunchOutcome launch(LaunchRequest request) {
        return launch(request, (directory, iteration) -> {});
    }

    /** What is to be done with the checkpoint that a training loads before it is started: it may take minutes, and what it throws ends the launch. */
    public interface BeforeLoading {
        void look(Path directory, long iteration);
    }

    /**
     * The same with a look at what the training goes on from.
     *
     * @throws OperatorException as the other, and what the look throws
     */
    public LaunchOutcome launch(LaunchRequest request, BeforeLoading before) {
        Preflight first = preflight(request);
        LaunchOutcome answer = checked(first);
        if (!(answer instanceof LaunchOutcome.Rehearsed)) {
            return answer;
        }
        Facts.Checkpoint model = first.facts().model();
        if (first.trains() && request.runType() != RunType.PRETRAIN && model != null && model.iteration() >= 0) {
            before.look(Path.of(model.directory()), model.iteration());
        }
        NpuLocks npus = first.npus().isEmpty() ? null : facts.npuLocks();
        try (LaunchLock lock = LaunchLock.take(first.workDir());
                LaunchLock ofMachine = npus == null ? null : npus.launching().orElse(null)) {
            // another shell may have launched since: look again, now that no other can
            Preflight preflight = preflight(request);
            answer = checked(preflight);
            return answer instanceof LaunchOutcome.Rehearsed ? start(preflight, lock, ofMachine) : answer;
        }
    }

    private Preflight preflight(LaunchRequest request) {
        return Preflight.of(request, facts, installation);
    }

    /** What the findings say, and what no plan can know. */
    private LaunchOutcome checked(Preflight preflight) {
        LaunchOutcome answer = answer(preflight);
        if (answer instanceof LaunchOutcome.Rehearsed && preflight.trains()) {
            UnreadableRecords.refuse(stores.apply(preflight.workDir()).list());
        }
        return answer;
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
        if (preflight.onlyAssumed()) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT, "the machine is only assumed, and a launch needs the real one", "assume off");
        }
        if (!preflight.plan().ready()) {
            return new LaunchOutcome.Refused(preflight.plan());
        }
        return preflight.steps().isEmpty()
                ? new LaunchOutcome.NothingToDo(preflight.plan())
                : new LaunchOutcome.Rehearsed(preflight.plan());
    }

    private LaunchOutcome start(
            Preflight preflight,
            @SuppressWarnings("unused") LaunchLock held,
            @SuppressWarnings("unused") @Nullable LaunchLock ofMachine) {
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
        Engines.of(request.profile()).scripts().forEach(script -> files.put(script, EngineScript.text(script)));
        String engineText = String.join("", files.values());
        Site where = places.choose(new Place.Wanted(preflight.facts(), steps, installation, plan.settings()));
        SessionSpec spec = new SpecWriter(preflight, plan, steps)
                .spec(place.id(), clock.instant(), versions(), Digest.sha256(engineText), where.container());
        String title = "Session " + place.id().text() + ": " + spec.request().name();
        String script = RunScript.text(
                title,
                steps,
                preflight.node(),
                where.ownVariables(),
                verdict(steps, spec.run().outputDirectory()));
        files.put("run.sh", script);
        if (script.contains(place.directory() + "/" + EngineScript.UPSTREAM)) {
            files.put(EngineScript.UPSTREAM, EngineScript.text(EngineScript.UPSTREAM));
        }

        takeNpus(preflight, place.id(), where, files);
        // first of all: nothing old is given up for a session of which there is no record
        Session session = store.create(place, spec, files);
        List<String> says = new OutputRoom(session, store, stores, where.otherUser(), clock).take(preflight);
        plan.findings().stream()
                .filter(Finding::accepted)
                .forEach(finding -> record(store, session, "finding", accepted(finding)));
        where.admit(session);
        new Supervisor(where.starter()).start(session, where.directory(session), START_LIMIT);
        Session started = asItIs(store, session);
        refuseWhereNpusAreTaken(started);
        return new LaunchOutcome.Started(started, plan, says);
    }

    /** What asks how the training ended; nothing where no program of ours follows it. */
    private List<String> verdict(List<Step> steps, @Nullable String output) {
        if (output == null || !OwnPrograms.followsTraining(steps, installation)) {
            return List.of();
        }
        List<String> words = new ArrayList<>(OwnPrograms.command(installation, List.of("-Xmx256m"), "verdict"));
        words.addAll(List.of("--output", output));
        return words;
    }

    /** It has been started, whatever comes of looking at it. */
    private static Session asItIs(SessionStore store, Session session) {
        try {
            return store.require(session.id().text());
        } catch (OperatorException e) {
            return session;
        }
    }

    /** Makes the locks of its NPUs, which its supervisor takes; what it takes is on record in the session. */
    private void takeNpus(Preflight preflight, SessionId id, Site where, Map<String, String> files) {
        List<Integer> wanted = preflight.npus();
        NpuLocks npus = facts.npuLocks();
        if (npus == null || wanted.isEmpty()) {
            return;
        }
        Map<String, String> holder = new LinkedHashMap<>();
        holder.put("session", id.text());
        holder.put("workspace", preflight.workDir().toAbsolutePath().normalize().toString());
        holder.put("user", System.getProperty("user.name", ""));
        holder.put("since", clock.instant().toString());
        List<Path> locks = npus.prepare(preflight.workDir(), wanted, where.seesMachine());
        files.put(SessionNpus.FILE, new SessionNpus(npus.boot(), wanted, locks).text(holder));
    }

    /** Two that launch where neither could wait for the other: the kernel gave the NPUs to one of them. */
    private void refuseWhereNpusAreTaken(Session session) {
        Path lock = SessionNpus.refusedBy(session).orElse(null);
        if (lock == null || session.started() != null) {
            return;
        }
        String npu = lock.getFileName().toString().replaceFirst("\\..*", "");
        throw new OperatorException(
                ExitCode.CONFLICT,
                "NPU " + npu + " is held by "
                        + facts.npuHolder(lock, Path.of(session.spec().request().workDir()))
                        + "; session " + session.id().text() + " was not started",
                "npus",
                null);
    }

    private Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("npu-shell", installation.version());
        versions.put(EndJudge.RULES, LogVerdicts.CURRENT);
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
