package io.npushell.plan.engine;

import io.npushell.model.ModelShape;
import io.npushell.model.RunType;
import io.npushell.params.ParameterNames;
import io.npushell.plan.Draft;
import io.npushell.plan.Finding.Certainty;
import io.npushell.plan.NodeCommand;
import io.npushell.profile.ModelProfile;
import java.util.List;

/** The built-in trainer: one process on the CPU, npu-shell's own, so that what it does is known for certain. */
final class EmbeddedEngine implements Engine {
    private static final String SCRIPT = "embedded.sh";

    /** Per parameter: weights and two Adam moments, all fp32. */
    private static final long WHOLE_BYTES = 12;

    @Override
    public String label() {
        return "embedded";
    }

    @Override
    public String title() {
        return "the embedded engine";
    }

    @Override
    public String program(ModelProfile profile) {
        return "embedded engine";
    }

    @Override
    public List<NodeCommand> commands(Draft draft) {
        String script = draft.request().installation().engineDirectory() + "/" + SCRIPT;
        return List.of(
                new NodeCommand(0, List.of(), draft.workDir(), EmbeddedEnvironment.of(draft), List.of("sh", script)));
    }

    @Override
    public List<String> scripts() {
        return List.of(SCRIPT);
    }

    @Override
    public boolean needsNpus() {
        return false;
    }

    @Override
    public boolean distributes() {
        return false;
    }

    @Override
    public boolean needsCodePackage() {
        return false;
    }

    @Override
    public boolean needsJava() {
        return true;
    }

    @Override
    public boolean reads(String parameter) {
        return EmbeddedEnvironment.reads(parameter);
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
        return true;
    }

    @Override
    public boolean guardsSchedule() {
        return false;
    }

    @Override
    public boolean samples() {
        return true;
    }

    @Override
    public Certainty certainty() {
        return Certainty.CERTAIN;
    }

    @Override
    public long checkpointBytes(Draft draft) {
        return draft.runType() == RunType.LORA
                ? loraBytes(draft)
                : WHOLE_BYTES * draft.profile().parameters();
    }

    /** Adapters on all four modules with their optimizer state; embedding and output layer go along as they are. */
    private static long loraBytes(Draft draft) {
        ModelShape shape = draft.shape();
        long hidden = shape.hidden();
        long qkv = hidden + 2L * shape.kvGroups() * shape.headWidth();
        long sides = (hidden + qkv) + 2 * hidden + (hidden + 2L * shape.ffn()) + (shape.ffn() + hidden);
        long adapters = draft.settings().whole(ParameterNames.LORA_R).orElse(16) * sides * shape.layers();
        return WHOLE_BYTES * adapters + 8L * shape.paddedVocabulary() * hidden;
    }
}
