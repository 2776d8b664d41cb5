package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.OperatorException;
import io.npushell.data.IndexedDatasetWriter;
import io.npushell.device.NpuInventory;
import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.ParameterNames;
import io.npushell.plan.Draft;
import io.npushell.plan.Finding;
import io.npushell.plan.Finding.Certainty;
import io.npushell.plan.Installation;
import io.npushell.plan.NodeCommand;
import io.npushell.plan.Plan;
import io.npushell.plan.Step;
import io.npushell.plan.engine.Engine;
import io.npushell.plan.engine.Engines;
import io.npushell.process.CommonsExecRunner;
import io.npushell.process.ProcFsTable;
import io.npushell.process.SetsidStarter;
import io.npushell.profile.ModelProfile;
import io.npushell.profile.ProfileStore;
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
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A third engine comes in by one class, registered where profiles are read: it plans and is launched, and no other class knows it. */
@Timeout(60)
class ThirdEngineTest {
    @TempDir
    Path workDir;

    @TempDir
    Path profiles;

    private SessionStore store;
    private ModelProfile profile;

    @BeforeEach
    void register() throws IOException {
        store = HostSessions.open(workDir, new CommonsExecRunner(), Clock.systemUTC(), new LogVerdicts());
        List<Engine> engines = new ArrayList<>(Engines.standard().all());
        engines.add(new StandIn());
        Path data = Files.createDirectories(workDir.resolve("processed_for_ma_input/Qwen-nano/data/pretrain"));
        try (IndexedDatasetWriter writer = IndexedDatasetWriter.create(data.resolve("alpaca_text_document"))) {
            writer.add(IntStream.range(0, 10_000).map(token -> token % 1000).toArray());
            writer.endDocument();
            writer.complete();
        }
        String nano = Files.readString(Path.of("profiles/qwen-nano.yaml"));
        Files.writeString(
                profiles.resolve("qwen-cards.yaml"),
                nano.replace("name: qwen-nano", "name: qwen-cards").replace("engine: embedded", "engine: standin"));
        profile = new ProfileStore(Path.of("profiles"), profiles, ParameterCatalog.standard(), engines)
                .load("qwen-cards");
    }

    @Test
    void isNamedWhereAProfileNamesNone() throws IOException {
        Path wrong = profiles.resolve("wrong.yaml");
        Files.writeString(
                wrong,
                Files.readString(profiles.resolve("qwen-cards.yaml"))
                        .replace("name: qwen-cards", "name: wrong")
                        .replace("engine: standin", "engine: abacus"));
        List<Engine> engines = new ArrayList<>(Engines.standard().all());
        engines.add(new StandIn());

        assertThatThrownBy(() -> new ProfileStore(Path.of("profiles"), profiles, ParameterCatalog.standard(), engines)
                        .load("wrong"))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("engine must be ascend or embedded or standin, not 'abacus'");
    }

    @Test
    void plansWhatItSays() {
        Plan plan = launcher().plan(request());

        Step train = train(plan);
        assertThat(train.summary()).startsWith("card sorter, 10 iterations");
        assertThat(train.commands()).hasSize(2).extracting(NodeCommand::node).containsExactly(0, 1);
        assertThat(plan.disk()).isNotNull();
        assertThat(plan.disk().checkpointBytes()).isEqualTo(3 * profile.parameters());
        assertThat(plan.layout()).isNotNull();
        assertThat(plan.layout().world()).isEqualTo(2);
        assertThat(plan.findings()).noneMatch(Finding::blocks);
    }

    @Test
    void isAskedWhatItReads() {
        Plan plan = launcher().plan(request("seed=7"));

        assertThat(plan.findings())
                .filteredOn(finding -> finding.code().equals("S02"))
                .extracting(Finding::sentence)
                .containsExactly("the card sorter does not read seed");
    }

    @Test
    void launchesItsScript() throws Exception {
        LaunchOutcome outcome = launcher().launch(request());

        Session started = ((LaunchOutcome.Started) outcome).session();
        Session ended = new Waiter(store, new SummaryReader(store))
                .await(started.id(), Duration.ofSeconds(30))
                .orElseThrow(() -> new AssertionError("it has not ended: " + AscendSite.log(started)));
        assertThat(ended.state()).isEqualTo(SessionState.COMPLETED);
        assertThat(ended.spec().request().engine()).isEqualTo("standin");
        assertThat(AscendSite.log(ended)).contains("sorted 10 cards of qwen-cards");
        assertThat(workDir.resolve("cards")).hasContent("10");
    }

    private Launcher launcher() {
        return new Launcher(
                new FactGatherer(() -> NpuInventory.none("none here"), directory -> store),
                new Installation("/jdk/bin/java", "step.jar", "trainer.jar", "nowhere", "0.1.0"),
                directory -> store,
                Places.onHost(new SetsidStarter(), new ProcFsTable(new CommonsExecRunner())),
                Clock.systemUTC());
    }

    private LaunchRequest request(String... more) {
        String[] all = Stream.concat(
                        Stream.of("work-dir=" + workDir, "train-iters=10", "nnodes=2", "master-addr=10.0.0.1"),
                        Stream.of(more))
                .toArray(String[]::new);
        return LaunchRequest.of(profile, RunType.PRETRAIN, AscendSite.settings(Origin.OPERATOR, all))
                .onlySteps(Set.of(Step.Kind.TRAIN));
    }

    private static Step train(Plan plan) {
        return plan.steps().stream()
                .filter(step -> step.kind() == Step.Kind.TRAIN)
                .findFirst()
                .orElseThrow();
    }

    /** Trains on two nodes without NPUs, by a line of shell that is given everything in its environment. */
    private static final class StandIn implements Engine {
        private static final String SORT = "echo \"sorted $CARDS cards of $DECK\"; printf %s \"$CARDS\" >cards";

        @Override
        public String label() {
            return "standin";
        }

        @Override
        public String title() {
            return "the card sorter";
        }

        @Override
        public String program(ModelProfile profile) {
            return "card sorter";
        }

        @Override
        public List<NodeCommand> commands(Draft draft) {
            return Stream.of(0, 1)
                    .map(node -> new NodeCommand(
                            node,
                            List.of(),
                            draft.workDir(),
                            Map.of(
                                    "CARDS",
                                    draft.path(ParameterNames.TRAIN_ITERS).orElse(""),
                                    "DECK",
                                    draft.profile().name()),
                            List.of("sh", "-c", SORT)))
                    .toList();
        }

        @Override
        public List<String> scripts() {
            return List.of();
        }

        @Override
        public boolean needsNpus() {
            return false;
        }

        @Override
        public boolean distributes() {
            return true;
        }

        @Override
        public boolean needsCodePackage() {
            return false;
        }

        @Override
        public boolean needsJava() {
            return false;
        }

        @Override
        public boolean reads(String parameter) {
            return !parameter.equals(ParameterNames.SEED);
        }

        @Override
        public boolean readsAsNpuShell() {
            return true;
        }

        @Override
        public boolean keepsVocabulary() {
            return true;
        }

        @Override
        public boolean resumes(RunType runType) {
            return false;
        }

        @Override
        public boolean guardsSchedule() {
            return false;
        }

        @Override
        public boolean samples() {
            return false;
        }

        @Override
        public Certainty certainty() {
            return Certainty.CERTAIN;
        }

        @Override
        public long checkpointBytes(Draft draft) {
            return 3 * draft.profile().parameters();
        }
    }
}
