package io.npushell.plan;

import static io.npushell.params.ParameterNames.MODEL_PATH;
import static io.npushell.params.ParameterNames.PARAMS_DTYPE;
import static io.npushell.params.ParameterNames.TOKENIZER_PATH;

import io.npushell.model.RunType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The step that makes a Hugging Face model of a checkpoint. */
final class ExportStep {
    private ExportStep() {}

    static Step of(Draft draft) {
        Facts.Export export = draft.facts().export();
        if (export == null) {
            return new Step(Step.Kind.EXPORT, "Hugging Face model", Step.State.TO_DO, "not looked at", List.of());
        }
        boolean afterTraining = !draft.exportsWhatIsThere();
        String target = afterTraining
                ? WorkTree.of(draft.workDir(), draft.profile())
                        .exported(draft.runType(), draft.iterations().orElse(0))
                : export.target();
        boolean due = afterTraining || (export.problem() == null && export.state() != Step.State.DONE);
        String summary = FileName.of(export.source()) + " → " + target.replace(draft.workDir() + "/", "");
        return new Step(
                Step.Kind.EXPORT,
                summary,
                afterTraining ? Step.State.TO_DO : export.state(),
                afterTraining ? "after the training" : export.note(),
                due ? List.of(command(draft, export, target)) : List.<NodeCommand>of());
    }

    private static NodeCommand command(Draft draft, Facts.Export export, String target) {
        String source = draft.exportsWhatIsThere() ? export.source() : draft.output();
        String base = base(draft, export);
        List<String> words = OwnPrograms.command(draft.request().installation(), List.of("-Xmx512m"), "export");
        words.addAll(List.of("--load-dir", base == null ? source : base, "--save-dir", target));
        if (base != null) {
            words.addAll(List.of("--lora-dir", source));
        }
        if (draft.exportsWhatIsThere() && export.iteration() >= 0) {
            words.addAll(List.of("--iteration", Long.toString(export.iteration())));
        }
        String original = export.original();
        if (original != null) {
            words.addAll(List.of("--original", original));
            words.addAll(WeightsStep.ownFamily(draft));
        } else {
            words.addAll(List.of("--family", draft.profile().family().reference()));
            draft.path(TOKENIZER_PATH).ifPresent(path -> words.addAll(List.of("--tokenizer", path)));
        }
        draft.settings()
                .text(PARAMS_DTYPE)
                .filter(dtype -> !dtype.equals("source"))
                .ifPresent(dtype -> words.addAll(List.of("--params-dtype", dtype)));
        return new NodeCommand(0, List.of(), draft.workDir(), Map.of(), words);
    }

    /** The weights that LoRA adapters belong to: a LoRA training saves none of its own. Null for a whole model. */
    private static @Nullable String base(Draft draft, Facts.Export export) {
        if (draft.exportsWhatIsThere()) {
            return export.base();
        }
        return draft.runType() == RunType.LORA ? draft.path(MODEL_PATH).orElse(null) : null;
    }
}
