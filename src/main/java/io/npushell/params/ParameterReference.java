package io.npushell.params;

import io.npushell.params.Parameter.Group;
import java.util.List;
import java.util.stream.Collectors;

/** The text of docs/parameters.md, made from the catalogue. */
final class ParameterReference {
    private static final String HEAD = """
            # Parameters

            Made from the catalogue of parameters; do not edit. `explain tp` shows the same in the shell, with the value and where it came from.
            Any spelling in the list of names works, in any case, with `-` or `_`. A script reads the variable unless its profile names another.
            """;

    private ParameterReference() {}

    static String markdown(ParameterCatalog catalog) {
        StringBuilder text = new StringBuilder(HEAD);
        for (Group group : Group.values()) {
            List<Parameter> parameters = catalog.all().stream()
                    .filter(parameter -> parameter.group() == group)
                    .toList();
            text.append("\n## ").append(group.title()).append("\n\n").append(table(parameters));
            parameters.forEach(parameter -> text.append("\n").append(entry(parameter)));
        }
        return text.toString();
    }

    private static String table(List<Parameter> parameters) {
        return parameters.stream()
                .map(parameter -> "| [`%s`](#%s) | %s | %s | %s |\n"
                        .formatted(
                                parameter.name(),
                                parameter.name(),
                                variable(parameter),
                                defaultValue(parameter),
                                parameter.summary()))
                .collect(Collectors.joining("", "| name | variable | manual's default | |\n|---|---|---|---|\n", ""));
    }

    private static String entry(Parameter parameter) {
        List<String> others = parameter.spellings().stream()
                .filter(spelling -> !spelling.equals(parameter.name()))
                .filter(spelling -> !spelling.equals(parameter.variable()))
                .toList();
        String names = others.isEmpty() ? "" : "\nAlso: `" + String.join("`, `", others) + "`  ";
        return "### %s\n%s\nTakes %s%s.  \nSource: %s.\n\n%s\n"
                .formatted(
                        parameter.name(),
                        names,
                        parameter.kind().range(),
                        parameter.unit().isEmpty() ? "" : ", in " + parameter.unit(),
                        parameter.source(),
                        parameter.doc());
    }

    private static String variable(Parameter parameter) {
        return parameter.passed() ? "`" + parameter.variable() + "`" : "–";
    }

    private static String defaultValue(Parameter parameter) {
        Value value = parameter.manualDefault();
        return value == null ? "–" : "`" + value.text() + "`";
    }
}
