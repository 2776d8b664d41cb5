package io.npushell.plan;

import java.util.ArrayList;
import java.util.List;

/** Which commands are npu-shell's own Java programs: those need no NPU, and the workspace is the same on the host as in a container. */
public final class OwnPrograms {
    private OwnPrograms() {}

    /** The first words of the command that runs one as a step: "data", "weights"; its own options come behind. */
    public static List<String> command(Installation installation, List<String> javaOptions, String step) {
        List<String> words = new ArrayList<>();
        words.add(installation.java());
        words.addAll(javaOptions);
        words.addAll(List.of("-cp", installation.stepClassPath(), "io.npushell.step.Main", step));
        return words;
    }

    /** Whether these steps run nothing else, so that they can run on the host even where a container is chosen. */
    public static boolean only(List<Step> steps, Installation installation) {
        return commands(steps).stream().allMatch(command -> isOne(command, installation));
    }

    /** The first of these steps that runs one; empty where none does. */
    static java.util.Optional<Step> first(List<Step> steps, Installation installation) {
        return steps.stream()
                .filter(step -> step.commands().stream().anyMatch(command -> isOne(command, installation)))
                .findFirst();
    }

    /** Whether a step that follows the training runs one, so that our java is known to be where it runs. */
    public static boolean followsTraining(List<Step> steps, Installation installation) {
        return steps.stream()
                .dropWhile(step -> step.kind() != Step.Kind.TRAIN)
                .skip(1)
                .flatMap(step -> step.commands().stream())
                .anyMatch(command -> isOne(command, installation));
    }

    private static boolean isOne(NodeCommand command, Installation installation) {
        return command.command().get(0).equals(installation.java());
    }

    private static List<NodeCommand> commands(List<Step> steps) {
        return steps.stream().flatMap(step -> step.commands().stream()).toList();
    }
}
