package io.npushell.plan;

import static io.npushell.params.ParameterNames.EPOCHS;
import static io.npushell.params.ParameterNames.NNODES;
import static io.npushell.params.ParameterNames.TRAIN_ITERS;

import io.npushell.model.RunType;
import io.npushell.params.Parameter;
import io.npushell.params.Setting;
import io.npushell.params.Settings;
import io.npushell.profile.ModelProfile;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which values a parameter could take here, each with the reason; for completion and explain. Pure and fast: called on every Tab. */
public final class ValueAdvice {
    /**
     * One value.
     *
     * @param recommended by the profile for this run type and node count
     * @param legal whether it fits the other settings and the machine
     * @param reason "recommended by the manual, current", "legal: heads 40, layers 40", "legal, but 8 NPUs are not divisible by 5"
     */
    public record Advised(String value, boolean recommended, boolean current, boolean legal, String reason) {}

    private ValueAdvice() {}

    /** Candidates, recommended and current first; empty where any value of the kind would do. */
    public static List<Advised> values(
            Parameter parameter, ModelProfile profile, RunType runType, Settings operator, Machine machine) {
        Draft draft =
                Draft.of(new PlanRequest(profile, runType, operator, Facts.unseen(machine), NO_PROGRAMS, Set.of()));
        Candidates candidates = Candidates.of(parameter, draft);
        Optional<String> current = current(parameter, draft);
        Optional<String> recommended = recommended(parameter, draft);
        return Stream.of(recommended.stream(), current.stream(), candidates.values().stream())
                .flatMap(values -> values)
                .distinct()
                .map(value -> advised(
                        value,
                        recommended.filter(value::equals).isPresent(),
                        current.filter(value::equals).isPresent(),
                        candidates.judge(value)))
                .sorted(Comparator.comparing(ValueAdvice::rank))
                .toList();
    }

    private static final Installation NO_PROGRAMS = new Installation("", "", "", "", "");

    private static Optional<String> current(Parameter parameter, Draft draft) {
        return draft.settings().text(parameter.name());
    }

    private static Optional<String> recommended(Parameter parameter, Draft draft) {
        boolean otherWise =
                parameter.name().equals(TRAIN_ITERS) && draft.settings().has(EPOCHS);
        return otherWise || parameter.name().equals(NNODES)
                ? Optional.empty()
                : Optional.ofNullable(draft.profile()
                                .recommended(draft.runType(), draft.nodes())
                                .find(parameter.name())
                                .orElse(null))
                        .map(Setting::value)
                        .map(value -> value.text());
    }

    private static Advised advised(String value, boolean recommended, boolean current, Verdict verdict) {
        String marks = Stream.of(recommended ? "recommended by the manual" : "", current ? "current" : "")
                .filter(mark -> !mark.isEmpty())
                .collect(Collectors.joining(", "));
        String reason = marks;
        if (marks.isEmpty()) {
            reason = verdict.reason();
        } else if (!verdict.legal()) {
            reason = marks + "; " + verdict.reason();
        }
        return new Advised(value, recommended, current, verdict.legal(), reason);
    }

    /** Legal ones keep their place among themselves; what is not legal comes last. */
    private static int rank(Advised advised) {
        if (advised.recommended()) {
            return 0;
        }
        if (advised.current()) {
            return 1;
        }
        return advised.legal() ? 2 : 3;
    }
}
