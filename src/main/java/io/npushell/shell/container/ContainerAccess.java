package io.npushell.shell.container;

import io.npushell.launch.ContainerSettings;
import io.npushell.launch.ContainerSetup;
import io.npushell.launch.Containers;
import io.npushell.launch.LaunchRequest;
import io.npushell.params.Settings;
import io.npushell.plan.NodeCommand;
import io.npushell.plan.Plan;
import io.npushell.plan.Step;
import io.npushell.plan.engine.Engines;
import io.npushell.process.Foreground;
import io.npushell.profile.ModelProfile;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.Services;
import io.npushell.shell.command.Words;
import io.npushell.shell.workbench.WorkbenchState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the container commands work with; they need no profile, but with one they know its environment and code. */
final class ContainerAccess {
    private final Services services;
    private final SessionAccess access;

    ContainerAccess(Services services, SessionAccess access) {
        this.services = services;
        this.access = access;
    }

    Containers containers() {
        return access.containers();
    }

    ContainerSetup setup() {
        return access.containerSetup();
    }

    /** The settings in use, the code package where it was found. */
    ContainerSettings settings() {
        return new ContainerSettings(profile().isEmpty() ? beneath() : located());
    }

    private Settings beneath() {
        return access.beneath(services.workbench().state());
    }

    private Settings located() {
        return access.facts().settings(access.request());
    }

    Optional<ModelProfile> profile() {
        WorkbenchState state = services.workbench().state();
        return state.profile() == null
                ? Optional.empty()
                : Optional.of(services.workbench().profile());
    }

    /** Without a profile it is for the manual's scripts, which need NPUs. */
    boolean withNpus() {
        return profile().filter(profile -> !Engines.of(profile).needsNpus()).isEmpty();
    }

    /** Shell lines of the profile in use. */
    List<String> environment() {
        return profile().map(ModelProfile::environment).orElse(List.of());
    }

    /** The training command of this node as plan has it, where a profile of the manual's scripts is in use. */
    Optional<NodeCommand> training() {
        if (profile().filter(profile -> Engines.of(profile).needsCodePackage()).isEmpty()) {
            return Optional.empty();
        }
        LaunchRequest request = access.request();
        Plan plan = access.launcher().plan(request);
        int node = (int) plan.settings()
                .whole(io.npushell.params.ParameterNames.NODE_RANK)
                .orElse(0);
        return plan.steps().stream()
                .filter(step -> step.kind() == Step.Kind.TRAIN)
                .flatMap(step -> step.commands().stream())
                .filter(command -> command.node() == node || plan.machine().nodes() == 1)
                .findFirst();
    }

    /** Runs a command where the operator sees it work; what it prints is talk. */
    int attached(List<String> command) {
        List<String> words = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" </dev/null >&2", "attached"));
        words.addAll(command);
        return terminal(words);
    }

    /** Runs a command on the operator's terminal. */
    int terminal(List<String> command) {
        return Foreground.run(
                command,
                services.surroundings().directory(),
                services.surroundings().environment());
    }

    /** Whether there is a terminal to type on. */
    boolean atTerminal() {
        return terminal(List.of("sh", "-c", "[ -t 0 ] && [ -t 1 ]")) == 0;
    }

    /** Asks whether a container that npu-shell did not make may be removed. */
    boolean mayRemove(Words words, String name) {
        return words.flag("yes")
                || services.questions()
                        .confirm(
                                "container " + name
                                        + " was not made by npu-shell; what is only in it is lost. Remove it?",
                                "--yes");
    }
}
