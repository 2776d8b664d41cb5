package io.npushell.shell.command;

import io.npushell.ExitCode;
import io.npushell.shell.view.Output;
import java.util.List;
import java.util.function.Supplier;

/** Runs the commands of a file here and now, on the workbench as it is. */
final class SourceCommand extends OperatorCommand {
    private final Supplier<ScriptFiles> scripts;
    private final FileNames files;
    private final HostEnvironment environment;

    SourceCommand(Supplier<ScriptFiles> scripts, FileNames files, HostEnvironment environment) {
        super(CommandDoc.named("source", CommandGroup.SHELL, "run the commands of a file")
                .alias("run")
                .arguments("FILE", 1, 1)
                .description("""
                        One command a line. # begins a comment, \\ at the end of a line joins the next, 'raw' and "with $VARIABLE" quote.
                        A file named without / at its front is looked for beside the script that says so, at the prompt in the current directory.
                        The first command that fails ends it. From the host's shell, npu-shell run FILE starts from a clean workbench instead.""")
                .example("source checks.npu", "run a script on the workbench as it is")
                .seeAlso("assert", "echo", "exit")
                .build());
        this.scripts = scripts;
        this.files = files;
        this.environment = environment;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        environment.refusal(List.of("source", words.argument(0))).ifPresent(refusal -> {
            throw refusal;
        });
        return scripts.get().run(words.argument(0), out.unpaged());
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return request.position() == 0 ? files.suggestions(request.word(), false) : List.of();
    }
}
