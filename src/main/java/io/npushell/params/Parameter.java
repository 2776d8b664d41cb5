package io.npushell.params;

import java.util.List;
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
        @Nullable Value manualDefault,
        boolean passed) {

    public Parameter {
        aliases = List.copyOf(aliases);
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
        PLACES("Places");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }
}
