package io.npushell.params;

import java.util.List;
import java.util.Optional;

/** All hyperparameters; the one source of parsing, completion, help, reference page, validation and the scripts' environment. */
public final class ParameterCatalog {
    private static final ParameterCatalog STANDARD = new ParameterCatalog(List.of());

    private final List<Parameter> parameters;

    private ParameterCatalog(List<Parameter> parameters) {
        this.parameters = List.copyOf(parameters);
    }

    public static ParameterCatalog standard() {
        return STANDARD;
    }

    /** All parameters, by group, in the order lists show them. */
    public List<Parameter> all() {
        return parameters;
    }

    /** The parameter of any spelling: name, long name, alias or variable, in any case ("tp", "TP", "tensor-parallel"). */
    public Optional<Parameter> find(String spelling) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(spelling))
                .findFirst();
    }

    /** The parameter that code names by {@link ParameterNames}. */
    public Parameter get(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("no parameter " + name));
    }

    /** Names close to a spelling that is none, best first, for "did you mean". */
    public List<String> closest(String spelling) {
        return List.of();
    }
}
