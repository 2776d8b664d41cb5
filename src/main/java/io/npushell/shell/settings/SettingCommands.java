package io.npushell.shell.settings;

import io.npushell.plan.FindingCatalog;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.FindingsOnce;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.workbench.Workbench;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The commands on parameters and plans. */
public final class SettingCommands {
    private SettingCommands() {}

    public static List<OperatorCommand> all(
            Workbench bench,
            SessionAccess access,
            BenchFindings findings,
            FindingsOnce once,
            SettingReader reader,
            ChangeView view,
            ParameterSuggestions suggestions,
            Function<String, Optional<FindingCatalog.Entry>> codes) {
        return List.of(
                new SetCommand(bench, reader, view, suggestions),
                new UnsetCommand(bench, reader, view, suggestions),
                new ExplainCommand(bench, reader, access, findings, suggestions, codes),
                new DiffCommand(bench, access),
                UndoCommand.undo(bench, view),
                UndoCommand.redo(bench, view),
                new ResetCommand(bench, view),
                PlanCommand.check(access, findings, once),
                PlanCommand.plan(access, findings, once),
                new AssumeCommand(bench, view));
    }
}
