package io.npushell.shell.imports;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.params.Origin;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.profile.ModelProfile;
import io.npushell.profile.ProfileStore;
import io.npushell.profile.RunType;
import io.npushell.shell.imports.Mistake.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Reads the text of a command, or of a file of them, into settings. */
final class ImportReader {
    private static final String CODE = "AscendSpeed";

    private final ProfileStore store;
    private final String inUse;
    private final RunType runTypeInUse;
    private final String directory;
    private final String workDir;

    ImportReader(ProfileStore store, String inUse, RunType runTypeInUse, String directory, String workDir) {
        this.workDir = workDir;
        this.store = store;
        this.inUse = inUse;
        this.runTypeInUse = runTypeInUse;
        this.directory = directory;
    }

    /**
     * Reads it.
     *
     * @param effective all settings that count, for a profile, run type and what was imported
     * @throws OperatorException USAGE where it starts no training, NOT_FOUND where no profile has its script
     */
    Imported read(String text, BiFunction<Imported, Settings, Settings> effective) {
        Mistakes mistakes = new Mistakes();
        String plain = PlainCharacters.of(text, mistakes);
        LineReader lines = new LineReader(workDir, mistakes).read(CommandCutter.commands(plain, mistakes));
        if (!lines.launches().isEmpty()) {
            return launched(lines, mistakes, effective);
        }
        return lines.tools().stream()
                .filter(ToolMapping::knows)
                .findFirst()
                .map(tool -> tool(tool, mistakes))
                .orElseThrow(() -> new OperatorException(
                        ExitCode.USAGE,
                        "nothing here starts a training: a command ends in 'sh scripts/….sh'"
                                + (mistakes.all().isEmpty()
                                        ? ""
                                        : "; " + mistakes.all().get(0).sentence()),
                        "import 'MODEL_TYPE=14B RUN_TYPE=pretrain … sh scripts/qwen/qwen.sh'   or   import FILE"));
    }

    private Imported launched(LineReader lines, Mistakes mistakes, BiFunction<Imported, Settings, Settings> effective) {
        LaunchLine launch = lines.launches().get(0);
        ModelProfile profile = new ProfileMatch(store, inUse).launched(launch, mistakes);
        RunType runType = runType(launch, profile, mistakes);
        NodesAgree.check(lines.launches(), mistakes);
        VariableMapping mapping = mapping(profile, mistakes);
        List<ImportedSetting> settings = new ArrayList<>(mapping.settings(launch));
        codeDirectory(launch.directory(), mapping, settings);
        Imported imported = new Imported(profile, runType, launch.script(), settings, mistakes.all());
        new Completeness(profile, runType, launch, mistakes).check(effective.apply(imported, layer(settings)));
        return new Imported(profile, runType, launch.script(), settings, mistakes.all());
    }

    private Imported tool(ToolLine tool, Mistakes mistakes) {
        ModelProfile profile = new ProfileMatch(store, inUse).named(tool);
        ToolMapping mapping = new ToolMapping(tool, mapping(profile, mistakes), mistakes);
        RunType known = mapping.runType();
        boolean same = profile.name().equals(inUse) && runTypeInUse.finetunes() == known.finetunes();
        List<ImportedSetting> settings = mapping.settings();
        return new Imported(profile, same ? runTypeInUse : known, tool.program(), settings, mistakes.all());
    }

    static Settings layer(List<ImportedSetting> settings) {
        Settings layer = Settings.none();
        for (ImportedSetting setting : settings) {
            layer = layer.with(setting.parameter(), setting.value(), Origin.OPERATOR);
        }
        return layer;
    }

    private VariableMapping mapping(ModelProfile profile, Mistakes mistakes) {
        return new VariableMapping(profile, ParameterCatalog.standard(), directory, mistakes);
    }

    private RunType runType(LaunchLine launch, ModelProfile profile, Mistakes mistakes) {
        RunType otherwise = profile.name().equals(inUse) ? runTypeInUse : RunType.PRETRAIN;
        String label = launch.variable("RUN_TYPE");
        if (label.isEmpty()) {
            mistakes.add(
                    Kind.MISSING,
                    launch.line(),
                    "RUN_TYPE is missing: the script would not know what to do; taken as " + otherwise.label(),
                    "use " + profile.name() + "/" + otherwise.label());
            return otherwise;
        }
        RunType runType = RunType.find(label).orElse(otherwise);
        if (!runType.label().equals(label)) {
            mistakes.add(
                    Kind.NOT_A_VALUE,
                    launch.line(),
                    "RUN_TYPE '" + label + "' is none of pretrain, retrain, sft, lora; taken as " + runType.label(),
                    "use " + profile.name() + "/" + runType.label());
        }
        return runType;
    }

    /** Where the command was to be run from, if that is a code directory that could be. */
    private static void codeDirectory(String directory, VariableMapping mapping, List<ImportedSetting> settings) {
        String plain = directory.endsWith("/") ? directory.substring(0, directory.length() - 1) : directory;
        if (plain.startsWith("/") && plain.endsWith("/" + CODE)) {
            mapping.setting(0, ParameterCatalog.standard().get(ParameterNames.CODE_DIR), "cd", plain)
                    .ifPresent(settings::add);
        }
    }
}
