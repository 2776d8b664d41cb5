package io.npushell.launch;

import io.npushell.container.Container;
import io.npushell.container.ContainerEngine;
import io.npushell.container.ContainerHostLook;
import io.npushell.container.FakeMachine;
import io.npushell.container.TestEngine;
import io.npushell.params.Settings;
import io.npushell.plan.Installation;
import io.npushell.plan.Planner;
import io.npushell.process.Await;
import io.npushell.process.FlockProbe;
import io.npushell.process.HostFacts;
import io.npushell.process.ProcFsTable;
import io.npushell.process.SetsidStarter;
import io.npushell.session.FileSessionStore;
import io.npushell.session.Session;
import io.npushell.session.SessionState;
import io.npushell.session.SessionStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The stand-in's workspace, on a host with a real docker daemon and eight device nodes; sessions looked at as a new shell would. */
final class ContainerSite {
    static final String NAME = "npu-shell-it";
    private static final Installation INSTALLATION =
            new Installation("/no/java", "step.jar", "trainer.jar", "nowhere", "0.1.0");

    final TestEngine docker;
    final ContainerEngine engine;
    final AscendSite files;
    final SessionStore store;
    final Containers containers;
    final List<String> told = new ArrayList<>();
    private final Places places;

    ContainerSite(Path root) throws IOException {
        docker = TestEngine.require();
        engine = docker.engine();
        files = new AscendSite(Files.createDirectories(root.resolve("ws")));
        Files.writeString(
                Files.createDirectories(files.code.resolve("scripts")).resolve("requirements.txt"), "numpy\n");
        FakeMachine.has(root.resolve("machine"), 8);
        HostFacts here = HostFacts.here();
        HostPlace host = new HostPlace(new SetsidStarter(), new ProcFsTable(docker.runner()));
        places = new Places(host, List.of(new ContainerPlace(engine, host.vitals(), here, Duration.ZERO)));
        store = new FileSessionStore(
                files.workDir, places.vitals(), new FlockProbe(docker.runner()), Clock.systemUTC(), new LogVerdicts());
        containers =
                new Containers(engine, new ContainerHostLook(engine, root.resolve("machine")), "0.1.0", store::list);
    }

    LaunchRequest request(String... settings) {
        return files.request(
                Stream.concat(Stream.of("container=" + NAME, "image=" + TestEngine.IMAGE), Stream.of(settings))
                        .toArray(String[]::new));
    }

    ContainerSettings settings(String... settings) {
        LaunchRequest request = request(settings);
        Settings complete = Planner.settings(request.profile(), request.runType(), request.settings());
        return new ContainerSettings(complete);
    }

    Container start(String... settings) {
        ContainerOutcome outcome = containers.start(settings(settings).wishes(true), false, false, never(), told::add);
        return ((ContainerOutcome.Started) outcome).container();
    }

    static Predicate<Container> never() {
        return container -> {
            throw new AssertionError("asked about " + container.name());
        };
    }

    /** Hands the workspace over, as container setup does. */
    void setUp() {
        new ContainerSetup(engine, Clock.systemUTC())
                .set(
                        containers.requireRunning(NAME),
                        new ContainerSettings(located()),
                        List.of(),
                        command -> docker.runner()
                                .run(command, Path.of("/"), java.util.Map.of(), Duration.ofSeconds(30))
                                .exitCode());
    }

    Settings located() {
        return facts().settings(request());
    }

    FactGatherer facts() {
        return new FactGatherer(files::inventory, directory -> store, new ContainerLook(engine, INSTALLATION));
    }

    Launcher launcher() {
        return new Launcher(facts(), INSTALLATION, directory -> store, places, Clock.systemUTC());
    }

    Session launch(LaunchRequest request) {
        LaunchOutcome outcome = launcher().launch(request);
        if (outcome instanceof LaunchOutcome.Started started) {
            return started.session();
        }
        throw new AssertionError(outcome.plan().findings().toString());
    }

    Session launchAndAwait(LaunchRequest request, String text) {
        Session session = launch(request);
        Await.until(
                () -> "the log says '" + text + "' but it is: " + AscendSite.log(session) + now(session),
                () -> AscendSite.log(session).contains(text));
        return now(session);
    }

    Session await(Session session, SessionState state) {
        Await.until(
                () -> "it is " + state + " but: " + now(session) + AscendSite.log(session),
                () -> now(session).state() == state);
        return now(session);
    }

    Session now(Session session) {
        return store.require(session.id().text());
    }

    Stopper stopper() {
        return new Stopper(store, places.vitals(), new SummaryReader(store), Clock.systemUTC());
    }

    Resumer resumer() {
        return new Resumer(store, AscendSite.PROFILES, new SummaryReader(store));
    }

    /** What the container's root sees of a file of the session's state: "pid=12" without its name. */
    String stateField(Session session, String file, String field) throws IOException {
        return Files.readAllLines(session.directory().resolve("state").resolve(file)).stream()
                .filter(line -> line.startsWith(field + "="))
                .findFirst()
                .orElseThrow()
                .substring(field.length() + 1);
    }

    void close() {
        engine.docker(List.of("rm", "--force", NAME), Duration.ofSeconds(30));
    }
}
