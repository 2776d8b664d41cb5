package io.npushell.shell.logs;

import io.npushell.shell.access.KnownSessions;
import io.npushell.shell.command.FileNames;
import io.npushell.shell.command.Suggestion;
import java.util.List;
import java.util.stream.Stream;

/** What completion offers where a session or a file is wanted. */
record LogNames(KnownSessions sessions, FileNames files) {

    List<Suggestion> suggest(String word) {
        return Stream.concat(sessions.suggest(session -> true).stream(), files.suggestions(word, false).stream())
                .toList();
    }
}
