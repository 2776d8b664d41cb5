package io.npushell.shell.settings;

import io.npushell.ExitCode;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import io.npushell.shell.workbench.Choices;
import io.npushell.shell.workbench.Workbench;
import java.util.Optional;
import java.util.function.Supplier;

/** One step back on the workbench, or one step forward again. */
final class UndoCommand extends OperatorCommand {
    private final Workbench bench;
    private final Supplier<Optional<Workbench.Change>> step;
    private final ChangeView view;

    private UndoCommand(CommandDoc doc, Workbench bench, Supplier<Optional<Workbench.Change>> step, ChangeView view) {
        super(doc);
        this.bench = bench;
        this.step = step;
        this.view = view;
    }

    static UndoCommand undo(Workbench bench, ChangeView view) {
        return new UndoCommand(
                CommandDoc.named("undo", CommandGroup.PARAMETERS, "take back the last change of the workbench")
                        .description(
                                "Works for set, unset, reset, use, import, assume and preset use. Sessions are not touched."
                                        + " It reaches back within one shell: what another one did, npu-shell set ... or npu-shell import ... on the command line too, it does not know; diff shows that, unset and reset take it back.")
                        .example("undo", "one step back")
                        .seeAlso("redo", "reset")
                        .build(),
                bench,
                bench::undo,
                view);
    }

    static UndoCommand redo(Workbench bench, ChangeView view) {
        return new UndoCommand(
                CommandDoc.named("redo", CommandGroup.PARAMETERS, "make the change again that undo took back")
                        .example("redo", "one step forward")
                        .seeAlso("undo")
                        .build(),
                bench,
                bench::redo,
                view);
    }

    /** What to do where the settings come from another shell; one that undid all its own has none left to speak of. */
    private String elsewhere() {
        Choices choices = bench.state().choices();
        return bench.state().edited() || choices.preset() != null
                ? ", and what is set here was set in another\n  try: diff   then   unset NAME   or   reset"
                : "";
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        Optional<Workbench.Change> change = step.get();
        boolean undo = doc().name().equals("undo");
        if (change.isEmpty()) {
            out.say("nothing to " + doc().name() + (undo ? ": it reaches back within one shell" + elsewhere() : ""));
            return ExitCode.OK;
        }
        if (bench.state().profile() != null) {
            bench.profile();
        }
        view.moved(undo ? "undone:" : "done again:", change.get(), out);
        return ExitCode.OK;
    }
}
