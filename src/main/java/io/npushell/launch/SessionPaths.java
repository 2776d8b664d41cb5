package io.npushell.launch;

import io.npushell.params.Setting;
import io.npushell.params.Settings;
import io.npushell.params.Value;
import io.npushell.session.Session;
import io.npushell.session.SessionStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What settings that name a session for a directory stand for: "session:12" for the checkpoints that are session 12's.
 *
 * @param directories by the text of the setting; not there where it stands for nothing
 * @param remarks by the same, a sentence each: why it stands for nothing, or what is to be known
 */
public record SessionPaths(Map<String, String> directories, Map<String, String> remarks) {
    private static final String SESSION = "session:";

    public static SessionPaths of(Settings settings, SessionStore store) {
        SessionPaths paths = new SessionPaths(new LinkedHashMap<>(), new LinkedHashMap<>());
        for (String name : settings.names()) {
            String text =
                    settings.find(name).map(Setting::value).map(Value::text).orElse("");
            if (text.startsWith(SESSION)) {
                store.find(text.substring(SESSION.length())).ifPresent(session -> paths.add(text, session, store));
            }
        }
        return paths;
    }

    /** What a setting's text stands for: the directory of its session, or itself. */
    public String directory(String text) {
        return directories.getOrDefault(text, text);
    }

    private void add(String text, Session session, SessionStore store) {
        SavedWork.of(session, store).ifPresent(work -> {
            Optional<String> nothing = work.lost().or(work::astray);
            if (nothing.isEmpty()) {
                directories.put(text, work.directory().toString());
            }
            nothing.or(() -> work.says().stream().reduce((one, other) -> one + "; " + other))
                    .ifPresent(sentence -> remarks.put(text, sentence));
        });
    }
}
