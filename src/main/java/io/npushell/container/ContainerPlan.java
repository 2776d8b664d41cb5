package io.npushell.container;

import java.util.List;

/**
 * What would be run for a container, and what keeps it from being run.
 *
 * @param run the words of {@code docker run}
 * @param npus numbers of the NPUs it gets
 * @param mounts that it gets
 * @param adjusted sentences: what differs from the manual's line, and why
 * @param objections worst first
 * @param differences how the container of that name that is there already differs; empty where there is none or it is the same
 * @param lacks what a training on NPUs would miss in that one
 */
public record ContainerPlan(
        ContainerWishes wishes,
        List<String> run,
        List<Integer> npus,
        List<Container.Mount> mounts,
        List<String> adjusted,
        List<Objection> objections,
        List<String> differences,
        List<Lacks.Lack> lacks) {

    public ContainerPlan {
        run = List.copyOf(run);
        npus = List.copyOf(npus);
        mounts = List.copyOf(mounts);
        adjusted = List.copyOf(adjusted);
        objections = List.copyOf(objections);
        differences = List.copyOf(differences);
        lacks = List.copyOf(lacks);
    }

    /**
     * What is wrong.
     *
     * @param kind what it means for starting the container
     * @param remedy a command
     */
    public record Objection(Kind kind, String sentence, String remedy) {}

    /** What an objection means. */
    public enum Kind {
        /** It cannot work. */
        ERROR,
        /** Somebody else's claim stands against it. */
        CONFLICT,
        WARNING
    }

    /** Whether anything keeps it from being started. */
    public boolean blocked() {
        return objections.stream().anyMatch(objection -> objection.kind() != Kind.WARNING);
    }
}
