package io.npushell.params;

import io.npushell.io.ClosestNames;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All hyperparameters; the one source of parsing, completion, help, reference page, validation and the scripts' environment. */
public final class ParameterCatalog {
    private static final ParameterCatalog STANDARD = new ParameterCatalog(Stream.of(
                    ModelParameters.all(),
                    WeightParameters.all(),
                    DataParameters.all(),
                    BatchParameters.all(),
                    ParallelParameters.all(),
                    ScheduleParameters.all(),
                    LoraParameters.all(),
                    ClusterParameters.all(),
                    PlaceParameters.all(),
                    ContainerParameters.all())
            .flatMap(List::stream)
            .toList());

    private static final String OPTION = "--";

    private final List<Parameter> parameters;
    private final Map<String, Parameter> bySpelling = new HashMap<>();

    ParameterCatalog(List<Parameter> parameters) {
        this.parameters = List.copyOf(parameters);
        for (Parameter parameter : parameters) {
            parameter.spellings().stream()
                    .map(ParameterCatalog::normal)
                    .distinct()
                    .forEach(spelling -> enter(spelling, parameter));
        }
    }

    private void enter(String spelling, Parameter parameter) {
        Parameter other = bySpelling.putIfAbsent(spelling, parameter);
        if (other != null) {
            throw new IllegalArgumentException(
                    "'" + spelling + "' names both " + other.name() + " and " + parameter.name());
        }
    }

    public static ParameterCatalog standard() {
        return STANDARD;
    }

    /** All parameters, by group, in the order lists show them. */
    public List<Parameter> all() {
        return parameters;
    }

    /**
     * The parameter of any spelling: name, long name, alias or variable, in any case, with - or _, or as upstream's option
     * ("tp", "TP", "tensor_parallel", "--tensor-model-parallel-size").
     * The beginning of a name is no spelling of it.
     */
    public Optional<Parameter> find(String spelling) {
        return Optional.ofNullable(bySpelling.get(normal(spelling)));
    }

    /** The parameter that code names by {@link ParameterNames}. */
    public Parameter get(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("no parameter " + name));
    }

    /** Spellings close to one that is none, at most one of a parameter, best first, for "did you mean". */
    public List<String> closest(String spelling) {
        return ClosestNames.groups(
                normal(spelling),
                parameters.stream()
                        .map(parameter -> parameter.spellings().stream()
                                .map(ParameterCatalog::normal)
                                .distinct()
                                .toList())
                        .toList());
    }

    private static String normal(String spelling) {
        String name = spelling.toLowerCase(Locale.ROOT).replace('_', '-');
        return name.startsWith(OPTION) ? name.substring(OPTION.length()) : name;
    }
}
