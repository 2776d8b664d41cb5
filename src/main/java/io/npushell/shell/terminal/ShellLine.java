package io.npushell.shell.terminal;

import io.npushell.shell.script.Lexer;
import io.npushell.shell.script.RawCommand;
import io.npushell.shell.script.RawWord;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;

/**
 * The command at the cursor, as far as it is typed.
 *
 * @param words of that command, the one at the cursor last
 * @param wordStart where the word at the cursor begins in the line
 * @param openQuote the quote open at the cursor, or a space
 * @param closed whether nothing of ours can stand here: a comment, or a command of the host
 */
record ShellLine(String line, int cursor, List<String> words, int wordStart, char openQuote, boolean closed)
        implements CompletingParsedLine {
    private static final String SPECIAL = " \t\n'\"\\$;";

    ShellLine {
        words = List.copyOf(words);
    }

    static ShellLine at(String line, int cursor) {
        String typed = line.substring(0, cursor);
        List<RawCommand> commands = Lexer.commands(typed);
        if (commands.isEmpty()) {
            return new ShellLine(line, cursor, List.of(""), cursor, ' ', typed.contains("#"));
        }
        RawCommand last = commands.get(commands.size() - 1);
        String rest = typed.substring(last.end());
        if (rest.contains(";") || rest.contains("\n")) {
            return new ShellLine(line, cursor, List.of(""), cursor, ' ', rest.contains("#"));
        }
        List<String> words =
                new ArrayList<>(last.words().stream().map(RawWord::spelled).toList());
        RawWord word = last.isHost() ? null : last.words().get(last.words().size() - 1);
        if (word != null && word.end() == cursor) {
            return new ShellLine(line, cursor, words, word.start(), word.openQuote(), false);
        }
        words.add("");
        return new ShellLine(line, cursor, words, cursor, ' ', last.isHost() || rest.contains("#"));
    }

    List<String> before() {
        return words.subList(0, words.size() - 1);
    }

    @Override
    public String word() {
        return words.get(words.size() - 1);
    }

    @Override
    public int wordCursor() {
        return word().length();
    }

    @Override
    public int wordIndex() {
        return words.size() - 1;
    }

    @Override
    public int rawWordCursor() {
        return cursor - wordStart;
    }

    @Override
    public int rawWordLength() {
        return rawWordCursor();
    }

    /** A candidate as it must be typed here: in the quote that is open, or with its special characters escaped. */
    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
        String value = candidate.toString();
        return switch (openQuote) {
            case '\'' -> "'" + value + (complete ? "'" : "");
            case '"' -> '"' + escaped(value, "\"\\$") + (complete ? "\"" : "");
            default -> escaped(value.startsWith("#") || value.startsWith("!") ? "\\" + value : value, SPECIAL);
        };
    }

    private static String escaped(String value, String special) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            boolean doubled =
                    i == 0 && value.charAt(0) == '\\' && value.length() > 1 && "#!".indexOf(value.charAt(1)) >= 0;
            if (special.indexOf(value.charAt(i)) >= 0 && !doubled) {
                escaped.append('\\');
            }
            escaped.append(value.charAt(i));
        }
        return escaped.toString();
    }
}
