package io.npushell.plan;

import static io.npushell.params.ParameterNames.CODE_DIR;
import static io.npushell.params.ParameterNames.CONVERTER;
import static io.npushell.params.ParameterNames.PADDED_VOCAB_SIZE;
import static io.npushell.params.ParameterNames.PARAMS_DTYPE;
import static io.npushell.params.ParameterNames.PIPELINE_PARALLEL;
import static io.npushell.params.ParameterNames.TENSOR_PARALLEL;

import io.npushell.model.ModelFamily;
import io.npushell.model.WeightRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The step that cuts a Hugging Face model for TP and PP; on node 0 only, as the nodes share the workspace. */
final class WeightsStep {
    private final Draft draft;
    private final Facts.Weights weights;

    private WeightsStep(Draft draft, Facts.Weights weights) {
        this.draft = draft;
        this.weights = weights;
    }

    /** With upstream's converter it has a second command: the first one's exit code says nothing, so its files are looked at. */
    static Step of(Draft draft) {
        Facts.Weights weights = draft.facts().weights();
        if (weights == null) {
            return new Step(Step.Kind.WEIGHTS, "converted weights", Step.State.TO_DO, "not looked at", List.of());
        }
        WeightsStep step = new WeightsStep(draft, weights);
        String summary = FileName.of(weights.source()) + " → " + FileName.of(weights.target());
        if (!due(draft)) {
            return step.step(summary, weights.note().isEmpty() ? "missing" : weights.note(), List.of());
        }
        if (!modellink(draft)) {
            return step.step(summary, step.note(), List.of(step.own(false)));
        }
        if (draft.profile().family().modelLink() == null) {
            return step.step(summary, step.note(), List.of());
        }
        return step.step(
                "util.py " + loader(draft) + ", " + summary, step.note(), List.of(step.upstream(), step.own(true)));
    }

    /** Whether it is to run: possible, and the weights are missing or made otherwise. */
    static boolean due(Draft draft) {
        Facts.Weights weights = draft.facts().weights();
        return weights != null && weights.problem() == null && weights.state() != Step.State.DONE;
    }

    /** Whether our own converter is to cut a model here. */
    static boolean cuts(Draft draft) {
        return !modellink(draft)
                && (draft.asks(Step.Kind.WEIGHTS) || (draft.runType().finetunes() && due(draft)));
    }

    static boolean modellink(Draft draft) {
        return draft.settings().is(CONVERTER, "modellink");
    }

    private Step step(String summary, String note, List<NodeCommand> commands) {
        return new Step(Step.Kind.WEIGHTS, summary, weights.state(), note, commands);
    }

    private String note() {
        return weights.note().isEmpty() ? "to do" : weights.note();
    }

    private NodeCommand own(boolean check) {
        List<String> words = OwnPrograms.command(draft.request().installation(), List.of("-Xmx512m"), "weights");
        words.addAll(List.of(
                "--load-dir",
                weights.source(),
                "--save-dir",
                weights.target(),
                "--target-tensor-parallel-size",
                value(TENSOR_PARALLEL, "1"),
                "--target-pipeline-parallel-size",
                value(PIPELINE_PARALLEL, "1")));
        String dtype = value(PARAMS_DTYPE, "source");
        if (!dtype.equals("source")) {
            words.addAll(List.of("--params-dtype", dtype));
        }
        draft.settings()
                .text(PADDED_VOCAB_SIZE)
                .filter(rows -> !check)
                .ifPresent(rows -> words.addAll(List.of("--padded-vocab-size", rows)));
        if (check) {
            words.addAll(List.of("--check", unfinished()));
        }
        words.addAll(ownFamily(draft));
        return new NodeCommand(0, List.of(), draft.workDir(), Map.of(), words);
    }

    /** The manual's command without its mistakes: a blank and a comment behind its backslashes cut it off after the TP. */
    private NodeCommand upstream() {
        ModelFamily family = draft.profile().family();
        String code = draft.path(CODE_DIR).orElse(draft.workDir());
        List<String> words = new ArrayList<>(List.of(
                "sh",
                draft.guard(),
                "python",
                "tools/checkpoint/util.py",
                "--model-type",
                "GPT",
                "--loader",
                loader(draft),
                "--saver",
                "megatron",
                "--target-tensor-parallel-size",
                value(TENSOR_PARALLEL, "1"),
                "--target-pipeline-parallel-size",
                value(PIPELINE_PARALLEL, "1"),
                "--load-dir",
                weights.source(),
                "--save-dir",
                unfinished(),
                "--tokenizer-model",
                weights.source() + "/" + family.tokenizer().file()));
        if (family.has(WeightRole.QKV_BIAS)) {
            words.add("--add-qkv-bias");
        }
        String dtype = value(PARAMS_DTYPE, "source");
        if (takesTypes(draft) && (dtype.equals("fp16") || dtype.equals("bf16"))) {
            words.addAll(List.of("--params-dtype", dtype));
        }
        List<String> setup = new ArrayList<>(draft.profile().environment());
        setup.add("export PYTHONPATH=" + CommandText.quote(code + "/AscendSpeed") + ":"
                + CommandText.quote(code + "/ModelLink") + "${PYTHONPATH:+:$PYTHONPATH}");
        // What an earlier run left must not be taken for a part of the result of this one.
        setup.add("rm -rf " + CommandText.quote(unfinished()));
        return new NodeCommand(0, setup, code + "/ModelLink", Map.of(), words);
    }

    /** Where upstream writes; it becomes the target when it has been found whole. */
    private String unfinished() {
        return weights.target() + ".unfinished";
    }

    /** A family that npu-shell comes without is told to a step by its file; the others it knows a model by. */
    static List<String> ownFamily(Draft draft) {
        ModelFamily family = draft.profile().family();
        return family.file() == null ? List.of() : List.of("--family", family.reference());
    }

    /** Upstream's loader for the family, "" where it has none. */
    static String loader(Draft draft) {
        ModelFamily.ModelLink upstream = draft.profile().family().modelLink();
        return upstream == null ? "" : upstream.loader();
    }

    /** Whether upstream's loader lets the element type be chosen. */
    static boolean takesTypes(Draft draft) {
        ModelFamily.ModelLink upstream = draft.profile().family().modelLink();
        return upstream != null && upstream.types().size() > 1;
    }

    private String value(String name, String otherwise) {
        return draft.settings().text(name).orElse(otherwise);
    }
}
