package io.npushell.params;

import io.npushell.params.Parameter.Group;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes one entry of the catalogue; the variable is the name in capitals and the long name the name, unless said otherwise. */
final class ParameterBuilder {
    private final String name;
    private final Group group;
    private final ParameterKind kind;
    private String longName;
    private String variable;
    private List<String> aliases = List.of();
    private String unit = "";
    private String summary = "";
    private String doc = "";
    private String source = "";
    private @Nullable String manualDefault;
    private boolean passed = true;

    private ParameterBuilder(String name, Group group, ParameterKind kind) {
        this.name = name;
        this.group = group;
        this.kind = kind;
        this.longName = name;
        this.variable = name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    static ParameterBuilder parameter(String name, Group group, ParameterKind kind) {
        return new ParameterBuilder(name, group, kind);
    }

    static ParameterKind whole(long min, long max) {
        return new ParameterKind.WholeNumber(min, max);
    }

    static ParameterKind decimal(double min, double max) {
        return new ParameterKind.DecimalNumber(min, max);
    }

    static ParameterKind path() {
        return new ParameterKind.FilePath(false);
    }

    ParameterBuilder named(String longName, String... aliases) {
        this.longName = longName;
        this.aliases = List.of(aliases);
        return this;
    }

    ParameterBuilder variable(String variable) {
        this.variable = variable;
        return this;
    }

    ParameterBuilder unit(String unit) {
        this.unit = unit;
        return this;
    }

    ParameterBuilder says(String summary, String doc) {
        this.summary = summary;
        this.doc = doc.strip().replaceAll("\\s*\\n\\s*", " ");
        return this;
    }

    ParameterBuilder from(String source) {
        this.source = source;
        return this;
    }

    /** The default that the manual itself states. */
    ParameterBuilder manualDefault(String text) {
        this.manualDefault = text;
        return this;
    }

    /** Only npu-shell uses it; no script reads it. */
    ParameterBuilder ownUse() {
        this.passed = false;
        return this;
    }

    Parameter build() {
        Parameter parameter = parameter(null);
        return manualDefault == null ? parameter : parameter(parameter.value(manualDefault));
    }

    private Parameter parameter(@Nullable Value value) {
        return new Parameter(name, longName, aliases, variable, group, kind, unit, summary, doc, source, value, passed);
    }
}
