package io.npushell.launch;

import io.npushell.params.ParameterCatalog;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.plan.CommandText;
import io.npushell.plan.Facts;
import io.npushell.plan.Finding;
import io.npushell.plan.NodeCommand;
import io.npushell.plan.Plan;
import io.npushell.plan.Step;
import io.npushell.session.SessionId;
import io.npushell.session.SessionSpec;
import io.npushell.session.SessionSpec.SettingEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes down what a session was asked: session.json. */
final class SpecWriter {
    private final Preflight preflight;
    private final Plan plan;
    private final List<Step> steps;

    /**
     * Names the plan as it will run.
     *
     * @param plan with the session's own directory in its commands
     */
    SpecWriter(Preflight preflight, Plan plan, List<Step> steps) {
        this.preflight = preflight;
        this.plan = plan;
        this.steps = steps;
    }

    /** Of a session in a container, or on the host itself where that is null. */
    SessionSpec spec(
            SessionId id,
            Instant created,
            Map<String, String> versions,
            String engineDigest,
            SessionSpec.@Nullable Container container) {
        boolean trains = preflight.trains();
        Facts.Output output = preflight.facts().output();
        Facts.Script script = preflight.facts().script();
        SessionSpec.Run run = new SessionSpec.Run(
                trains && output != null ? output.directory() : null,
                path(ParameterNames.DATASET_PATH),
                plan.findings().stream()
                        .filter(Finding::accepted)
                        .map(Finding::code)
                        .distinct()
                        .toList(),
                versions,
                script == null ? engineDigest : script.sha256(),
                commands().stream().map(CommandText::render).toList(),
                container);
        return new SessionSpec(id, request(created), training(trains), run);
    }

    private SessionSpec.Request request(Instant created) {
        LaunchRequest request = preflight.request();
        return new SessionSpec.Request(
                request.name().isEmpty()
                        ? request.profile().name() + "/" + request.runType().label()
                        : request.name(),
                request.note(),
                request.profile().name(),
                request.runType().label(),
                request.profile().engine().label(),
                steps.stream().map(step -> step.kind().label()).toList(),
                request.parent(),
                created,
                preflight.workDir().toString(),
                entries(),
                variables());
    }

    private SessionSpec.Training training(boolean trains) {
        return new SessionSpec.Training(
                trains ? whole(ParameterNames.TRAIN_ITERS, -1) : -1,
                whole(ParameterNames.GLOBAL_BATCH, 1),
                whole(ParameterNames.MICRO_BATCH, 1),
                whole(ParameterNames.SEQ_LEN, 1),
                (int) whole(ParameterNames.TENSOR_PARALLEL, 1),
                (int) whole(ParameterNames.PIPELINE_PARALLEL, 1),
                world(),
                plan.machine().nodes(),
                preflight.node());
    }

    private List<SettingEntry> entries() {
        Settings settings = plan.settings();
        return ParameterCatalog.standard().all().stream()
                .flatMap(parameter -> settings.find(parameter.name()).stream())
                .map(setting -> new SettingEntry(
                        setting.parameter().name(),
                        setting.value().text(),
                        setting.origin().label()))
                .toList();
    }

    private Map<String, String> variables() {
        return steps.stream()
                .filter(step -> step.kind() == Step.Kind.TRAIN)
                .flatMap(step -> RunScript.commandsOf(step, preflight.node()).stream())
                .map(NodeCommand::environment)
                .findFirst()
                .orElse(Map.of());
    }

    private List<NodeCommand> commands() {
        return steps.stream()
                .flatMap(step -> RunScript.commandsOf(step, preflight.node()).stream())
                .toList();
    }

    private int world() {
        return plan.layout() == null ? plan.machine().devices() : plan.layout().world();
    }

    private long whole(String name, long otherwise) {
        return plan.settings().whole(name).orElse(otherwise);
    }

    private @Nullable String path(String name) {
        String text = plan.settings().text(name).orElse(null);
        return text == null ? null : preflight.facts().resolved().getOrDefault(text, text);
    }
}
