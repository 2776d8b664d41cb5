package io.npushell.shell.imports;

import static io.npushell.params.ParameterNames.DATASET_PATH;
import static io.npushell.params.ParameterNames.MODEL_PATH;

import io.npushell.model.RunType;
import io.npushell.profile.ModelProfile;
import io.npushell.shell.imports.Mistake.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commands of a text that belong to one profile and run type: those that launch it, one for each node, its tools, and the container. */
final class Training {
    final ModelProfile profile;
    final RunType runType;
    final List<LaunchLine> launches = new ArrayList<>();
    final List<ToolMapping> tools = new ArrayList<>();
    final List<ContainerMapping> containers = new ArrayList<>();

    Training(ModelProfile profile, RunType runType) {
        this.profile = profile;
        this.runType = runType;
    }

    boolean is(ModelProfile otherProfile, RunType otherType) {
        return profile.name().equals(otherProfile.name()) && runType == otherType;
    }

    Optional<LaunchLine> launch() {
        return launches.stream().findFirst();
    }

    /** Whether a further launch is of another node of this one, or says the same training. */
    boolean takes(LaunchLine launch) {
        LaunchLine first = launches.get(0);
        boolean otherNode = launch.variable("NODE_RANK").matches("[1-9]\\d*")
                && first.variables().containsKey("NODE_RANK")
                && launches.stream()
                        .noneMatch(each -> each.variable("NODE_RANK").equals(launch.variable("NODE_RANK")));
        return otherNode
                || (first.variable("RUN_TYPE").equals(launch.variable("RUN_TYPE"))
                        && first.variable("MODEL_TYPE").equals(launch.variable("MODEL_TYPE")));
    }

    /** Whether what a tool makes is what this training reads. */
    boolean reads(ToolMapping tool) {
        String dataset = variable(DATASET_PATH);
        String model = variable(MODEL_PATH);
        return switch (tool.job()) {
            case DATA -> !dataset.isEmpty() && tool.makes(dataset);
            case WEIGHTS -> !model.isEmpty() && plain(model).equals(plain(tool.option("--save-dir")));
            case MERGE -> plain(tool.option("--load-dir") + "/").contains("/" + runType.label() + "/");
        };
    }

    private String variable(String parameter) {
        return launch().flatMap(launch -> profile.variable(parameter).map(launch::variable))
                .orElse("");
    }

    private static String prefix(String path) {
        return path.endsWith("_text_document") ? path.substring(0, path.length() - "_text_document".length()) : path;
    }

    private static String plain(String path) {
        return path.endsWith("/") && path.length() > 1 ? path.substring(0, path.length() - 1) : path;
    }

    /** All its settings, the launch's over those of the tools; names what they say differently. */
    List<ImportedSetting> settings(List<ImportedSetting> launched, Mistakes mistakes) {
        Map<String, ImportedSetting> settings = new LinkedHashMap<>();
        containers.forEach(container -> container
                .settings()
                .forEach(setting -> settings.put(setting.parameter().name(), setting)));
        for (ToolMapping tool : tools) {
            handler(tool, mistakes);
            tool.settings(runType, variable(DATASET_PATH))
                    .forEach(setting -> settings.put(setting.parameter().name(), setting));
        }
        int line = launch().map(LaunchLine::line).orElse(0);
        for (ImportedSetting setting : launched) {
            ImportedSetting before = settings.get(setting.parameter().name());
            if (before != null && !same(before.value().text(), setting.value().text())) {
                mistakes.add(
                        Kind.NOT_TOGETHER,
                        line,
                        before.variable() + " " + before.value().text() + " before, but " + setting.variable() + "="
                                + setting.value().text()
                                + " for the training: they have to be the same; taken from the training");
            }
            settings.put(setting.parameter().name(), setting);
        }
        return List.copyOf(settings.values());
    }

    private static boolean same(String one, String other) {
        return plain(prefix(one)).equals(plain(prefix(other)));
    }

    private void handler(ToolMapping tool, Mistakes mistakes) {
        if (tool.job() != ToolMapping.Job.DATA || launches.isEmpty()) {
            return;
        }
        boolean instructions = tool.runType().finetunes();
        if (runType.finetunes() && !instructions) {
            mistakes.add(
                    Kind.NOT_TOGETHER,
                    tool.line(),
                    "preprocess_data.py without a handler for instructions makes plain text, which " + runType.label()
                            + " cannot train on; meant is --handler-name GeneralInstructionHandler");
        } else if (!runType.finetunes() && instructions) {
            mistakes.add(
                    Kind.NOT_TOGETHER,
                    tool.line(),
                    "--handler-name " + tool.option("--handler-name") + " makes fine-tuning data, and "
                            + runType.label() + " trains on plain text; meant is the command without it");
        }
    }
}
