package io.npushell.shell.container;

import io.npushell.ExitCode;
import io.npushell.container.Container;
import io.npushell.container.Lacks;
import io.npushell.container.NpuAccess;
import io.npushell.launch.ContainerSettings;
import io.npushell.launch.ContainerState;
import io.npushell.session.Session;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.JsonObject;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Paragraph;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;
import java.util.ArrayList;
import java.util.List;

/** Says how the container is. */
final class ContainerStatusCommand extends OperatorCommand {
    private final ContainerAccess access;

    ContainerStatusCommand(ContainerAccess access) {
        super(CommandDoc.named(
                        "container status",
                        CommandGroup.CONTAINER,
                        "whether it runs, its image and NPUs, whether it is set up, sessions within")
                .description("Exit 6 where docker cannot be asked; a container that is not there is an answer too.")
                .json()
                .paged()
                .example("container status", "what container start left")
                .seeAlso("container start", "container setup", "sessions")
                .build());
        this.access = access;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        ContainerSettings settings = access.settings();
        ContainerState state = access.containers().state(settings, access.withNpus(), access.setup());
        if (out.json()) {
            out.document("container", json -> json(json, settings, state));
        } else {
            lines(settings, state).stream()
                    .flatMap(line -> Paragraph.lines(line, 13, out.width()).stream())
                    .forEach(out::line);
        }
        return ExitCode.OK;
    }

    private static List<Text> lines(ContainerSettings settings, ContainerState state) {
        List<Text> lines = new ArrayList<>();
        Container container = state.container();
        Text head = Text.of("Container " + settings.name() + "  ", Style.STRONG);
        if (container == null) {
            lines.add(head.plus("absent", Style.WARNING).plus(state.cutShort() == null ? "  container start" : ""));
            cutShort(lines, state);
            return lines;
        }
        lines.add(head.plus(container.status(), container.running() ? Style.GOOD : Style.WARNING)
                .plus(container.up() ? " since " + container.started() : " (exit code " + container.exitCode() + ")")
                .plus(container.ours() ? "" : ", not made by npu-shell"));
        field(lines, "image", container.image());
        field(lines, "NPUs", npus(container.access()));
        if (state.user() != null) {
            field(lines, "user", state.user());
        }
        if (state.setup() != null) {
            field(lines, "setup", state.setup() + (state.setupNeeded() ? "  container setup" : ""));
        }
        field(lines, "trainings", chosen(settings));
        field(lines, "sessions", sessions(state.sessions()));
        state.differences().forEach(difference -> field(lines, "differs", difference));
        state.lacks()
                .forEach(lack -> field(
                        lines,
                        lack.sentence().replaceFirst("^(\\w+) .*", "$1"),
                        lack.sentence().replaceFirst("^\\w+ ", "")));
        cutShort(lines, state);
        return lines;
    }

    private static String npus(NpuAccess npus) {
        String possibly = npus.possibly().isEmpty()
                ? ""
                : "any of the host, perhaps (" + String.join(", ", npus.possibly()) + ")";
        return npus.devices().isEmpty() && !npus.all() && !possibly.isEmpty()
                ? possibly
                : npus.words(", ") + (possibly.isEmpty() ? "" : "; " + possibly);
    }

    private static void cutShort(List<Text> lines, ContainerState state) {
        String left = state.cutShort();
        if (left != null) {
            field(lines, "left over", left);
        }
    }

    private static String chosen(ContainerSettings settings) {
        return settings.chosen().isPresent()
                ? "run in it"
                : "run on the host; set container " + settings.name() + " to have them run in it";
    }

    private static List<String> numbers(List<Integer> npus) {
        return npus.stream().map(String::valueOf).toList();
    }

    private static String sessions(List<Session> sessions) {
        return sessions.isEmpty()
                ? "none"
                : String.join(
                        ", ",
                        sessions.stream()
                                .map(session -> session.id().text() + " "
                                        + session.state().label())
                                .toList());
    }

    private static void field(List<Text> lines, String name, String value) {
        lines.add(Text.of(String.format("  %-10s ", name), Style.FAINT).plus(value));
    }

    private static void json(JsonObject json, ContainerSettings settings, ContainerState state) {
        Container container = state.container();
        json.field("name", settings.name())
                .field("state", container == null ? "absent" : container.status())
                .field("left_over", state.cutShort());
        if (container == null) {
            return;
        }
        json.field("id", container.id())
                .field("image", container.image())
                .field("started", container.started())
                .field("exit_code", container.exitCode())
                .field("made_by_npu_shell", container.ours())
                .field("privileged", container.privileged())
                .texts("npus", numbers(container.access().onHost()))
                .texts("npus_inside", numbers(container.access().inside()))
                .field("npus_all", container.access().all())
                .texts("npus_possibly", container.access().possibly())
                .field("user", state.user())
                .field("setup", state.setup())
                .field("setup_needed", state.setupNeeded())
                .field("chosen", settings.chosen().isPresent())
                .texts(
                        "sessions",
                        state.sessions().stream()
                                .map(session -> session.id().text())
                                .toList())
                .texts("differences", state.differences())
                .texts("lacks", state.lacks().stream().map(Lacks.Lack::sentence).toList());
    }
}
