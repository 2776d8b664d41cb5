package io.npushell.shell.settings;

import io.npushell.OperatorException;
import io.npushell.launch.LaunchRequest;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.plan.Step;
import io.npushell.shell.command.OptionDoc;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The options {@code --from} and {@code --only}: which of a plan's steps are meant. */
public final class StepChoice {
    public static final OptionDoc FROM = new OptionDoc(
            "from",
            "",
            "STEP",
            "begin with this step: data, weights, train or export; what comes before is left out",
            false);
    public static final OptionDoc ONLY =
            new OptionDoc("only", "", "STEP", "run just this step; may be given for several", true);

    private StepChoice() {}

    public static List<Suggestion> suggestions() {
        return Arrays.stream(Step.Kind.values())
                .map(kind -> Suggestion.of(kind.label(), ""))
                .toList();
    }

    /**
     * The request for those steps; all of them where none is named.
     *
     * @param settings complete
     *
     * @throws OperatorException USAGE for a word that is no step, or none of this run
     */
    public static LaunchRequest of(Words words, LaunchRequest request, Settings settings) {
        if (words.option("from").isPresent() && !words.options("only").isEmpty()) {
            throw words.usage("--from and --only contradict each other");
        }
        if (words.option("from").isPresent()) {
            Step.Kind first = kind(words.option("from").orElseThrow(), words);
            Set<Step.Kind> steps = EnumSet.range(first, Step.Kind.EXPORT);
            if (!request.runType().finetunes()) {
                steps.remove(Step.Kind.WEIGHTS);
            }
            if (!settings.is(ParameterNames.EXPORT, "on")) {
                steps.remove(Step.Kind.EXPORT);
            }
            if (!steps.contains(first)) {
                throw words.usage(
                        first == Step.Kind.EXPORT
                                ? "export is off, so no step of the plan comes from there on; launch --only export, or: set "
                                        + ParameterNames.EXPORT + " on"
                                : request.runType().label() + " has no step " + first.label());
            }
            return request.onlySteps(steps);
        }
        Set<Step.Kind> only = EnumSet.noneOf(Step.Kind.class);
        words.options("only").forEach(word -> only.add(kind(word, words)));
        return request.onlySteps(only);
    }

    private static Step.Kind kind(String word, Words words) {
        return Arrays.stream(Step.Kind.values())
                .filter(kind -> kind.label().equals(word))
                .findFirst()
                .orElseThrow(
                        () -> words.usage("'" + word + "' is no step; the steps are data, weights, train and export"));
    }
}
