package io.npushell.shell.imports;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.model.RunType;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.params.Value;
import io.npushell.plan.CommandText;
import io.npushell.profile.ModelProfile;
import io.npushell.profile.ProfileStore;
import io.npushell.shell.imports.Mistake.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads the text of a command, or of a file of them, into settings. */
final class ImportReader {
    private static final String CODE = "AscendSpeed";

    private final ProfileStore store;
    private final String inUse;
    private final RunType runTypeInUse;
    private final String directory;
    private final Map<String, String> environment;
    private final Map<String, String> places;
    private final Settings chosen;

    /**
     * Reads for one state of the workbench.
     *
     * @param environment what the shell would put in for {@code $HOME} and the like
     * @param places what the manual's {@code {work_dir}} and the like stand for
     * @param chosen what the operator has set for the profile and run type in use
     */
    ImportReader(
            ProfileStore store,
            String inUse,
            RunType runTypeInUse,
            String directory,
            Map<String, String> environment,
            Map<String, String> places,
            Settings chosen) {
        this.places = Map.copyOf(places);
        this.chosen = chosen;
        this.store = store;
        this.inUse = inUse;
        this.runTypeInUse = runTypeInUse;
        this.directory = directory;
        this.environment = Map.copyOf(environment);
    }

    /** All settings that would count for one part after the import of all. */
    interface Effective {
        Settings of(List<Imported> all, Imported part);
    }

    /** Whether a text starts a training, runs a tool or makes a container for one, well or badly: nothing else is import's affair. */
    boolean concerns(String text) {
        Mistakes mistakes = new Mistakes();
        ProfileMatch match = new ProfileMatch(store, inUse);
        return lines(text, mistakes).lines().stream()
                .anyMatch(line -> line instanceof LaunchLine launch
                        ? isLaunch(match, launch)
                        : line instanceof ContainerLine container
                                ? container.concerns()
                                : line instanceof ToolLine tool && (ToolMapping.knows(tool) || DirectCommand.is(tool)));
    }

    /**
     * Reads it.
     *
     * @throws OperatorException USAGE where it starts no training, NOT_FOUND where no profile has its script
     */
    ImportReading read(String text, Effective effective) {
        Mistakes mistakes = new Mistakes();
        LineReader lines = lines(text, mistakes);
        ProfileMatch match = new ProfileMatch(store, inUse);
        List<LaunchLine> launches = all(lines, LaunchLine.class, launch -> isLaunch(match, launch));
        List<ToolLine> tools = all(lines, ToolLine.class, ToolMapping::knows);
        List<ContainerLine> containers = all(lines, ContainerLine.class, container -> true);
        if (launches.isEmpty() && tools.isEmpty() && containers.isEmpty()) {
            throw nothing(lines, match, mistakes);
        }
        leaveOut(lines, match);
        List<Training> trainings = trainings(launches, match, mistakes);
        tools.forEach(tool -> assign(tool, trainings, match, mistakes));
        containers.forEach(container -> assign(container, trainings, match, mistakes));
        if (trainings.isEmpty()) {
            throw nothing(lines, match, mistakes);
        }
        List<Imported> parts = new ArrayList<>();
        for (Training training : trainings) {
            parts.add(part(training, mistakes));
        }
        lines.aside().tell(parts.get(0).profile().name());
        for (int i = 0; i < parts.size(); i++) {
            Imported part = parts.get(i);
            Training training = trainings.get(i);
            training.launch()
                    .ifPresent(launch -> new Completeness(part.profile(), part.runType(), launch, mistakes)
                            .check(effective.of(parts, part)));
        }
        return new ImportReading(parts, mistakes.all());
    }

    private LineReader lines(String text, Mistakes mistakes) {
        String plain = CopiedPrompts.without(PlainCharacters.of(text, mistakes));
        return new LineReader(environment, places, mistakes)
                .read(CommandCutter.commands(plain, mistakes))
                .withContainerVariables();
    }

    private static boolean isLaunch(ProfileMatch match, LaunchLine launch) {
        return match.trains(launch)
                || launch.variables().containsKey("MODEL_TYPE")
                || launch.variables().containsKey("RUN_TYPE");
    }

    private static <T extends ReadLine> List<T> all(LineReader lines, Class<T> kind, Predicate<T> which) {
        return lines.lines().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(which)
                .toList();
    }

    private OperatorException nothing(LineReader lines, ProfileMatch match, Mistakes mistakes) {
        Optional<ToolLine> direct =
                all(lines, ToolLine.class, DirectCommand::is).stream().findFirst();
        if (direct.isPresent()) {
            return new OperatorException(
                    ExitCode.USAGE,
                    DirectCommand.sentence(direct.get(), match.scripts()),
                    "use PROFILE"
                            + DirectCommand.remedy(direct.get().words())
                                    .map(settings -> "; " + settings)
                                    .orElse(", then set its parameters"));
        }
        List<LaunchLine> other = all(lines, LaunchLine.class, launch -> true);
        if (!other.isEmpty()) {
            match.launched(other.get(0), mistakes);
        }
        String why = lines.aside().first();
        if (why.isEmpty() && !mistakes.all().isEmpty()) {
            why = mistakes.all().get(0).sentence();
        }
        return new OperatorException(
                ExitCode.USAGE,
                "nothing here starts a training: a command ends in 'sh scripts/….sh'"
                        + (why.isEmpty() ? "" : "; " + why),
                "import 'MODEL_TYPE=14B RUN_TYPE=pretrain … sh scripts/qwen/qwen.sh'   or   import FILE");
    }

    private static void leaveOut(LineReader lines, ProfileMatch match) {
        for (ReadLine line : lines.lines()) {
            if (line instanceof LaunchLine launch && !isLaunch(match, launch)) {
                lines.aside().command(line.line(), List.of("sh", launch.program()), false);
            } else if (line instanceof ToolLine tool && !ToolMapping.knows(tool)) {
                List<String> words = new ArrayList<>(List.of(tool.program()));
                words.addAll(tool.words());
                lines.aside().command(line.line(), words, false);
            }
        }
    }

    private List<Training> trainings(List<LaunchLine> launches, ProfileMatch match, Mistakes mistakes) {
        List<Training> trainings = new ArrayList<>();
        for (LaunchLine launch : launches) {
            Optional<Training> same = trainings.stream()
                    .filter(training -> training.takes(launch))
                    .reduce((first, second) -> second);
            if (same.isPresent()) {
                same.get().launches.add(launch);
                continue;
            }
            ModelProfile profile = match.launched(launch, mistakes);
            RunType runType = runType(launch, profile, mistakes);
            Training training = trainings.stream()
                    .filter(each -> each.is(profile, runType))
                    .findFirst()
                    .orElseGet(() -> {
                        Training begun = new Training(profile, runType);
                        trainings.add(begun);
                        return begun;
                    });
            training.launches.add(launch);
        }
        return trainings;
    }

    /** Gives a tool to the training that reads what it makes, else to the next one of its kind, else to one of its own. */
    private void assign(ToolLine tool, List<Training> trainings, ProfileMatch match, Mistakes mistakes) {
        List<String> mentioned =
                match.mentioned(tool).stream().map(ModelProfile::name).toList();
        List<Training> fitting = trainings.stream()
                .filter(training -> !training.launches.isEmpty())
                .filter(training -> mentioned.isEmpty() || mentioned.contains(training.profile.name()))
                .toList();
        ModelProfile profile = fitting.isEmpty() ? match.named(tool) : fitting.get(0).profile;
        ToolMapping mapping = new ToolMapping(tool, mapping(profile, mistakes), mistakes);
        if (mapping.cutsAgain()) {
            mistakes.add(
                    Kind.LEFT_OUT,
                    tool.line(),
                    tool.program()
                            + " with --loader megatron and --saver megatron cuts Megatron weights otherwise, which"
                            + " npu-shell does from the Hugging Face model; left out",
                    "set hf-path DIR; weights convert");
            return;
        }
        Training training = fitting.stream()
                .filter(each ->
                        each.reads(mapping) && (mapping.job() != ToolMapping.Job.WEIGHTS || each.runType.finetunes()))
                .findFirst()
                .or(() -> nextOf(fitting, mapping, true))
                .or(() -> mapping.job() == ToolMapping.Job.WEIGHTS ? Optional.empty() : nextOf(fitting, mapping, false))
                .orElseGet(() -> own(trainings, profile, mapping));
        training.tools.add(mapping);
    }

    /** A container is for every training of the text, else for what is in use. */
    private void assign(ContainerLine container, List<Training> trainings, ProfileMatch match, Mistakes mistakes) {
        if (trainings.isEmpty()) {
            trainings.add(new Training(match.inUse(container.program()), runTypeInUse));
        }
        for (Training training : trainings) {
            training.containers.add(new ContainerMapping(
                    container, mapping(training.profile, mistakes), training.profile.name(), chosen, mistakes));
        }
    }

    private static Optional<Training> nextOf(List<Training> trainings, ToolMapping tool, boolean sameKind) {
        List<Training> fitting = trainings.stream()
                .filter(training -> !sameKind
                        || tool.job() == ToolMapping.Job.MERGE
                        || training.runType.finetunes() == tool.runType().finetunes())
                .toList();
        Optional<Training> behind = fitting.stream()
                .filter(training -> training.launches.get(0).line() >= tool.line())
                .findFirst();
        Optional<Training> before = fitting.stream().reduce((first, second) -> second);
        return tool.job() == ToolMapping.Job.MERGE ? before : behind.or(() -> before);
    }

    private Training own(List<Training> trainings, ModelProfile profile, ToolMapping tool) {
        boolean same = profile.name().equals(inUse)
                && (tool.job() == ToolMapping.Job.MERGE
                        || runTypeInUse.finetunes() == tool.runType().finetunes());
        RunType runType = same ? runTypeInUse : tool.runType();
        return trainings.stream()
                .filter(training -> training.is(profile, runType))
                .findFirst()
                .orElseGet(() -> {
                    Training begun = new Training(profile, runType);
                    trainings.add(begun);
                    return begun;
                });
    }

    private Imported part(Training training, Mistakes mistakes) {
        VariableMapping mapping = mapping(training.profile, mistakes);
        List<ImportedSetting> launched = new ArrayList<>();
        List<String> sources = new ArrayList<>();
        List<String> steps = new ArrayList<>();
        for (ContainerMapping container : training.containers) {
            sources.add(container.program());
            steps.add("container");
        }
        for (ToolMapping tool : training.tools) {
            sources.add(tool.program());
            steps.add(tool.job().step());
        }
        training.launch().ifPresent(launch -> {
            NodesAgree.check(training.launches, mistakes);
            launched.addAll(mapping.settings(launch));
            arguments(launch, mistakes);
            sources.add(launch.program());
            steps.add("train");
        });
        places(training, mapping, launched);
        List<ImportedSetting> settings = new ArrayList<>(training.settings(launched, mistakes));
        merge(training, mistakes).ifPresent(settings::add);
        return new Imported(
                training.profile,
                training.runType,
                sources,
                steps,
                training.launch().isPresent(),
                settings);
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

    /** Arguments of the script are named with what it would do with them. */
    private static void arguments(LaunchLine launch, Mistakes mistakes) {
        if (!launch.arguments().isEmpty()) {
            mistakes.add(
                    Kind.NOT_PASSED_ON,
                    launch.line(),
                    "'" + String.join(" ", launch.arguments()) + "' stands behind " + launch.program()
                            + ": the script gets it as an argument, and the manual's scripts read variables only, so"
                            + " it would change nothing; left out",
                    DirectCommand.remedy(launch.arguments())
                            .map(remedy -> new String[] {remedy})
                            .orElse(new String[0]));
        }
    }

    /** Where the command was to be run from and in, if that is a code directory that could be, and a container. */
    private static void places(Training training, VariableMapping mapping, List<ImportedSetting> settings) {
        String code = training.launch()
                .map(launch -> codeDirectory(launch, training.profile))
                .filter(found -> !found.isEmpty())
                .orElseGet(() -> training.tools.stream()
                        .map(tool -> codeDirectory(tool.directory()))
                        .filter(found -> !found.isEmpty())
                        .findFirst()
                        .orElse(""));
        if (!code.isEmpty()) {
            mapping.setting(0, ParameterCatalog.standard().get(ParameterNames.CODE_DIR), "cd", code)
                    .ifPresent(settings::add);
        }
        training.launch()
                .filter(launch -> !launch.container().isEmpty())
                .flatMap(launch -> mapping.setting(
                        launch.line(),
                        ParameterCatalog.standard().get(ParameterNames.CONTAINER),
                        "docker exec",
                        launch.container()))
                .ifPresent(settings::add);
    }

    private static String codeDirectory(LaunchLine launch, ModelProfile profile) {
        String script = launch.script();
        return script.startsWith("/") && script.endsWith("/" + profile.script())
                ? script.substring(0, script.length() - profile.script().length() - 1)
                : codeDirectory(launch.directory());
    }

    private static String codeDirectory(String directory) {
        String plain = directory.endsWith("/") ? directory.substring(0, directory.length() - 1) : directory;
        String code = plain.endsWith("/" + CODE + "/ModelLink")
                ? plain.substring(0, plain.length() - "/ModelLink".length())
                : plain;
        return code.startsWith("/") && code.endsWith("/" + CODE) ? code : "";
    }

    /** A merge behind its training becomes its last step; alone it is a command of its own. */
    private static Optional<ImportedSetting> merge(Training training, Mistakes mistakes) {
        Optional<ToolMapping> merge = training.tools.stream()
                .filter(tool -> tool.job() == ToolMapping.Job.MERGE)
                .findFirst();
        if (merge.isEmpty()) {
            return Optional.empty();
        }
        String from = merge.get().option("--load-dir");
        boolean behind = training.launch().isPresent();
        mistakes.add(
                Kind.HARMLESS,
                merge.get().line(),
                behind
                        ? "the merge follows its training as a step; npu-shell writes the Hugging Face model into"
                                + " exported/ of the workspace, and leaves the one in hf-path as it is"
                        : "a merge is a command of its own here; it writes into exported/ of the workspace, and leaves"
                                + " the model in hf-path as it is",
                "weights merge" + (from.isEmpty() || References.unresolved(from) ? "" : " " + CommandText.quote(from)));
        return behind
                ? Optional.of(new ImportedSetting(
                        ParameterCatalog.standard().get(ParameterNames.EXPORT),
                        merge.get().program(),
                        new Value.Toggle(true)))
                : Optional.empty();
    }
}
