package io.npushell.shell.command;

import io.npushell.ExitCode;
import io.npushell.shell.view.Table;
import io.npushell.shell.view.Text;
import java.util.List;

/** {@code help exit-codes}. */
final class ExitCodeTopic {
    static final HelpTopics PAGE =
            new PageTopic("exit-codes", "what the exit code of npu-shell says", ExitCodeTopic::lines);

    private ExitCodeTopic() {}

    private static List<Text> lines() {
        Table table = Table.of(">code", "meaning");
        for (ExitCode code : ExitCode.values()) {
            table.row(Integer.toString(code.code()), code.meaning());
        }
        return table.lines(Integer.MAX_VALUE);
    }
}
