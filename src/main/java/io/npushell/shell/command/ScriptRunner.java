package io.npushell.shell.command;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.shell.script.Expansion;
import io.npushell.shell.script.Lexer;
import io.npushell.shell.script.RawCommand;
import io.npushell.shell.script.Variables;
import io.npushell.shell.view.FailureView;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Place;
import java.util.List;

/** Runs the commands of a text one after the other, and stops at the first that fails unless told to keep going. */
public final class ScriptRunner {
    private final Dispatcher dispatcher;
    private final Variables variables;
    private final Leaving leaving;
    private boolean keepsGoing;

    public ScriptRunner(Dispatcher dispatcher, Variables variables, Leaving leaving) {
        this.dispatcher = dispatcher;
        this.variables = variables;
        this.leaving = leaving;
    }

    /** {@code --keep-going}: later commands run even where one failed. */
    public void keepGoing() {
        keepsGoing = true;
    }

    /**
     * Runs them.
     *
     * @param file how messages call the text, "" where they need no place
     * @return the first failure's code, OK where all went well
     */
    public ExitCode run(String text, String file, Output out) {
        ExitCode first = ExitCode.OK;
        for (RawCommand command : Lexer.commands(text)) {
            ExitCode code = run(command, file.isEmpty() ? Place.NONE : new Place(file, command.line()), out);
            first = first == ExitCode.OK ? code : first;
            if (leaving.asked() || (code != ExitCode.OK && !keepsGoing)) {
                break;
            }
        }
        return first;
    }

    private ExitCode run(RawCommand command, Place place, Output out) {
        List<String> words;
        try {
            words = Expansion.words(command, variables);
        } catch (OperatorException e) {
            FailureView.show(out, place, e.exitCode(), e.getMessage(), e.remedy());
            return e.exitCode();
        }
        return words.isEmpty() ? ExitCode.OK : dispatcher.run(words, place, out);
    }
}
