package io.npushell.session;

import io.npushell.session.SessionSpec.Request;
import io.npushell.session.SessionSpec.Run;
import io.npushell.session.SessionSpec.Training;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands for a record that cannot be read: what its directory's name says, and the places it works on as far as they can be made out, so that they stay
 * protected while it runs.
 *
 * @param record session.json as it is, "" where nothing of it can be had
 * @param script run.sh beside it
 */
record SalvagedSpec(String record, String script) {
    private static final Pattern RECORDED =
            Pattern.compile("\"output_directory\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\[\"\\\\/])*)\"");
    private static final Pattern IN_SCRIPT = Pattern.compile("(?m)\\bSAVE_DIR=('(?:[^']|'\\\\'')*'|[^\\s']+)");

    SessionSpec spec(SessionId id, String directoryName) {
        String rest = directoryName.substring(directoryName.indexOf('-') + 1);
        return new SessionSpec(
                id,
                new Request(rest, "", "", "", "", List.of(), null, Instant.EPOCH, "", List.of(), Map.of()),
                Training.UNKNOWN,
                Run.onHost(output(), null, script.lines().toList()));
    }

    private @Nullable String output() {
        Matcher recorded = RECORDED.matcher(record);
        if (recorded.find()) {
            return path(recorded.group(1).replaceAll("\\\\(.)", "$1"));
        }
        Matcher told = IN_SCRIPT.matcher(script);
        if (!told.find()) {
            return null;
        }
        String word = told.group(1);
        return path(word.startsWith("'") ? word.substring(1, word.length() - 1).replace("'\\''", "'") : word);
    }

    private static @Nullable String path(String text) {
        return text.startsWith("/") && text.indexOf('\0') < 0 ? text : null;
    }
}
