package io.npushell.shell.command;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.shell.view.ClosedPipe;
import io.npushell.shell.view.FailureView;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Place;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.shell.core.InputReader;
import org.springframework.shell.core.command.CommandArgument;
import org.springframework.shell.core.command.CommandContext;
import org.springframework.shell.core.command.ExitStatus;
import org.springframework.shell.core.command.ParsedInput;

/** Runs one command given as words, and tells its failure. Replaces Spring Shell's executor and runners, which lose exit codes. */
public final class Dispatcher {
    private static final InputReader NO_INPUT = new InputReader() {};

    private final Commands commands;
    private final Bugs bugs;
    private final Runnable beginning;
    private final UnknownCommand unknown;

    /** Of commands that know nothing of the host's shell. */
    public Dispatcher(Commands commands, Bugs bugs, Runnable beginning) {
        this(
                commands,
                new UnknownCommand(commands, ForeignCommands.NONE, new HostEnvironment(Optional::empty), ""),
                bugs,
                beginning);
    }

    /**
     * Names what it works with.
     *
     * @param beginning done before each command
     */
    public Dispatcher(Commands commands, UnknownCommand unknown, Bugs bugs, Runnable beginning) {
        this.unknown = unknown;
        this.commands = commands;
        this.bugs = bugs;
        this.beginning = beginning;
    }

    /** Runs it; every failure has been told when this returns. */
    public ExitCode run(List<String> words, Place place, Output out) {
        Output told = out;
        beginning.run();
        try {
            Commands.Match match = commands.find(words).orElseThrow(() -> unknown.failure(words));
            List<String> rest = words.subList(match.nameWords(), words.size());
            OperatorCommand command = match.command();
            if (command.doc().json() && rest.contains("--json")) {
                told = out.asJson();
            } else if (command.doc().paged(rest) || asksForHelp(command, rest)) {
                told = out.held();
            }
            if (asksForHelp(command, rest)) {
                HelpPage.of(command.doc()).forEach(told::line);
                return ExitCode.OK;
            }
            ExitStatus status = command.execute(context(match, words, told));
            return Arrays.stream(ExitCode.values())
                    .filter(code -> code.code() == status.code())
                    .findFirst()
                    .orElse(ExitCode.FAILED);
        } catch (OperatorException e) {
            FailureView.show(told, place, e.exitCode(), e.getMessage(), e.remedy());
            return e.exitCode();
        } catch (ClosedPipe e) {
            throw e;
        } catch (RuntimeException | Error e) {
            return bugs.tell(e, words, place, told);
        } finally {
            told.clearStatus();
            told.flush();
            told.release();
        }
    }

    /** The doc of the command that words begin with, where its arguments are a command of the host's shell. */
    Optional<CommandDoc> hostText(List<String> words) {
        return commands.find(words).map(match -> match.command().doc()).filter(CommandDoc::hostText);
    }

    /** What says what is meant by words that begin no command. */
    UnknownCommand unknown() {
        return unknown;
    }

    private static boolean asksForHelp(OperatorCommand command, List<String> rest) {
        int end = rest.indexOf("--");
        List<String> options = end < 0 ? rest : rest.subList(0, end);
        return command.doc().freeWords()
                ? rest.equals(List.of("--help"))
                : options.contains("--help") || options.contains("-h");
    }

    private CommandContext context(Commands.Match match, List<String> words, Output out) {
        ParsedInput.Builder input =
                ParsedInput.builder().commandName(match.command().doc().name());
        for (int i = match.nameWords(); i < words.size(); i++) {
            input.addArgument(new CommandArgument(i - match.nameWords(), words.get(i)));
        }
        return new CommandContext(input.build(), commands.registry(), out.writer(), NO_INPUT);
    }
}
