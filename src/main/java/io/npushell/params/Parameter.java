package io.npushell.params;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One hyperparameter of the catalogue.
 *
 * @param name what the operator types and sees, "tp"
 * @param longName the field's term, "tensor-parallel"; typed just as well
 * @param aliases further spellings
 * @param variable the environment variable of the manual, "TP"; a profile may say that its script reads another
 * @param unit "" where there is none
 * @param summary a few words for lists and completion
 * @param doc what it means, for help and the reference page
 * @param source where the facts come from
 * @param manualDefault what the manual says a script takes when nothing is said, or null where the manual names none
 * @param passed whether a script reads it; false for what only npu-shell uses (epochs, code-dir)
 */
public record Parameter(
        String name,
        String longName,
        List<String> aliases,
        String variable,
        Group group,
        ParameterKind kind,
        String unit,
        String summary,
        String doc,
        String source,
        @Nullable Value manualDefault,
        boolean passed) {

    public Parameter {
        aliases = List.copyOf(aliases);
    }

    /** Every way to write its name, each once: name, long name, aliases, variable. */
    public List<String> spellings() {
        return Stream.concat(Stream.concat(Stream.of(name, longName), aliases.stream()), Stream.of(variable))
                .distinct()
                .toList();
    }

    /**
     * The value of a spelling.
     *
     * @throws OperatorException USAGE with the range where its own kind forbids it
     */
    public Value value(String text) {
        ParameterKind.Reading reading = kind.read(text);
        if (reading instanceof ParameterKind.Reading.Accepted accepted) {
            return accepted.value();
        }
        throw new OperatorException(
                ExitCode.USAGE, name + " cannot be '" + text + "': it takes " + kind.range(), "explain " + name);
    }

    /** The name: settings are told in messages and test failures, and the catalogue has the rest. */
    @Override
    public String toString() {
        return name;
    }

    /** The groups in the order lists show them. */
    public enum Group {
        MODEL("Model"),
        DATA("Data"),
        BATCH("Batch and length"),
        PARALLEL("Parallelism"),
        SCHEDULE("Schedule and optimizer"),
        LORA("LoRA"),
        CLUSTER("Nodes and devices"),
        PLACES("Places"),
        CONTAINER("Container");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }

        /** Whether its parameters tell of the machines and directories, not of the model: they hold whatever is trained. */
        public boolean ofTheSite() {
            return this == CLUSTER || this == PLACES || this == CONTAINER;
        }
    }
}
