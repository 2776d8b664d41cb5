package io.npushell.plan;

import static io.npushell.params.ParameterNames.CODE_DIR;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** The training itself: one command per node. */
final class TrainStep {
    private TrainStep() {}

    static Step of(Draft draft) {
        List<NodeCommand> commands = draft.embedded()
                ? List.of(embedded(draft))
                : IntStream.range(0, draft.nodes())
                        .mapToObj(node -> ascend(draft, node))
                        .toList();
        return new Step(Step.Kind.TRAIN, summary(draft), Step.State.TO_DO, note(draft), commands);
    }

    private static NodeCommand ascend(Draft draft, int node) {
        return new NodeCommand(
                node,
                draft.profile().environment(),
                draft.path(CODE_DIR).orElse(draft.workDir()),
                AscendEnvironment.of(draft, node),
                List.of("sh", draft.profile().script()));
    }

    private static NodeCommand embedded(Draft draft) {
        String script = draft.request().installation().engineDirectory() + "/embedded.sh";
        return new NodeCommand(0, List.of(), draft.workDir(), EmbeddedEnvironment.of(draft), List.of("sh", script));
    }

    private static String summary(Draft draft) {
        String what = draft.embedded() ? "embedded engine" : draft.profile().script();
        OptionalLong iterations = draft.iterations();
        if (iterations.isEmpty()) {
            return what;
        }
        OptionalDouble epochs = Epochs.of(
                iterations.getAsLong(),
                draft.settings(),
                draft.runType(),
                draft.facts().dataset());
        return what + ", " + count(iterations.getAsLong())
                + (epochs.isPresent() ? " = " + epochs(epochs.getAsDouble()) : "");
    }

    private static String count(long iterations) {
        return String.format(Locale.ROOT, "%,d %s", iterations, iterations == 1 ? "iteration" : "iterations");
    }

    private static String epochs(double epochs) {
        if (epochs < 0.005) {
            return "less than 0.01 epochs";
        }
        String number = epochs < 10
                ? String.format(Locale.ROOT, "%.2f", epochs).replaceFirst("[.]?0+$", "")
                : String.format(Locale.ROOT, "%,.0f", epochs);
        return number + (number.equals("1") ? " epoch" : " epochs");
    }

    /** Where it goes on from. */
    private static String note(Draft draft) {
        Facts.Checkpoint model = draft.facts().model();
        return draft.resumes() && model != null && model.iteration() >= 0
                ? "from iteration " + String.format(Locale.ROOT, "%,d", model.iteration())
                : "";
    }
}
