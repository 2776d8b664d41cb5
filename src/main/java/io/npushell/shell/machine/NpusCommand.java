package io.npushell.shell.machine;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.device.NpuInventory;
import io.npushell.launch.NpuBoard;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;

/** Shows the NPUs of this machine and who holds them. */
final class NpusCommand extends OperatorCommand {
    private final SessionAccess access;

    NpusCommand(SessionAccess access) {
        super(CommandDoc.named("npus", CommandGroup.MACHINE, "show the NPUs of this machine and who holds them")
                .description(
                        "One line for each NPU, for each die of it where a card has two: health, memory, the processes"
                                + " on it with their user, and the npu-shell session they belong to. A session that has an"
                                + " NPU shows although npu-smi lists none of its processes: while it loads, in a"
                                + " container, of another user or workspace. It is what npu-smi info prints, of any"
                                + " version; exit 6 where there is no npu-smi or it shows no NPU.")
                .json()
                .paged()
                .example("npus", "who is on which NPU")
                .example("npus --json", "for a script")
                .seeAlso("doctor", "plan", "assume")
                .build());
        this.access = access;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        NpuBoard board = access.npuBoard();
        NpuInventory inventory = board.inventory();
        String problem = inventory.problem();
        if (inventory.npus().isEmpty()) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT, problem == null ? "npu-smi shows no NPU" : problem, inventory.remedy(), null);
        }
        if (out.json()) {
            out.document("npus", json -> NpusJson.write(json, board));
            return ExitCode.OK;
        }
        out.lines(NpusView.lines(board, out.width()));
        if (problem != null) {
            out.complain(Text.of(problem, Style.WARNING));
        }
        return ExitCode.OK;
    }
}
