package io.npushell.shell.imports;

import static io.npushell.params.ParameterNames.DATASET_PATH;
import static io.npushell.params.ParameterNames.MODEL_TYPE;
import static io.npushell.params.ParameterNames.RUN_TYPE;

import io.npushell.params.Parameter;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.ParameterKind;
import io.npushell.plan.CommandText;
import io.npushell.profile.ModelProfile;
import io.npushell.shell.imports.Mistake.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Turns the variables of a launch into settings, by the names the profile's script reads them under. */
final class VariableMapping {
    private static final Pattern RUNTIME = Pattern.compile(
            "(HCCL|ASCEND|GLOO|NCCL|PYTORCH|CUDA|OMP|LD|PYTHON|TASK_QUEUE|ACL|NPU|COMBINED|TOKENIZERS|WITHOUT|MULTI_STREAM|HF|TORCH)_?.*|PATH|HOME");
    private static final Pattern PLACEHOLDER =
            Pattern.compile("xx\\.xx.*|.*\\bxxx.*|<.*>|.*Ascenxxx.*|\\*+", Pattern.CASE_INSENSITIVE);

    private final ModelProfile profile;
    private final ParameterCatalog catalog;
    private final Mistakes mistakes;
    private final String directory;

    /** @param directory where relative paths start */
    VariableMapping(ModelProfile profile, ParameterCatalog catalog, String directory, Mistakes mistakes) {
        this.profile = profile;
        this.catalog = catalog;
        this.directory = directory;
        this.mistakes = mistakes;
    }

    List<ImportedSetting> settings(LaunchLine launch) {
        List<ImportedSetting> settings = new ArrayList<>();
        launch.variables().forEach((name, value) -> {
            Optional<Parameter> parameter = parameter(name);
            if (parameter.isEmpty()) {
                unknown(launch.line(), name, value);
            } else if (!parameter.get().name().equals(MODEL_TYPE)
                    && !parameter.get().name().equals(RUN_TYPE)) {
                setting(launch.line(), parameter.get(), name, value).ifPresent(settings::add);
            }
        });
        return settings;
    }

    /** One value, or empty where it is none; then a mistake says why. */
    Optional<ImportedSetting> setting(int line, Parameter parameter, String name, String value) {
        if (PLACEHOLDER.matcher(value).matches() || References.unresolved(value)) {
            mistakes.add(
                    Kind.PLACEHOLDER,
                    line,
                    name + " '" + value + "' only stands for a value; left out",
                    "set " + parameter.name() + " VALUE");
            return Optional.empty();
        }
        boolean isPath = parameter.kind() instanceof ParameterKind.FilePath;
        if (isPath && value.startsWith("~")) {
            mistakes.add(
                    Kind.PLACEHOLDER,
                    line,
                    name + " '" + value + "': in quotes, or for another place, ~ is no home directory; left out",
                    "set " + parameter.name() + " " + CommandText.quote(value));
            return Optional.empty();
        }
        if (parameter.name().equals(DATASET_PATH) && isList(value)) {
            mistakes.add(
                    Kind.NOT_A_VALUE,
                    line,
                    name + " '" + value + "' is a list of datasets, and a training here takes one; left out",
                    "set " + DATASET_PATH + " PREFIX");
            return Optional.empty();
        }
        String spelled = isPath ? path(line, name, value) : value;
        ParameterKind.Reading reading = parameter.kind().read(spelled);
        if (reading instanceof ParameterKind.Reading.Accepted accepted) {
            return Optional.of(new ImportedSetting(parameter, name, accepted.value()));
        }
        mistakes.add(
                Kind.NOT_A_VALUE,
                line,
                name + " '" + value + "' is not " + ((ParameterKind.Reading.Refused) reading).reason() + "; left out",
                "explain " + parameter.name());
        return Optional.empty();
    }

    /** "0.3 /d/a 0.7 /d/b", as Megatron's --data-path mixes them, also without the weights. */
    private static boolean isList(String value) {
        String[] words = value.strip().split("[\\s,]+");
        return words.length > 1
                && java.util.Arrays.stream(words).allMatch(word -> word.startsWith("/") || word.matches("[0-9.]+"));
    }

    /** The script's own name wins over the manual's. */
    private Optional<Parameter> parameter(String name) {
        Optional<String> byScript = profile.variables().entrySet().stream()
                .filter(entry -> entry.getValue().equals(name))
                .map(Map.Entry::getKey)
                .findFirst();
        if (byScript.isPresent()) {
            return byScript.flatMap(catalog::find);
        }
        return catalog.all().stream()
                .filter(parameter -> parameter.variable().equals(name) && parameter.passed())
                .findFirst();
    }

    private void unknown(int line, String name, String value) {
        if (RUNTIME.matcher(name).matches()) {
            mistakes.add(
                    Kind.HARMLESS,
                    line,
                    name
                            + " is for the runtime, not for the script; sessions take such variables from the"
                            + " profile's environment",
                    "profile show " + profile.name());
            return;
        }
        // the manual's lists of required values, and its pages on other models, use other names than its scripts
        List<String> near = catalog.find(name)
                .filter(Parameter::passed)
                .map(this::read)
                .map(List::of)
                .orElseGet(() -> near(name));
        Optional<Parameter> parameter = near.stream().findFirst().flatMap(this::parameter);
        mistakes.add(
                Kind.UNKNOWN_VARIABLE,
                line,
                profile.script() + " reads no " + name + ", so it would change nothing"
                        + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?"),
                parameter
                        .map(known -> new String[] {"set " + known.name() + " " + CommandText.quote(value)})
                        .orElse(new String[0]));
    }

    /** Variables of the script close to a misspelt one. */
    private List<String> near(String name) {
        return catalog.closest(name.toLowerCase(Locale.ROOT)).stream()
                .flatMap(spelling -> catalog.find(spelling).stream())
                .filter(Parameter::passed)
                .map(this::read)
                .distinct()
                .toList();
    }

    /** The variable the script reads it under. */
    private String read(Parameter parameter) {
        return profile.variable(parameter.name()).orElse(parameter.variable());
    }

    private String path(int line, String name, String value) {
        if (value.isEmpty() || value.startsWith("/")) {
            return value;
        }
        String absolute = directory + "/" + (value.startsWith("./") ? value.substring(2) : value);
        mistakes.add(Kind.HARMLESS, line, name + " '" + value + "' depends on where it is typed; taken as " + absolute);
        return absolute;
    }
}
