package io.npushell.profile;

import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.Setting;
import io.npushell.yaml.Fields;
import io.npushell.yaml.FileProblems;
import io.npushell.yaml.TextFile;
import io.npushell.yaml.YamlNode;
import io.npushell.yaml.YamlTree;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads one preset file; the preset is there only where the file has no problem. */
final class PresetReader {
    private final ParameterCatalog catalog;
    private final FileProblems problems;

    PresetReader(ParameterCatalog catalog, FileProblems problems) {
        this.catalog = catalog;
        this.problems = problems;
    }

    /** A file of the store is called as its preset; one that is imported may have any name. */
    Optional<Preset> read(Path path, Predicate<String> legalName, String nameMust) {
        Optional<Preset> preset = TextFile.read(path, problems)
                .flatMap(text -> YamlTree.read(text, problems))
                .map(root -> preset(root, legalName, nameMust));
        return problems.count() == 0 ? preset : Optional.empty();
    }

    private Preset preset(YamlNode.Mapping root, Predicate<String> legalName, String nameMust) {
        Fields fields = new Fields(root, problems);
        String name = fields.text("name", legalName, nameMust);
        String profile = fields.text("profile", NamedFiles::isName, "the name of a profile");
        String runType =
                fields.text("run-type", label -> RunType.find(label).isPresent(), "pretrain, retrain, sft or lora");
        String note = fields.optional("note").isEmpty() ? "" : fields.text("note", text -> true, "a sentence");
        fields.required("settings");
        List<Setting> settings =
                new SettingsFields(catalog, problems).settings(fields.entries("settings"), Origin.PRESET);
        fields.noOthers();
        return new Preset(name, profile, RunType.find(runType).orElse(RunType.PRETRAIN), note, settings);
    }
}
