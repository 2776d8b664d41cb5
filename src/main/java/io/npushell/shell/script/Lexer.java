package io.npushell.shell.script;

import io.npushell.shell.script.RawCommand.Ending;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts text into commands and words. Never fails: what is open at the end is said in the result.
 *
 * <p>Commands end at a newline or {@code ;}. A backslash before a newline joins lines, before another character takes its meaning away.
 */
public final class Lexer {
    private final String text;
    private final List<RawCommand> commands = new ArrayList<>();
    private int at;
    private int line = 1;
    private int counted;

    private Lexer(String text) {
        this.text = text;
    }

    /** All commands of a text. Positions are those of the text, unless it has a byte order mark or Windows line ends. */
    public static List<RawCommand> commands(String text) {
        String unmarked = text.startsWith("\ufeff") ? text.substring(1) : text;
        Lexer lexer = new Lexer(unmarked.replace("\r\n", "\n"));
        lexer.run();
        return lexer.commands;
    }

    /** Whether the last command of a text is finished, so that a next line cannot belong to it. */
    public static boolean isWhole(String text) {
        List<RawCommand> commands = commands(text);
        return commands.isEmpty() || commands.get(commands.size() - 1).ending() == Ending.WHOLE;
    }

    private void run() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                at = endOfLine(at);
            } else if (c == '!') {
                host();
            } else if (isBlank(c) || c == '\n' || c == ';') {
                at++;
            } else if (continues(at)) {
                at = Math.min(text.length(), at + 2);
            } else {
                command();
            }
        }
    }

    private void host() {
        int start = at;
        int end = endOfLine(at);
        while (end < text.length() && text.charAt(end - 1) == '\\') {
            end = endOfLine(end + 1);
        }
        at = end;
        String host = text.substring(start + 1, end);
        Ending ending = host.endsWith("\\") || host.endsWith("\\\n") ? Ending.CONTINUED : Ending.WHOLE;
        String command = host.isBlank() ? ":" : host.strip();
        commands.add(new RawCommand(lineOf(start), start, end, List.of(), command, ending));
    }

    private void command() {
        int start = at;
        int end = at;
        Ending ending = Ending.WHOLE;
        List<RawWord> words = new ArrayList<>();
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != ';') {
            if (isBlank(text.charAt(at))) {
                at++;
            } else if (text.charAt(at) == '#') {
                at = endOfLine(at);
            } else if (continues(at)) {
                ending = at + 2 >= text.length() ? Ending.CONTINUED : Ending.WHOLE;
                at = Math.min(text.length(), at + 2);
            } else {
                WordReader reader = new WordReader(text, at);
                RawWord word = reader.read();
                words.add(word);
                at = word.end();
                end = at;
                ending = word.openQuote() == ' ' ? Ending.WHOLE : Ending.OPEN;
            }
        }
        commands.add(new RawCommand(lineOf(start), start, end, words, "", ending));
    }

    /** Whether a backslash at the end of a line, or of the text, stands here. */
    private boolean continues(int position) {
        return text.charAt(position) == '\\' && (position + 1 == text.length() || text.charAt(position + 1) == '\n');
    }

    private int endOfLine(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    /** Counts on from where it counted last: positions only grow, and scripts may be long. */
    private int lineOf(int position) {
        while (counted < position) {
            line += text.charAt(counted) == '\n' ? 1 : 0;
            counted++;
        }
        return line;
    }

    static boolean isBlank(char c) {
        // the wide ones come with text pasted from a page or an input method
        return c == ' ' || c == '\t' || c == '\r' || c == '\u00a0' || c == '\u3000' || c == '\u2007' || c == '\u202f';
    }
}
