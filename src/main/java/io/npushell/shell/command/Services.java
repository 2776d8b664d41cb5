package io.npushell.shell.command;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.ParameterNames;
import io.npushell.plan.engine.Engines;
import io.npushell.profile.ProfileStore;
import io.npushell.shell.script.Variables;
import io.npushell.shell.workbench.Workbench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** What commands work with; whatever is slow to make is made on first use, so that the prompt does not wait for it. */
public final class Services {
    private static final String MANUAL_WORK_DIR = "/home/ma-user/ws";

    private final Screen screen = new Screen();
    private final Surroundings surroundings;
    private final Variables variables;
    private final Interrupts interrupts = new Interrupts();
    private final Questions questions = new Questions();
    private final Alarm alarm = new Alarm();
    private final FindingsOnce findings = new FindingsOnce();
    private final Refresher refresher = new Refresher();
    private final FileNames fileNames;
    private final Lazy<ProfileStore> profiles;
    private final Workbench workbench;
    private final Lazy<String> defaultWorkDir;
    private final List<Runnable> beginnings = new CopyOnWriteArrayList<>();
    private volatile Supplier<String> machine = () -> "";
    private volatile Supplier<Optional<String>> beginning = Optional::empty;
    private volatile Supplier<String> input = () -> {
        throw new OperatorException(
                ExitCode.USAGE,
                "standard input holds the commands themselves, or is the terminal",
                "npu-shell import - <FILE");
    };

    public Services(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.variables = new Variables(surroundings.environment());
        this.fileNames = new FileNames(refresher, surroundings.directory(), surroundings.variable("HOME"));
        this.profiles = new Lazy<>(() -> new ProfileStore(
                surroundings.profiles(),
                surroundings.home().resolve("profiles"),
                ParameterCatalog.standard(),
                Engines.standard().all()));
        this.workbench = new Workbench(name -> profiles().load(name));
        this.defaultWorkDir = new Lazy<>(this::findWorkDir);
        variables.compute(Variables.WORK_DIR, () -> Optional.of(workDir()));
    }

    public Surroundings surroundings() {
        return surroundings;
    }

    public Clock clock() {
        return surroundings.clock();
    }

    public Path home() {
        return surroundings.home();
    }

    public ParameterCatalog catalog() {
        return ParameterCatalog.standard();
    }

    /** Reads files: not for completion. */
    public ProfileStore profiles() {
        MemoryOnly.check("profiles");
        return profiles.get();
    }

    public Workbench workbench() {
        return workbench;
    }

    /** The screen of a conversation. */
    public Screen screen() {
        return screen;
    }

    /** {@code $SESSION} and the other variables of scripts. */
    public Variables variables() {
        return variables;
    }

    public Interrupts interrupts() {
        return interrupts;
    }

    public Questions questions() {
        return questions;
    }

    /** Keeps what completion needs in memory. */
    public Refresher refresher() {
        return refresher;
    }

    public FileNames fileNames() {
        return fileNames;
    }

    /** Whether the prompt shows that findings of level error stand. */
    public Alarm alarm() {
        return alarm;
    }

    /** Which findings were shown. */
    public FindingsOnce findings() {
        return findings;
    }

    /** The workspace: what the operator or a preset says, else {@link #defaultWorkDir()}. */
    public String workDir() {
        return workbench.state().settings().text(ParameterNames.WORK_DIR).orElseGet(this::defaultWorkDir);
    }

    /** The manual's workspace where it exists, else the one below the home directory; looked for once. */
    public String defaultWorkDir() {
        return defaultWorkDir.get();
    }

    private String findWorkDir() {
        Path manual = Path.of(MANUAL_WORK_DIR);
        return Files.isDirectory(manual) ? MANUAL_WORK_DIR : surroundings.variable("HOME") + "/npu-work";
    }

    /** Has something done before each command: what is believed within one is not believed in the next. */
    public void beforeEachCommand(Runnable beginning) {
        beginnings.add(beginning);
    }

    /** Tells that the operator's next command begins. */
    public void commandBegins() {
        beginnings.forEach(Runnable::run);
    }

    /** Says where a command that wants standard input finds it. */
    public void readStandardInputBy(Supplier<String> reader) {
        input = reader;
    }

    /**
     * All of standard input.
     *
     * @throws OperatorException USAGE where it is not this command's to read
     */
    public String standardInput() {
        return input.get();
    }

    /** Says how the banner describes the NPUs of this machine, "" for nothing; may be slow, as nobody waits for it. */
    public void describeMachineBy(Supplier<String> description) {
        machine = description;
    }

    public String machine() {
        return machine.get();
    }

    /** Says how the banner names what to begin with on this machine, empty for what fits any. */
    public void beginWith(Supplier<Optional<String>> profiles) {
        beginning = profiles;
    }

    /** Profiles to begin with: "qwen-7b, qwen-14b"; empty where this machine has no NPU. */
    public Optional<String> beginning() {
        return beginning.get();
    }
}
