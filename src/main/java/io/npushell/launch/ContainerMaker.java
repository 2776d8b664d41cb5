package io.npushell.launch;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.container.Container;
import io.npushell.container.ContainerEngine;
import io.npushell.container.ContainerEngine.Answer;
import io.npushell.container.ContainerPlan;
import io.npushell.process.CommandOutput;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Makes containers, and makes one anew without losing the one before: that is kept under another name, with all that was installed and runs in it, until the new
 * one runs.
 *
 * <p>Who is killed in between leaves the one before under {@link Container#asideName}, where the next start finds it.
 *
 * @param told each step, as it is done
 */
record ContainerMaker(ContainerEngine engine, Consumer<String> told) {
    static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int LAST_WORDS = 5;
    /** What a run leaves that could not be started; "configured" and "initialized" are podman's. */
    private static final Set<String> NEVER_RAN = Set.of("created", "configured", "initialized");

    /**
     * Makes it where there is none of its name.
     *
     * @throws OperatorException ENVIRONMENT where docker does not do it, or what it runs ends at once
     */
    Container make(ContainerPlan plan) {
        String name = plan.wishes().name();
        try {
            run(plan);
        } catch (OperatorException failed) {
            // what could not be started would stand in the way of the next try
            found(name)
                    .filter(left -> left.ours() && NEVER_RAN.contains(left.status()))
                    .ifPresent(left -> engine.docker(List.of("rm", left.id()), LIMIT));
            throw failed;
        }
        return running(name);
    }

    /** Makes it anew; on any failure the one before is as it was. */
    Container replace(ContainerPlan plan, Container before) {
        String name = plan.wishes().name();
        String aside = Container.asideName(name);
        if (!before.name().equals(aside)) {
            done(engine.docker(List.of("rename", before.id(), aside), LIMIT), "container " + name, "renamed");
            told.accept("container " + name + " kept as " + aside + " until the new one runs");
        }
        Container made;
        try {
            run(plan);
            made = running(name);
        } catch (OperatorException failed) {
            boolean interrupted = Thread.interrupted();
            restore(name, before);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            throw failed;
        }
        CommandOutput removed = engine.docker(List.of("rm", "--force", before.id()), LIMIT);
        told.accept(
                removed.succeeded()
                        ? "the new container " + name + " runs; the one before is removed"
                        : "the new container " + name + " runs; the one before cannot be removed: "
                                + ContainerEngine.why(removed) + ".  !docker rm --force " + aside);
        return made;
    }

    private void run(ContainerPlan plan) {
        List<String> words = plan.run().subList(1, plan.run().size());
        done(engine.docker(words, LIMIT), "container " + plan.wishes().name(), "made");
    }

    private void restore(String name, Container before) {
        String aside = Container.asideName(name);
        try {
            found(name)
                    .filter(left -> left.ours() && !left.id().equals(before.id()))
                    .ifPresent(left -> engine.docker(List.of("rm", "--force", left.id()), LIMIT));
            CommandOutput renamed = engine.docker(List.of("rename", before.id(), name), LIMIT);
            if (!renamed.succeeded()) {
                throw ContainerEngine.unreachable(ContainerEngine.why(renamed));
            }
            boolean stopped = before.up()
                    && found(before.id()).filter(Container::up).isEmpty()
                    && !engine.docker(List.of("start", before.id()), LIMIT).succeeded();
            told.accept(
                    stopped
                            ? "the container before is " + name + " again, but could not be started:  !docker start "
                                    + name
                            : "the container before is " + name + " again, as it was");
        } catch (OperatorException unanswered) {
            told.accept("the container before is kept as " + aside + ", as it could not be renamed: "
                    + unanswered.getMessage() + ".  !docker rename " + aside + " " + name);
        }
    }

    private Optional<Container> found(String reference) {
        return engine.inspect(reference) instanceof Answer.Found found
                ? Optional.of(found.container())
                : Optional.empty();
    }

    /**
     * The container of that name where it runs.
     *
     * @throws OperatorException ENVIRONMENT with its exit code and its last words where it does not: an image that runs a program of its own ends with it
     */
    Container running(String name) {
        Answer answer = engine.inspect(name);
        if (answer instanceof Answer.Unreachable unreachable) {
            throw ContainerEngine.unreachable(unreachable.why());
        }
        if (!(answer instanceof Answer.Found found)) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT,
                    "container " + name + " is gone right after its start",
                    "!docker events --since 5m --until 0s");
        }
        Container container = found.container();
        if (container.running()) {
            return container;
        }
        boolean ended = !container.up() && !NEVER_RAN.contains(container.status());
        throw new OperatorException(
                ExitCode.ENVIRONMENT,
                ended
                        ? "container " + name + " ended at once with exit code " + container.exitCode()
                                + (container.state().outOfMemory() ? ", out of its memory" : "") + lastWords(container)
                        : "container " + name + " is " + container.status() + " after its start",
                "!docker logs " + name + "   or   set image ANOTHER");
    }

    private String lastWords(Container container) {
        CommandOutput logs = engine.docker(List.of("logs", "--tail", Integer.toString(LAST_WORDS), container.id()));
        List<String> lines = Stream.of(logs.out(), logs.err())
                .flatMap(String::lines)
                .map(String::stripTrailing)
                .filter(line -> !line.isEmpty())
                .toList();
        return !logs.succeeded() || lines.isEmpty()
                ? ", and said nothing"
                : ". The last it said:\n  "
                        + String.join("\n  ", lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size()));
    }

    /** @throws OperatorException ENVIRONMENT where it did not succeed */
    static void done(CommandOutput output, String what, String how) {
        if (!output.succeeded()) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT,
                    what + " cannot be " + how + ": " + ContainerEngine.why(output),
                    "container plan");
        }
    }
}
