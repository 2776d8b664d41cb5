package io.npushell.plan;

import static io.npushell.params.ParameterNames.DEVICES;

import io.npushell.params.Parameter;
import io.npushell.params.ParameterCatalog;
import io.npushell.plan.Finding.Certainty;
import java.util.List;
import java.util.Optional;

/** A parameter somebody set reaches the script. */
final class ParameterUnread {
    static final Rule RULE = Rule.liftable("S02", "Parameter the script does not read", """
            A variable that the script's text does not mention changes nothing, silently. A script that reads it in a file it includes can be told
            so with --accept.""");

    private ParameterUnread() {}

    static List<Finding> check(Draft draft) {
        return ParameterCatalog.standard().all().stream()
                .filter(parameter -> parameter.passed() && draft.chosen(parameter.name()))
                .flatMap(parameter -> unread(draft, parameter).stream())
                .toList();
    }

    private static Optional<Finding> unread(Draft draft, Parameter parameter) {
        if (!draft.engine().reads(parameter.name())) {
            return Optional.of(RULE.error(
                    draft.engine().title() + " does not read " + parameter.name(),
                    List.of("unset " + parameter.name())));
        }
        Facts.Script script = draft.facts().script();
        String variable = draft.profile().variable(parameter.name()).orElse(parameter.variable());
        // CANN itself reads which devices are visible.
        if (script == null
                || !script.exists()
                || parameter.name().equals(DEVICES)
                || script.variables().contains(variable)) {
            return Optional.empty();
        }
        return Optional.of(RULE.error(
                Certainty.SCRIPT_DECIDES,
                "%s does not read %s, so %s has no effect"
                        .formatted(draft.profile().script(), variable, parameter.name()),
                List.of("unset " + parameter.name())));
    }
}
