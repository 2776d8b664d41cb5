package io.npushell.shell.imports;

import io.npushell.params.ParameterCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A command that runs Megatron's own program, as the public examples do: what it is, and what its options would be here. */
final class DirectCommand {
    private DirectCommand() {}

    static boolean is(ToolLine tool) {
        return tool.program()
                .matches("torchrun|msrun|deepspeed|accelerate|(.*/)?(pretrain|train|finetune|posttrain)\\w*\\.py");
    }

    static String sentence(ToolLine tool, String scripts) {
        String run = tool.words().stream()
                .filter(word -> word.endsWith(".py"))
                .findFirst()
                .map(program -> " runs " + program + " itself")
                .orElse(" runs Megatron's program itself");
        return "'" + tool.program() + "'" + (tool.program().endsWith(".py") ? " is Megatron's program itself" : run)
                + ", as the public examples do; npu-shell trains with the manual's scripts, which read variables: "
                + scripts;
    }

    /** {@code set tp 8 pp 1} for what the options say and the catalogue knows, empty where that is nothing. */
    static Optional<String> remedy(List<String> words) {
        List<String> settings = new ArrayList<>();
        for (int at = 0; at < words.size(); at++) {
            if (words.get(at).startsWith("--")) {
                int equals = words.get(at).indexOf('=');
                String option =
                        words.get(at).substring(2, equals < 0 ? words.get(at).length() : equals);
                boolean apart = equals < 0
                        && at + 1 < words.size()
                        && !words.get(at + 1).startsWith("--");
                String value = equals >= 0 ? words.get(at).substring(equals + 1) : apart ? words.get(at + 1) : "";
                ParameterCatalog.standard()
                        .find(option)
                        .filter(known -> !value.isEmpty()
                                && !References.unresolved(value)
                                && known.kind().read(value)
                                        instanceof io.npushell.params.ParameterKind.Reading.Accepted)
                        .ifPresent(
                                known -> settings.add(known.name() + " " + io.npushell.plan.CommandText.quote(value)));
            }
        }
        return settings.isEmpty() ? Optional.empty() : Optional.of("set " + String.join(" ", settings));
    }
}
