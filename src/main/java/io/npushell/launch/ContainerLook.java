package io.npushell.launch;

import io.npushell.container.Container;
import io.npushell.container.ContainerEngine;
import io.npushell.container.Inside;
import io.npushell.container.Lacks;
import io.npushell.container.SetupRecord;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.plan.Facts;
import io.npushell.plan.Installation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks at the container that the settings name, from outside and inside. Never throws for what is missing or broken. */
public final class ContainerLook {
    private final ContainerEngine engine;
    private final Installation installation;

    public ContainerLook(ContainerEngine engine, Installation installation) {
        this.engine = engine;
        this.installation = installation;
    }

    /**
     * The container, or null where none is chosen.
     *
     * @param settings complete
     * @param output where the training saves to
     */
    Facts.@Nullable Container look(Settings settings, Path output) {
        ContainerSettings wanted = new ContainerSettings(settings);
        if (wanted.chosen().isEmpty()) {
            return null;
        }
        String name = wanted.name();
        ContainerEngine.Answer answer = engine.inspect(name);
        if (answer instanceof ContainerEngine.Answer.Unreachable unreachable) {
            return Facts.Container.troubled(name, "docker cannot be asked: " + unreachable.why(), "container status");
        }
        if (!(answer instanceof ContainerEngine.Answer.Found found)) {
            return Facts.Container.troubled(name, "there is no container " + name, "container start");
        }
        Container container = found.container();
        if (!container.running()) {
            return Facts.Container.troubled(
                    name,
                    "container " + name + " is " + container.status(),
                    container.status().equals("paused") ? "!docker unpause " + name : "container start");
        }
        return inside(container, wanted, List.of(wanted.workspace(), output.toString()));
    }

    private Facts.Container inside(Container container, ContainerSettings wanted, List<String> written) {
        Inside.Answer answer = Inside.look(engine, container.id(), wanted.user(), installation.java(), jar(), written);
        if (answer instanceof Inside.Answer.Failed failed) {
            return Facts.Container.troubled(
                    container.name(),
                    "nothing can be run in container " + container.name() + ": " + failed.why(),
                    "container enter");
        }
        Inside inside = ((Inside.Answer.Seen) answer).inside();
        return new Facts.Container(
                container.name(),
                null,
                "",
                mountProblem(container, Path.of(wanted.workspace())),
                inside.lacking(),
                inside.userName(),
                inside.says("writable"),
                container.access().open()
                        ? Integer.MAX_VALUE
                        : container.access().inside().size(),
                inside.says("java"),
                SetupRecord.due(inside.setup(), requirements(wanted.settings())),
                Lacks.of(container, inside.there(), wanted.nodes()).stream()
                        .map(lack -> new Facts.Container.Lack(lack.sentence(), lack.remedy()))
                        .toList(),
                container.access().open() ? List.of() : container.npus());
    }

    /** Any entry of the class path: they lie together, and are mounted together. */
    private String jar() {
        return Stream.of(installation.stepClassPath().split(File.pathSeparator))
                .findFirst()
                .orElse("");
    }

    /** sha256 of what the manual installs in the container, or null where there is none. */
    static @Nullable String requirements(Settings settings) {
        Path file = requirementsFile(settings);
        try {
            return file == null || !Files.isRegularFile(file) ? null : Digest.sha256(Files.readString(file));
        } catch (IOException e) {
            return null;
        }
    }

    /** scripts/requirements.txt of the code package, there or not; null where no code directory is known. */
    static @Nullable Path requirementsFile(Settings settings) {
        return settings.text(ParameterNames.CODE_DIR)
                .map(code -> Path.of(code, "scripts", "requirements.txt"))
                .orElse(null);
    }

    /** Why the workspace is not in the container as it is on the host, or null. */
    static @Nullable String mountProblem(Container container, Path workspace) {
        Container.Mount mount = container.mountOf(workspace.toString()).orElse(null);
        if (mount == null) {
            return "container %s does not have the workspace '%s'".formatted(container.name(), workspace);
        }
        Path source =
                Path.of(mount.source()).resolve(Path.of(mount.destination()).relativize(workspace));
        if (!same(source, workspace)) {
            return "container %s has '%s' at '%s', not the workspace".formatted(container.name(), source, workspace);
        }
        return mount.writable()
                ? null
                : "container %s has the workspace '%s' mounted read-only".formatted(container.name(), workspace);
    }

    private static boolean same(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return one.normalize().equals(other.normalize());
        }
    }
}
