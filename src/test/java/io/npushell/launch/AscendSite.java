package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.data.IndexedDatasetWriter;
import io.npushell.device.Npu;
import io.npushell.device.NpuInventory;
import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.params.Parameter;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.ParameterKind.Reading;
import io.npushell.params.Settings;
import io.npushell.plan.Installation;
import io.npushell.plan.engine.Engines;
import io.npushell.process.CommonsExecRunner;
import io.npushell.process.DetachedStarter;
import io.npushell.process.ProcFsTable;
import io.npushell.process.SetsidStarter;
import io.npushell.profile.ModelProfile;
import io.npushell.profile.ProfileStore;
import io.npushell.session.Session;
import io.npushell.session.SessionState;
import io.npushell.session.SessionStore;
import io.npushell.weights.TorchFileWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A workspace with the stand-in code package, data and tokenizer, on a host with eight idle NPUs that nobody has. */
public final class AscendSite {
    static final ProfileStore PROFILES = new ProfileStore(
            Path.of("profiles"),
            Path.of("no-own-profiles"),
            ParameterCatalog.standard(),
            Engines.standard().all());

    final Path workDir;
    public final Path code;
    final Path output;
    public final SessionStore store;
    final SummaryReader summaries;
    private final CommonsExecRunner commands = new CommonsExecRunner();
    private List<String> loginVariables = List.of();

    public AscendSite(Path workDir) throws IOException {
        this.workDir = workDir;
        this.code = workDir.resolve("20240516-Ascend/llm_train/AscendSpeed");
        this.output = workDir.resolve("saved_dir_for_ma_output/Qwen-14B/pretrain");
        this.store = HostSessions.open(workDir, commands, Clock.systemUTC(), new LogVerdicts());
        this.summaries = new SummaryReader(store);
        copy(Path.of("src/test/resources/standin"), code);
        Path data = Files.createDirectories(workDir.resolve("processed_for_ma_input/Qwen-14B/data/pretrain"));
        try (IndexedDatasetWriter writer = IndexedDatasetWriter.create(data.resolve("alpaca_text_document"))) {
            for (int document = 0; document < 100; document++) {
                writer.add(IntStream.range(0, 10_000).toArray());
                writer.endDocument();
            }
            writer.complete();
        }
        Path tokenizer = Files.createDirectories(workDir.resolve("tokenizers/Qwen-14B"));
        Files.writeString(tokenizer.resolve("qwen.tiktoken"), "IQ== 0\n");
        TorchFileWriter.write(
                code.resolve("checkpoint.pt"),
                Map.of(
                        "args",
                        new TorchFileWriter.Namespace(Map.of("train_iters", 20L, "global_batch_size", 64L)),
                        "model",
                        Map.of(),
                        "optimizer",
                        Map.of("state", "all there")));
    }

    /** What the script is to do, see the stand-in's README. */
    public AscendSite behaves(String how) throws IOException {
        Files.writeString(code.resolve("behave"), how);
        return this;
    }

    /** The script does this instead of what the stand-in does. */
    public AscendSite scripted(String shell) throws IOException {
        Path script = code.resolve("scripts/qwen/qwen.sh");
        String text = Files.readString(Path.of("src/test/resources/standin/scripts/qwen/qwen.sh"));
        Files.writeString(script, text.replace(". scripts/standin.sh", shell + "\nexit\n. scripts/standin.sh"));
        return this;
    }

    /** NAME=value lines the operator's login has exported. */
    AscendSite login(String... variables) {
        loginVariables = List.of(variables);
        return this;
    }

    Launcher launcher() {
        return launcher((command, directory) -> new SetsidStarter().start(withLogin(command), directory));
    }

    Launcher launcher(DetachedStarter starter) {
        Installation installation = new Installation("/usr/bin/java", "step.jar", "trainer.jar", "nowhere", "0.1.0");
        return new Launcher(
                facts(),
                installation,
                this::store,
                Places.onHost(starter, new ProcFsTable(commands)),
                Clock.systemUTC());
    }

    /** As on a disk that is full when the session's record is to be written. */
    Launcher launcherThatCannotRecord() {
        Installation installation = new Installation("/usr/bin/java", "step.jar", "trainer.jar", "nowhere", "0.1.0");
        return new Launcher(
                facts(),
                installation,
                directory -> new FullDiskStore(store),
                Places.onHost(new SetsidStarter(), new ProcFsTable(new CommonsExecRunner())),
                Clock.systemUTC());
    }

    FactGatherer facts() {
        return new FactGatherer(this::inventory, this::store);
    }

    private SessionStore store(Path directory) {
        return directory.equals(workDir) ? store : HostSessions.open(directory, commands, Clock.systemUTC());
    }

    NpuInventory inventory() {
        List<Npu> npus = IntStream.range(0, 8)
                .mapToObj(id -> new Npu(id, 0, "910B3", "OK", 65536, 3445, List.of()))
                .toList();
        return new NpuInventory(npus, "23.0", null);
    }

    Stopper stopper() {
        return new Stopper(store, new HostVitals(new ProcFsTable(commands)), summaries, Clock.systemUTC());
    }

    Resumer resumer() {
        return new Resumer(store, PROFILES, summaries);
    }

    ModelProfile profile() {
        return PROFILES.load("qwen-14b");
    }

    /** O02 accepted: a checkpoint of the real model would not fit here. */
    LaunchRequest request(String... settings) {
        String[] all = Stream.concat(Stream.of("work-dir=" + workDir, "train-iters=20"), Stream.of(settings))
                .toArray(String[]::new);
        return LaunchRequest.of(profile(), RunType.PRETRAIN, settings(Origin.OPERATOR, all))
                .accepting(Set.of("O02"));
    }

    static Settings settings(Origin origin, String... assignments) {
        Settings settings = Settings.none();
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            Parameter parameter = ParameterCatalog.standard().get(assignment.substring(0, equals));
            Reading reading = parameter.kind().read(assignment.substring(equals + 1));
            assertThat(reading).as(assignment).isInstanceOf(Reading.Accepted.class);
            settings = settings.with(parameter, ((Reading.Accepted) reading).value(), origin);
        }
        return settings;
    }

    Session start(LaunchRequest request) {
        LaunchOutcome outcome = launcher().launch(request);
        assertThat(outcome.plan().findings()).noneMatch(finding -> finding.blocks());
        return ((LaunchOutcome.Started) outcome).session();
    }

    Session run(LaunchRequest request) throws InterruptedException {
        return end(start(request));
    }

    Session end(Session session) throws InterruptedException {
        return new Waiter(store, summaries)
                .await(session.id(), Duration.ofSeconds(30))
                .orElseThrow(() -> new AssertionError("it has not ended: " + log(session)));
    }

    /** Waits until the script has printed something; only then does it handle TERM in its own way. */
    Session startAndAwait(LaunchRequest request, String text) throws InterruptedException {
        Session session = start(request);
        for (int look = 0; look < 1000 && !log(session).contains(text); look++) {
            Thread.sleep(10);
        }
        assertThat(log(session)).contains(text);
        return store.require(session.id().text());
    }

    /** Whatever a test left running. */
    public void stopAll() throws InterruptedException {
        for (Session session : store.list()) {
            if (session.state().active()) {
                stopper().stop(session, Duration.ZERO, true, "the end of the test");
            }
        }
        assertThat(store.list()).extracting(Session::state).noneMatch(SessionState::active);
    }

    public static String log(Session session) {
        try {
            return Files.readString(session.log());
        } catch (IOException e) {
            return e.toString();
        }
    }

    private List<String> withLogin(List<String> command) {
        List<String> words = new ArrayList<>(List.of("env"));
        words.addAll(loginVariables);
        words.addAll(command);
        return words;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
