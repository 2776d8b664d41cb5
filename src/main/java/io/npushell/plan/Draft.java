package io.npushell.plan;

import static io.npushell.params.ParameterNames.DEVICES;
import static io.npushell.params.ParameterNames.GLOBAL_BATCH;
import static io.npushell.params.ParameterNames.MICRO_BATCH;
import static io.npushell.params.ParameterNames.NNODES;
import static io.npushell.params.ParameterNames.PIPELINE_PARALLEL;
import static io.npushell.params.ParameterNames.SEQ_LEN;
import static io.npushell.params.ParameterNames.TENSOR_PARALLEL;
import static io.npushell.params.ParameterNames.WORK_DIR;

import io.npushell.model.ModelShape;
import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.params.Value;
import io.npushell.plan.engine.Engine;
import io.npushell.plan.engine.Engines;
import io.npushell.profile.ModelProfile;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request with its settings completed: what checks and steps are computed from.
 *
 * @param fit the values that must fit together; null where one is missing
 */
public record Draft(
        PlanRequest request, Settings settings, @Nullable Fit fit) {
    private static final String SESSION = "session:";

    static Draft of(PlanRequest request) {
        Settings operator = request.settings();
        Machine machine = request.facts().machine();
        if (machine.nodes() > 1 && !operator.layer(Origin.DERIVED).containsKey(NNODES)) {
            operator = operator.with(
                    ParameterCatalog.standard().get(NNODES), new Value.Whole(machine.nodes()), Origin.DERIVED);
        }
        Settings settings = SettingsLayers.complete(
                request.profile(), request.runType(), operator, request.facts().dataset());
        Draft draft = new Draft(request, settings, null);
        return new Draft(request, settings, draft.fitted());
    }

    public ModelProfile profile() {
        return request.profile();
    }

    public ModelShape shape() {
        return profile().shape();
    }

    public RunType runType() {
        return request.runType();
    }

    public Facts facts() {
        return request.facts();
    }

    /** Whether the operator asks for just this step. */
    boolean asks(Step.Kind kind) {
        return request.only().contains(kind);
    }

    /** Whether the step is to run where its output is missing: all are, unless the operator names some. */
    boolean runs(Step.Kind kind) {
        return request.only().isEmpty() || asks(kind);
    }

    /** Whether a checkpoint that is there already is to be merged, rather than the one this training will save. */
    boolean exportsWhatIsThere() {
        return asks(Step.Kind.EXPORT) && !asks(Step.Kind.TRAIN);
    }

    public Engine engine() {
        return Engines.of(profile());
    }

    public int nodes() {
        return engine().distributes() ? (int) settings.whole(NNODES).orElse(1) : 1;
    }

    /** Ranks the script starts on each node. */
    public int devicesPerNode() {
        return settings.text(DEVICES)
                .filter(unused -> engine().needsNpus())
                .map(list -> list.split(",").length)
                .orElse(profile().devicesPerNode());
    }

    /** Whether the operator says which devices a node uses. */
    boolean namesDevices() {
        return engine().needsNpus() && settings.has(DEVICES);
    }

    public List<Integer> devices() {
        return Planner.devices(profile(), settings);
    }

    public int world() {
        return engine().distributes() ? nodes() * devicesPerNode() : 1;
    }

    private @Nullable Fit fitted() {
        boolean complete = Stream.of(TENSOR_PARALLEL, PIPELINE_PARALLEL, MICRO_BATCH, GLOBAL_BATCH, SEQ_LEN)
                .allMatch(name -> settings.whole(name).isPresent());
        return !complete
                ? null
                : new Fit(
                        shape(),
                        world(),
                        devicesPerNode(),
                        !engine().distributes(),
                        engine().certainty(),
                        whole(TENSOR_PARALLEL),
                        whole(PIPELINE_PARALLEL),
                        whole(MICRO_BATCH),
                        whole(GLOBAL_BATCH),
                        whole(SEQ_LEN));
    }

    private long whole(String name) {
        return settings.whole(name).orElseThrow();
    }

    OptionalLong iterations() {
        return settings.whole(ParameterNames.TRAIN_ITERS);
    }

    public String workDir() {
        return settings.text(WORK_DIR).orElse("/");
    }

    public String output() {
        return WorkTree.of(workDir(), profile()).output(runType());
    }

    /** A path with what a symbolic one stands for; empty where it is not set or stands for nothing known. */
    public Optional<String> path(String name) {
        return settings.text(name)
                .flatMap(text -> text.startsWith(SESSION)
                        ? Optional.ofNullable(facts().resolved().get(text))
                        : Optional.of(text));
    }

    /** Whether somebody chose the value, rather than manual, profile or derivation. */
    public boolean chosen(String name) {
        return settings.find(name)
                .filter(setting -> setting.origin().compareTo(Origin.PRESET) >= 0)
                .isPresent();
    }

    /** The script that runs a tool of upstream's and ends it where it stands still for ever. */
    String guard() {
        return request.installation().engineDirectory() + "/upstream.sh";
    }

    /** Whether upstream's tool prepares the data. */
    boolean usesModelLink() {
        return settings.is(ParameterNames.PREPROCESSOR, "modellink");
    }

    boolean on(String name) {
        return settings.is(name, "on");
    }

    /**
     * Whether the engine goes on with a fine-tuning: the checkpoint in the facts is then that of the output, and nothing is converted anew,
     * as adapters belong to the model they were trained on.
     */
    public boolean resumesFineTuning() {
        Facts.Output output = facts().output();
        return engine().resumes(runType())
                && runType().finetunes()
                && output != null
                && output.inherited()
                && output.iteration() >= 0;
    }

    /** Whether the run goes on with an earlier one, optimizer and schedule included. */
    boolean resumes() {
        return runType() == RunType.RETRAIN || resumesFineTuning();
    }

    /** Whether weights are to be converted for the run where they are missing. */
    boolean convertsWeights() {
        return asks(Step.Kind.WEIGHTS) || (runType().finetunes() && !resumesFineTuning());
    }

    /** Whether the run starts from a checkpoint. */
    public boolean loadsWeights() {
        return runType() != RunType.PRETRAIN;
    }

    Preparation preparation() {
        return Preparation.of(this);
    }
}
