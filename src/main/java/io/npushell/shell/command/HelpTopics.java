package io.npushell.shell.command;

import io.npushell.shell.view.Text;
import java.util.List;
import java.util.Optional;

/** A family of things {@code help} can tell about besides commands: parameters, findings, exit codes. */
public interface HelpTopics {
    /** What there is, for completion and "did you mean"; from memory. */
    List<Suggestion> suggestions();

    Optional<List<Text>> page(String subject);

    /** The one that lists all of them, "" where there is none. */
    default String overview() {
        return "";
    }

    default List<String> names() {
        return suggestions().stream().map(Suggestion::value).toList();
    }
}
