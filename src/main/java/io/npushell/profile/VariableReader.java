package io.npushell.profile;

import io.npushell.params.Parameter;
import io.npushell.yaml.Fields;
import io.npushell.yaml.FileProblems;
import io.npushell.yaml.YamlNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads under which variable a script reads each parameter. */
final class VariableReader {
    private VariableReader() {}

    static Map<String, String> read(Fields fields, SettingsFields parameters, FileProblems problems) {
        Map<String, String> variables = new LinkedHashMap<>();
        Map<String, String> owners = new HashMap<>();
        for (YamlNode.Entry entry : fields.entries("variables").values()) {
            String name = parameters.parameter(entry.key()).map(Parameter::name).orElse("");
            String variable = fields.text(
                    entry.value(),
                    "a variable",
                    text -> text.matches("[A-Z_][A-Z0-9_]*"),
                    "capitals, digits and _, such as TRAIN_ITERS");
            if (name.isEmpty() || variable.isEmpty()) {
                continue;
            }
            parameters
                    .parameter(entry.key())
                    .filter(parameter -> !parameter.passed())
                    .ifPresent(parameter ->
                            problems.add(entry.key(), name + " is for npu-shell's own use; no script reads it"));
            String owner = owners.putIfAbsent(variable, name);
            if (owner != null) {
                problems.add(entry.value(), variable + " cannot carry both " + owner + " and " + name);
            }
            variables.put(name, variable);
        }
        return variables;
    }
}
