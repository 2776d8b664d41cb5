package io.npushell.shell.command;

import io.npushell.ExitCode;
import io.npushell.shell.view.Table;
import io.npushell.shell.view.Text;
import java.util.List;
import java.util.Optional;

/** {@code help exit-codes}. */
final class ExitCodeTopic implements HelpTopics {
    private static final String NAME = "exit-codes";

    @Override
    public List<Suggestion> suggestions() {
        return List.of(
                Suggestion.of(NAME, "what the exit code of npu-shell says").in("topics"));
    }

    @Override
    public String overview() {
        return NAME;
    }

    @Override
    public Optional<List<Text>> page(String subject) {
        if (!subject.equals(NAME)) {
            return Optional.empty();
        }
        Table table = Table.of(">code", "meaning");
        for (ExitCode code : ExitCode.values()) {
            table.row(Integer.toString(code.code()), code.meaning());
        }
        return Optional.of(table.lines(Integer.MAX_VALUE));
    }
}
