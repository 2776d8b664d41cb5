package io.npushell.profile;

import io.npushell.params.Origin;
import io.npushell.params.Parameter;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.ParameterKind.Reading;
import io.npushell.params.ParameterNames;
import io.npushell.params.Setting;
import io.npushell.yaml.Fields;
import io.npushell.yaml.FileProblems;
import io.npushell.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads groups whose keys are parameters, checking each against the catalogue. */
final class SettingsFields {
    /** What a profile or a preset says with its own keys. */
    private static final Set<String> OWN_KEYS = Set.of(ParameterNames.MODEL_TYPE, ParameterNames.RUN_TYPE);

    private final ParameterCatalog catalog;
    private final FileProblems problems;

    SettingsFields(ParameterCatalog catalog, FileProblems problems) {
        this.catalog = catalog;
        this.problems = problems;
    }

    /** The settings that are right; what is wrong is noted. */
    List<Setting> settings(Map<String, YamlNode.Entry> entries, Origin origin) {
        List<Setting> settings = new ArrayList<>();
        for (YamlNode.Entry entry : entries.values()) {
            parameter(entry.key())
                    .flatMap(parameter -> setting(parameter, entry, origin))
                    .ifPresent(settings::add);
        }
        return settings;
    }

    private Optional<Setting> setting(Parameter parameter, YamlNode.Entry entry, Origin origin) {
        if (OWN_KEYS.contains(parameter.name())) {
            problems.add(entry.key(), parameter.name() + " has a key of its own, outside settings");
            return Optional.empty();
        }
        if (entry.value() instanceof YamlNode.Scalar scalar
                && parameter.kind().read(scalar.text()) instanceof Reading.Accepted accepted) {
            return Optional.of(new Setting(parameter, accepted.value(), origin));
        }
        problems.add(
                entry.value(),
                parameter.name() + " must be " + parameter.kind().range() + ", not "
                        + entry.value().kind());
        return Optional.empty();
    }

    /** The parameter a key names; files use its one name, so that they can be searched. */
    Optional<Parameter> parameter(YamlNode.Scalar key) {
        Optional<Parameter> found = catalog.find(key.text());
        if (found.isEmpty()) {
            problems.add(
                    key, "unknown parameter '" + key.text() + "'" + Fields.didYouMean(catalog.closest(key.text())));
        } else if (!found.get().name().equals(key.text())) {
            problems.add(key, "write '" + found.get().name() + "' for '" + key.text() + "'");
            return Optional.empty();
        }
        return found;
    }
}
