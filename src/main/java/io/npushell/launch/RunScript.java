package io.npushell.launch;

import io.npushell.plan.CommandText;
import io.npushell.plan.NodeCommand;
import io.npushell.plan.Step;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The text of run.sh: all that a session runs on one node, readable, to be run again by hand.
 *
 * <p>It stays until its steps have ended when TERM comes: the trainer saves a checkpoint then, and who waits for run.sh must not take
 * the training for dead.
 */
final class RunScript {
    private static final String HEAD = """
        #!/bin/sh
        # %s
        # Everything npu-shell runs for it. By hand: sh run.sh

        # Only these variables of the caller go on: a stale TP=4 in a login must not reach the training.
        if [ "${1-}" != --clean ]; then
        %sfi

        state=${NPU_SHELL_STATE-}
        unset NPU_SHELL_STATE
        stop_asked=
        trap 'stop_asked=yes' TERM

        mark() {
            [ -z "$state" ] || (umask go-w && printf '%%s %%s\\n' "$(date +%%s)" "$*" >>"$state/steps")
        }

        # on a line of its own: a program may leave a progress bar without a line's end
        say() {
            if [ -f "/proc/$$/fd/1" ] && [ -n "$(tail -c 1 "/proc/$$/fd/1" 2>/dev/null)" ]; then
                printf '\\n'
            fi
            printf '[npu-shell] %%s\\n' "$*"
        }

        begin() {
            [ -z "$stop_asked" ] || exit 143
            mark begun "$1"
            say "step $1: $2"
            if [ -n "$state" ]; then
                (umask go-w && printf '%%s\\n' "$1" >"$state/step.new" && mv -f "$state/step.new" "$state/step")
            fi
        }

        end() {
            mark ended "$1" "$2"
            [ "$2" -ne 0 ] || return 0
            say "step $1 ended with exit code $2"
            exit "$2"
        }
        """;

    /** Behind a script that ends in {@code | tee}, exit code 0 says nothing, and the next step would use what there is not. */
    private static final String VERDICT = """

        # verdict CODE: whether the training's log shows an end that a next step may follow
        began=$(date +%%s)
        verdict() {
            [ "$1" -eq 0 ] && [ -n "$state" ] && [ -z "$stop_asked" ] || return "$1"
            %s \\
                --log "$state/../run.log" --started "$began"
            told=$?
            case $told in
            20 | 21 | 23 | 24) mark ended train "$told"; exit "$told" ;;
            0) ;;
            *) say "how the training ended cannot be told by its log (exit code $told)" ;;
            esac
        }
        """;

    private static final String STEP = """

        begin %s %s
        %s
        end %s $?
        """;

    private static final String COMMAND = """
        (
        trap : TERM
        %s
        )\
        """;
    /** Between commands of one step. */
    private static final String NEXT = """

        code=$?
        [ -z "$stop_asked" ] || exit 143
        say "ended with exit code $code; what it left is looked at now"
        """;

    private RunScript() {}

    /** As on a host, which adds no variables of its own; exit codes are believed. */
    static String text(String title, List<Step> steps, int node) {
        return text(title, steps, node, List.of(), List.of());
    }

    /**
     * Spells it.
     *
     * @param title "Session 13: qwen-14b/pretrain", one line
     * @param node whose commands; a step that has none for it is left out
     * @param ownVariables names of those the place itself sets: they go on as well
     * @param verdict the command that is asked how the training ended before a step that follows it; empty where none can be
     */
    static String text(String title, List<Step> steps, int node, List<String> ownVariables, List<String> verdict) {
        StringBuilder text = new StringBuilder(HEAD.formatted(
                oneLine(title),
                CleanEnvironment.lines(ownVariables, "sh \"$0\" --clean").indent(4)));
        List<Step> own =
                steps.stream().filter(step -> !commandsOf(step, node).isEmpty()).toList();
        boolean asks = !verdict.isEmpty();
        if (asks) {
            text.append(
                    VERDICT.formatted(verdict.stream().map(CommandText::quote).collect(Collectors.joining(" "))));
        }
        for (Step step : own) {
            boolean judged = asks && step.kind() == Step.Kind.TRAIN && !step.equals(own.get(own.size() - 1));
            text.append(step(step, commandsOf(step, node), judged));
        }
        return text.toString();
    }

    /** The commands of a node in their order; the exit code of the last one is the step's. */
    static List<NodeCommand> commandsOf(Step step, int node) {
        return step.commands().stream()
                .filter(command -> command.node() == node)
                .toList();
    }

    private static String step(Step step, List<NodeCommand> commands, boolean judged) {
        String label = step.kind().label();
        String text = commands.stream()
                .map(command -> COMMAND.formatted(CommandText.render(command).stripTrailing()))
                .collect(Collectors.joining(NEXT.formatted()));
        return STEP.formatted(
                label, CommandText.quote(oneLine(step.summary())), judged ? text + "\nverdict $?" : text, label);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\R", " ");
    }
}
