package io.npushell.shell.access;

import io.npushell.OperatorException;
import io.npushell.container.ContainerEngine;
import io.npushell.container.ContainerHostLook;
import io.npushell.device.NpuProbe;
import io.npushell.device.NpuSmiProbe;
import io.npushell.doctor.Doctor;
import io.npushell.launch.CodeDirectory;
import io.npushell.launch.ContainerLook;
import io.npushell.launch.ContainerPlace;
import io.npushell.launch.ContainerSettings;
import io.npushell.launch.ContainerSetup;
import io.npushell.launch.Containers;
import io.npushell.launch.FactGatherer;
import io.npushell.launch.HostPlace;
import io.npushell.launch.LaunchRequest;
import io.npushell.launch.Launcher;
import io.npushell.launch.LogVerdicts;
import io.npushell.launch.NpuBoard;
import io.npushell.launch.NpuHolders;
import io.npushell.launch.NpuLocks;
import io.npushell.launch.NpuLook;
import io.npushell.launch.Places;
import io.npushell.launch.Resumer;
import io.npushell.launch.Sampler;
import io.npushell.launch.SessionPaths;
import io.npushell.launch.Silence;
import io.npushell.launch.Stopper;
import io.npushell.launch.SummaryReader;
import io.npushell.launch.Waiter;
import io.npushell.model.RunType;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.plan.Defaults;
import io.npushell.plan.Installation;
import io.npushell.plan.Machine;
import io.npushell.plan.Planner;
import io.npushell.plan.engine.Engines;
import io.npushell.process.CommandRunner;
import io.npushell.process.CommonsExecRunner;
import io.npushell.process.FlockProbe;
import io.npushell.process.HostFacts;
import io.npushell.process.ProcFsTable;
import io.npushell.process.ProcessTable;
import io.npushell.process.SetsidStarter;
import io.npushell.profile.ModelProfile;
import io.npushell.profile.NoProfile;
import io.npushell.session.FileSessionStore;
import io.npushell.session.Session;
import io.npushell.session.SessionStore;
import io.npushell.session.Vitals;
import io.npushell.session.Workspaces;
import io.npushell.shell.command.Services;
import io.npushell.shell.view.Spans;
import io.npushell.shell.workbench.WorkbenchState;
import io.npushell.workspace.Fetcher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the commands on plans and sessions act through, made for the workspace of the settings in use. */
public final class SessionAccess {
    private static final Duration BANNER_LIMIT = Duration.ofSeconds(5);
    /** A directory for the locks of the NPUs that all users and containers of the machine share, where it has one. */
    private static final String LOCKS = "NPU_SHELL_LOCKS";

    /** Tab need not know more exactly who has the NPUs, and npu-smi takes a second of a processor. */
    private static final Duration NPUS_FRESH = Duration.ofSeconds(10);

    /** Who follows a session in a container asks for it twice a second; a look inside costs a tenth of one. */
    private static final Duration TRUST = Duration.ofSeconds(2);

    private final Services services;
    private final String defaultWorkDir;
    private final Workspaces workspaces;
    private final CommandRunner runner;
    private final ContainerEngine engine;
    private final ProcessTable processes;
    private final Places places;
    private final HostFacts here;
    private volatile Optional<NpuBoard> completed = Optional.empty();
    private volatile long completedNanos;

    public SessionAccess(Services services) {
        this.services = services;
        this.defaultWorkDir = services.defaultWorkDir();
        this.runner = runner(services.surroundings().environment());
        this.engine = new ContainerEngine(runner);
        services.beforeEachCommand(engine::askAnew);
        this.here = HostFacts.here();
        this.processes = new ProcFsTable(runner);
        HostPlace host = new HostPlace(new SetsidStarter(), processes);
        this.places = new Places(host, List.of(new ContainerPlace(engine, host.vitals(), here, TRUST)));
        this.workspaces = new Workspaces(services.home());
    }

    /** The workspace of the settings in use. */
    public Path workDir() {
        if (services.workbench().state().profile() == null) {
            return Path.of(services.workDir());
        }
        return Path.of(effective().text(ParameterNames.WORK_DIR).orElse(defaultWorkDir));
    }

    /** The settings in use, complete. */
    public Settings effective() {
        ModelProfile profile = services.workbench().profile();
        return Planner.settings(profile, services.workbench().state().runType(), operatorSettings());
    }

    /** The same as a launch would complete them: with the code package and the converted weights where they are found. */
    public Settings located() {
        ModelProfile profile = services.workbench().profile();
        return Planner.settings(profile, services.workbench().state().runType(), facts().located(request()));
    }

    /** The settings in use, or where there is no profile what the operator set, with the defaults of these surroundings beneath. */
    public Settings known() {
        return services.workbench().state().profile() == null ? operatorSettings() : located();
    }

    /** The operator's layers with the defaults of these surroundings beneath. */
    public Settings operatorSettings() {
        return beneath(services.workbench().state());
    }

    /** The operator's layers of a state with the defaults of these surroundings beneath; looks at no file. */
    public Settings beneath(WorkbenchState state) {
        Machine assumed = state.machine();
        return new Defaults(defaultWorkDir, assumed == null ? 1 : assumed.nodes()).beneath(state.settings());
    }

    /** The manual's workspace where it exists, else the one below the home directory. */
    public String defaultWorkDir() {
        return defaultWorkDir;
    }

    /** What {@code launch} without options asks for. */
    public LaunchRequest request() {
        WorkbenchState state = services.workbench().state();
        return LaunchRequest.of(services.workbench().profile(), state.runType(), operatorSettings())
                .assuming(state.machine());
    }

    /** What is asked for where no profile is in use: data alone can be prepared so. */
    public LaunchRequest requestWithoutProfile(RunType runType) {
        return LaunchRequest.of(NoProfile.with(Engines.standard().forMachine(false)), runType, operatorSettings());
    }

    public SessionStore store() {
        return store(workDir());
    }

    public SessionStore store(Path workDir) {
        return store(workDir, places.vitals());
    }

    private SessionStore store(Path workDir, Vitals vitals) {
        return new FileSessionStore(workDir, vitals, new FlockProbe(runner), services.clock(), new LogVerdicts());
    }

    /** What settings that name a session stand for in this workspace. */
    public SessionPaths sessionPaths(Settings settings) {
        return SessionPaths.of(settings, store());
    }

    /** All sessions of the workspace, newest first; what has been logged since they were last looked at is read. */
    public List<Session> sessions() {
        return sessions(workDir());
    }

    /** Those of all workspaces in which any were ever started; of one that is gone there are none. */
    public List<Session> sessionsEverywhere() {
        return Stream.concat(Stream.of(workDir().toAbsolutePath().normalize()), workspaces.known().stream())
                .distinct()
                .flatMap(workDir -> sessions(workDir).stream())
                .toList();
    }

    /** Remembers where a session was started. */
    public void remember(Session session) {
        workspaces.remember(Path.of(session.spec().request().workDir()));
    }

    private List<Session> sessions(Path workDir) {
        SessionStore store = store(workDir);
        SummaryReader reader = new SummaryReader(store);
        return store.list().stream().map(reader::refresh).map(this::heard).toList();
    }

    /**
     * One session, its summary fresh.
     *
     * @throws io.npushell.OperatorException NOT_FOUND
     */
    public Session session(String reference) {
        return heard(summaries().refresh(store().require(reference)));
    }

    private Session heard(Session session) {
        return Silence.odd(session, services.surroundings().clock().instant())
                .map(silent -> session.marked("silent for " + Spans.of(silent)))
                .orElse(session);
    }

    /** Whether this is a machine with NPUs as far as a look at the PATH tells. */
    public boolean hasNpuSmi() {
        return Stream.of(services.surroundings().variable("PATH").split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "npu-smi")));
    }

    /** The NPUs for Tab, at most once in ten seconds asked anew; empty where there is no npu-smi. */
    public Optional<NpuBoard> npusForCompletion() {
        Optional<NpuBoard> known = completed;
        if (!hasNpuSmi() || (known.isPresent() && System.nanoTime() - completedNanos < NPUS_FRESH.toNanos())) {
            return known;
        }
        Optional<NpuBoard> now =
                Optional.of(npuLook(new NpuSmiProbe(runner, BANNER_LIMIT)).look(workDir()));
        completed = now;
        completedNanos = System.nanoTime();
        return now;
    }

    /** The NPUs of this machine in a few words; takes the time npu-smi takes, and none where there is no npu-smi. */
    public String npus() {
        return hasNpuSmi()
                ? NpuWords.of(npuLook(new NpuSmiProbe(runner, BANNER_LIMIT)).look(workDir()))
                : "no NPUs, only this CPU";
    }

    /** The NPUs of this machine as they are now, and who has each. */
    public NpuBoard npuBoard() {
        return npuLook(new NpuSmiProbe(runner)).look(workDir());
    }

    /** Tells whose the processes on NPUs are, as far as sessions of known workspaces go. */
    public NpuHolders npuHolders() {
        return new NpuHolders(processes, HostFacts.here().outermost(), sessionsEverywhere());
    }

    /** Looks at this machine, and into the container that is chosen where it runs. */
    public Doctor doctor() {
        Settings settings = services.workbench().state().profile() == null ? operatorSettings() : effective();
        ContainerSettings wanted = new ContainerSettings(settings);
        if (wanted.chosen().isEmpty()) {
            return Doctor.ofHost(runner, npuHolders(), null);
        }
        ContainerEngine.Answer answer = engine.inspect(wanted.name());
        return answer instanceof ContainerEngine.Answer.Found found
                        && found.container().running()
                ? new Doctor(
                        engine.inside(found.container(), wanted.user()),
                        found.container().variables(),
                        runner,
                        npuHolders())
                : Doctor.ofHost(runner, npuHolders(), unreached(wanted.name(), answer));
    }

    private static String unreached(String name, ContainerEngine.Answer answer) {
        if (answer instanceof ContainerEngine.Answer.Unreachable unreachable) {
            return "container " + name + " cannot be asked: " + unreachable.why();
        }
        return answer instanceof ContainerEngine.Answer.Found found
                ? "container " + name + " is " + found.container().status()
                : "there is no container " + name;
    }

    /** Where the code package is in a workspace, or would be. */
    public String codeDirectory(Path workDir) {
        return CodeDirectory.find(workDir)
                .orElse(workDir.resolve("llm_train/AscendSpeed"))
                .toString();
    }

    /** Downloads into a workspace. */
    public Fetcher fetcher(Path workDir, String mirror) {
        return new Fetcher(runner, workDir, mirror);
    }

    /** The java that sessions run. */
    public String java() {
        return installation().java();
    }

    public FactGatherer facts() {
        NpuProbe probe = new NpuSmiProbe(runner);
        return new FactGatherer(probe, this::store, new ContainerLook(engine, installation()), npuLook(probe));
    }

    private NpuLook npuLook(NpuProbe probe) {
        Path root = services.surroundings().root();
        String chosen = services.surroundings().variable(LOCKS);
        Path shared = chosen.startsWith("/")
                ? Path.of(chosen).resolve("npu-shell-npus-" + here.bootId())
                : NpuLocks.directory(root, here.bootId());
        return new NpuLook(
                probe,
                processes,
                here,
                new NpuLocks(shared, here.bootId(), runner),
                this::recordedEverywhere,
                root.resolve("dev"),
                services.clock().getZone());
    }

    /** The sessions of all known workspaces as they are on record, their logs unread. */
    private List<Session> recordedEverywhere(Path workDir) {
        return Stream.concat(Stream.of(workDir.toAbsolutePath().normalize()), workspaces.known().stream())
                .distinct()
                .flatMap(known -> recorded(known).stream())
                .toList();
    }

    /** A workspace that cannot be read says nothing of who has the NPUs. */
    private List<Session> recorded(Path workDir) {
        try {
            return store(workDir).list();
        } catch (OperatorException e) {
            return List.of();
        }
    }

    public Launcher launcher() {
        return new Launcher(facts(), installation(), this::store, places, services.clock());
    }

    /** The containers of this host. */
    public Containers containers() {
        return new Containers(
                engine,
                new ContainerHostLook(
                        engine,
                        services.surroundings().root(),
                        services.surroundings().variable("DOCKER_HOST")),
                services.surroundings().version(),
                this::sessionsEverywhere);
    }

    public ContainerSetup containerSetup() {
        return new ContainerSetup(engine, services.clock());
    }

    public SummaryReader summaries() {
        return new SummaryReader(store());
    }

    public Stopper stopper() {
        Vitals doubting = places.vitals().doubting();
        SessionStore store = store(workDir(), doubting);
        return new Stopper(store, doubting, new SummaryReader(store), services.clock());
    }

    public Resumer resumer() {
        return new Resumer(store(), services.profiles(), summaries());
    }

    public Waiter waiter() {
        return new Waiter(store(), summaries());
    }

    public Sampler sampler() {
        return new Sampler(runner, installation(), store());
    }

    /** Commands find what the environment of the shell says, PATH first of all. */
    private static CommandRunner runner(Map<String, String> ours) {
        CommandRunner commands = new CommonsExecRunner();
        return (command, directory, environment, timeout) -> {
            Map<String, String> variables = new HashMap<>(ours);
            variables.putAll(environment);
            return commands.run(command, directory, variables, timeout);
        };
    }

    private Installation installation() {
        return InstallationFinder.find(services.surroundings().version());
    }
}
