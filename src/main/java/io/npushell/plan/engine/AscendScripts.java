package io.npushell.plan.engine;

import static io.npushell.params.ParameterNames.CODE_DIR;

import io.npushell.model.RunType;
import io.npushell.plan.Draft;
import io.npushell.plan.Finding.Certainty;
import io.npushell.plan.NodeCommand;
import io.npushell.profile.ModelProfile;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The manual's scripts, which start Megatron on NPUs.
 *
 * <p>They are private: what they do with what they are told is known from the manual and from their text, where it is there.
 */
final class AscendScripts implements Engine {
    /** Per parameter in bf16: 2 of weights and 12 of fp32 master weights and two Adam moments (18 of memory less 4 of gradients, which are not saved). */
    private static final long WHOLE_BYTES = 14;

    /** A LoRA checkpoint is counted with the frozen bf16 weights, the most it can be. */
    private static final long FROZEN_BYTES = 2;

    @Override
    public String label() {
        return "ascend";
    }

    @Override
    public String title() {
        return "the Ascend scripts";
    }

    @Override
    public String program(ModelProfile profile) {
        return profile.script();
    }

    @Override
    public List<NodeCommand> commands(Draft draft) {
        return IntStream.range(0, draft.nodes())
                .mapToObj(node -> new NodeCommand(
                        node,
                        draft.profile().environment(),
                        draft.path(CODE_DIR).orElse(draft.workDir()),
                        AscendEnvironment.of(draft, node),
                        List.of("sh", draft.profile().script())))
                .toList();
    }

    @Override
    public List<String> scripts() {
        return List.of();
    }

    @Override
    public boolean needsNpus() {
        return true;
    }

    @Override
    public boolean distributes() {
        return true;
    }

    @Override
    public boolean needsCodePackage() {
        return true;
    }

    @Override
    public boolean needsJava() {
        return false;
    }

    @Override
    public boolean reads(String parameter) {
        return true;
    }

    @Override
    public boolean readsAsNpuShell() {
        return false;
    }

    @Override
    public boolean keepsVocabulary() {
        return false;
    }

    /** Retrain loads whole models of pretrain. */
    @Override
    public boolean resumes(RunType runType) {
        return !runType.finetunes();
    }

    @Override
    public boolean guardsSchedule() {
        return true;
    }

    @Override
    public boolean samples() {
        return false;
    }

    @Override
    public Certainty certainty() {
        return Certainty.SCRIPT_DECIDES;
    }

    @Override
    public long checkpointBytes(Draft draft) {
        return draft.profile().parameters() * (draft.runType() == RunType.LORA ? FROZEN_BYTES : WHOLE_BYTES);
    }
}
