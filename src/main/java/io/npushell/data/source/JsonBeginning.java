package io.npushell.data.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/** Whether a text that begins as a record of JSON would is one: prose and code may open with a brace too. */
final class JsonBeginning {
    private static final Pattern PYTHON = Pattern.compile("(?:\\[\\s*)?\\{\\s*'");

    private JsonBeginning() {}

    /**
     * Judges the beginning of a file.
     *
     * @param columns those asked for; a first line that names one is JSON even where it is broken, so that this is told
     */
    static boolean of(String start, List<Column> columns) {
        if (PYTHON.matcher(start).lookingAt()) {
            return true; // said to be Python then
        }
        try (JsonParser parser = PythonJson.factory().createParser(start)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY) {
                parser.nextToken();
            }
            parser.skipChildren();
            int end = (int) parser.currentLocation().getCharOffset();
            String rest = start.substring(Math.min(end, start.length())).stripLeading();
            return rest.isEmpty() || "{,]".indexOf(rest.charAt(0)) >= 0;
        } catch (JsonEOFException e) {
            return true; // a record longer than what is looked at, or the file is cut short
        } catch (IOException e) {
            String line = start.lines().findFirst().orElse("");
            return Column.names(columns).stream()
                    .anyMatch(name -> Pattern.compile("\"" + Pattern.quote(name) + "\"\\s*:")
                            .matcher(line)
                            .find());
        }
    }
}
