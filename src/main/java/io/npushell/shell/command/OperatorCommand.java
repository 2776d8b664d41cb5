package io.npushell.shell.command;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.shell.view.Output;
import java.util.List;
import org.springframework.shell.core.command.Command;
import org.springframework.shell.core.command.CommandArgument;
import org.springframework.shell.core.command.CommandContext;
import org.springframework.shell.core.command.ExitStatus;

/**
 * One command. Thin: words in, one call into the domain, one view out.
 *
 * <p>The words after the name arrive as arguments of Spring Shell's context; options are told apart here, by the doc.
 */
public abstract class OperatorCommand implements Command {
    private final CommandDoc doc;

    protected OperatorCommand(CommandDoc doc) {
        this.doc = doc;
    }

    /**
     * Does it.
     *
     * @return OK, or another code where the result itself is one: findings, the end of a session waited for
     * @throws OperatorException for whatever the operator can mend
     */
    protected abstract ExitCode run(Words words, Output out);

    /** What could stand at the cursor, in the order shown; from memory only, since it is asked on every Tab. Options are added by the shell. */
    public List<Suggestion> complete(Completion request) {
        return List.of();
    }

    public final CommandDoc doc() {
        return doc;
    }

    @Override
    public final ExitStatus execute(CommandContext context) {
        List<String> raw = context.parsedInput().arguments().stream()
                .map(CommandArgument::value)
                .toList();
        Output out = Output.of(context.outputWriter());
        Words words = Words.read(doc, raw);
        ExitCode code = run(words, doc.json() && words.flag("json") ? out.asJson() : out);
        return new ExitStatus(code.code(), code.meaning());
    }

    @Override
    public final String getName() {
        return doc.name();
    }

    @Override
    public final String getDescription() {
        return doc.summary();
    }

    @Override
    public final String getHelp() {
        return doc.description();
    }

    @Override
    public final String getGroup() {
        return doc.group().title();
    }

    @Override
    public final List<String> getAliases() {
        return doc.aliases();
    }
}
