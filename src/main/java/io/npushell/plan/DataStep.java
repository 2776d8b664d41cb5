package io.npushell.plan;

import static io.npushell.params.ParameterNames.APPEND_EOD;
import static io.npushell.params.ParameterNames.JSON_KEYS;
import static io.npushell.params.ParameterNames.SEQ_LEN;
import static io.npushell.params.ParameterNames.TOKENIZER_PATH;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The step that tokenises raw text; on node 0 only, as the nodes share the workspace. */
final class DataStep {
    private DataStep() {}

    static Step of(Draft draft) {
        Preparation preparation = draft.preparation();
        String name = name(preparation.dataset());
        String summary = preparation.rawInput().isEmpty() ? name : name(preparation.rawInput()) + " → " + name;
        List<NodeCommand> commands =
                Preparation.due(draft) ? List.of(command(draft, preparation)) : List.<NodeCommand>of();
        return new Step(Step.Kind.DATA, summary, state(draft), note(draft, commands.isEmpty()), commands);
    }

    private static Step.State state(Draft draft) {
        Facts.Dataset dataset = draft.facts().dataset();
        if (dataset == null || !dataset.exists()) {
            return Step.State.TO_DO;
        }
        return dataset.problem() == null && dataset.madeFrom() == null ? Step.State.DONE : Step.State.STALE;
    }

    private static String note(Draft draft, boolean nothingRuns) {
        Facts.Dataset dataset = draft.facts().dataset();
        if (dataset == null) {
            return "not looked at";
        }
        if (!dataset.exists()) {
            return nothingRuns ? "missing" : "to do";
        }
        String problem = dataset.problem();
        if (problem != null) {
            return "broken: " + problem;
        }
        String madeFrom = dataset.madeFrom();
        return madeFrom == null
                ? String.format(Locale.ROOT, "done, %,d documents", dataset.documents())
                : "stale: " + madeFrom;
    }

    private static NodeCommand command(Draft draft, Preparation preparation) {
        List<String> words = new ArrayList<>(List.of(
                draft.request().installation().java(),
                "-cp",
                draft.request().installation().stepClassPath(),
                "io.npushell.step.Main",
                "data",
                "--input",
                preparation.rawInput(),
                "--output-prefix",
                preparation.outputPrefix(),
                "--tokenizer-name-or-path",
                draft.path(TOKENIZER_PATH).orElse(""),
                "--json-keys",
                draft.settings().text(JSON_KEYS).orElse("text")));
        draft.settings().text(SEQ_LEN).ifPresent(length -> words.addAll(List.of("--seq-length", length)));
        if (draft.on(APPEND_EOD)) {
            words.add("--append-eod");
        }
        return new NodeCommand(0, List.of(), draft.workDir(), Map.of(), words);
    }

    private static String name(String path) {
        return path.replaceFirst("/+$", "").replaceFirst("^.*/", "");
    }
}
