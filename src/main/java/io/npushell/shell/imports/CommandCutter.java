package io.npushell.shell.imports;

import io.npushell.shell.imports.Mistake.Kind;
import io.npushell.shell.imports.TypedCommand.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts text into commands and words as sh does, but takes a continuation that was broken for what it was meant to be. */
final class CommandCutter {
    private static final Pattern HERE_DOCUMENT = Pattern.compile("<<-?[ \\t]*\\\\?(['\"]?)([A-Za-z_][\\w.-]*)\\1");
    /** A comment that begins with a letter that no command has, up to something that is one. */
    private static final Pattern FLATTENED = Pattern.compile(
            "#+\\s*[^\\x00-\\x7f][^\\n]*?\\s(?=(?:cd|source) [/~.$]|export [A-Z_]+=|(?:mkdir|python3?|docker (?:run|exec)) \\S|"
                    + "[a-z_]+=\"[^\"\\n]*\"|[A-Z_]+=\\S+(?: [A-Z_]+=| sh ))");

    private static final Pattern STAND_IN = Pattern.compile("<[^<>|&;\\n]+>");

    private final String text;
    private final Mistakes mistakes;
    private final List<TypedCommand> commands = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private List<String> words = new ArrayList<>();
    private boolean inWord;
    private Link link = Link.LINE;
    private String document = "";
    private String input = "";
    private int at;
    private int line;
    private int begun;

    private CommandCutter(String text, int line, Mistakes mistakes) {
        this.text = text;
        this.line = line;
        this.begun = line;
        this.mistakes = mistakes;
    }

    static List<TypedCommand> commands(String text, Mistakes mistakes) {
        return commands(text, 1, mistakes);
    }

    /** @param line of the whole text on which this part of it begins */
    static List<TypedCommand> commands(String text, int line, Mistakes mistakes) {
        CommandCutter cutter = new CommandCutter(text, line, mistakes);
        cutter.run();
        return cutter.commands;
    }

    private void run() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\') {
                backslash();
            } else if (c == '\'' || c == '"') {
                quoted(c);
            } else if (c == '`' || (c == '$' && at + 1 < text.length() && text.charAt(at + 1) == '(')) {
                substitution(c);
            } else if (c == '\n') {
                endLine();
            } else if (c == ';') {
                endCommand();
                link = Link.BEHIND;
                at++;
            } else if (c == '&' || c == '|') {
                separator(c);
            } else if (c == '<' || c == '>') {
                redirection(c);
            } else if ((c == '(' || c == ')') && !inWord) {
                endCommand();
                at++;
            } else if (Character.isWhitespace(c)) {
                endWord();
                at++;
            } else if (c == '#' && !inWord) {
                comment();
            } else {
                add(c);
                at++;
            }
        }
        endCommand();
    }

    /** To the end of the line; one in words of a page ends where a command of the page follows, as line ends are lost in copying. */
    private void comment() {
        int end = endOfLine(at);
        Matcher next = FLATTENED.matcher(text).region(at, end);
        if (next.lookingAt()) {
            mistakes.add(
                    Kind.CONTINUATION,
                    line,
                    "a comment goes to the end of the line, so that the command behind it would be lost: line ends were"
                            + " lost in copying; read on");
            endCommand();
            link = Link.LINE;
            at = next.end();
        } else {
            at = end;
        }
    }

    private void add(char c) {
        begin();
        word.append(c);
    }

    private void begin() {
        if (!inWord && words.isEmpty()) {
            begun = line;
        }
        inWord = true;
    }

    /** "2>&1" and "&>log" are words; "&&", "&", "|" and "||" end a command. */
    private void separator(char c) {
        boolean target = inWord && (word.charAt(word.length() - 1) == '>' || word.charAt(word.length() - 1) == '<');
        boolean next = at + 1 < text.length() && text.charAt(at + 1) == '>';
        if (c == '&' && (target || next)) {
            if (!target) {
                endWord();
            }
            add(c);
            at++;
            return;
        }
        boolean twofold = at + 1 < text.length() && text.charAt(at + 1) == c;
        endCommand();
        link = c == '&' ? Link.BEHIND : twofold ? Link.OTHERWISE : Link.PIPE;
        at += twofold ? 2 : 1;
    }

    /** A redirection is a word of its own, however close it stands; {@code <path>} is no redirection but stands for a value. */
    private void redirection(char c) {
        Matcher standIn = STAND_IN.matcher(text).region(at, text.length());
        Matcher here = HERE_DOCUMENT.matcher(text).region(at, text.length());
        if (here.lookingAt()) {
            endWord();
            document = here.group(2);
            at = here.end();
        } else if (standIn.lookingAt()) {
            begin();
            word.append(standIn.group());
            at = standIn.end();
        } else {
            boolean goesOn = inWord && word.toString().matches("\\d+|&|[0-9&]*[<>]+");
            if (!goesOn) {
                endWord();
            }
            add(c);
            at++;
        }
    }

    private void endLine() {
        line++;
        at++;
        if (!document.isEmpty()) {
            Matcher end = Pattern.compile("^\\t*" + Pattern.quote(document) + "[ \\t]*$", Pattern.MULTILINE)
                    .matcher(text);
            boolean ends = end.find(at);
            input = text.substring(at, ends ? end.start() : text.length());
            at = ends ? end.end() : text.length();
            document = "";
            int lines = (int) input.chars().filter(c -> c == '\n').count();
            endCommand();
            line += lines;
        } else {
            endCommand();
        }
        link = Link.LINE;
    }

    /** {@code $(…)} and {@code `…`}: kept whole, as only a shell can tell what comes of it. */
    private void substitution(char c) {
        begin();
        int end = c == '`' ? text.indexOf('`', at + 1) : closing(at + 1);
        int stop = end < 0 ? text.length() : end + 1;
        word.append(text, at, stop);
        line += (int)
                text.substring(at, stop).chars().filter(each -> each == '\n').count();
        at = stop;
    }

    private int closing(int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private void backslash() {
        int next = at + 1;
        int content = blanksFrom(next);
        boolean comment = content > next && content < text.length() && text.charAt(content) == '#';
        if (content >= text.length()) {
            mistakes.add(
                    Kind.CONTINUATION,
                    line,
                    "the last line ends in a backslash, so the shell would take the next line for part of it; left"
                            + " out");
            at = text.length();
        } else if (text.charAt(content) == '\n') {
            if (content > next) {
                mistakes.add(
                        Kind.CONTINUATION,
                        line,
                        "a blank after the backslash breaks the continuation, and what follows would be run as a"
                                + " command of its own; read on");
            }
            newline(content);
        } else if (comment) {
            mistakes.add(
                    Kind.CONTINUATION,
                    line,
                    "a comment after the backslash breaks the continuation: the rest would be lost or run as a command"
                            + " of its own; read on");
            afterComment(content);
        } else if (content > next) {
            mistakes.add(
                    Kind.CONTINUATION,
                    line,
                    inWord
                            ? "no blank before the backslash: '" + word
                                    + "' and what follows become one word; read as two"
                            : "a backslash within a line makes the blank after it part of a word: line ends were lost"
                                    + " in copying; read as a line end");
            endWord();
            at = content;
        } else {
            add(Literal.of(text.charAt(next)));
            at = next + 1;
        }
    }

    private void newline(int newline) {
        boolean glued = inWord && newline + 1 < text.length() && !Character.isWhitespace(text.charAt(newline + 1));
        if (glued) {
            mistakes.add(
                    Kind.CONTINUATION,
                    line,
                    "no blank before the backslash: '" + word + "' and what follows become one word; read as two");
        }
        endWord();
        line++;
        at = newline + 1;
    }

    /** On one line the comment ends where options go on. */
    private void afterComment(int comment) {
        endWord();
        int end = endOfLine(comment);
        int option = text.indexOf(" --", comment);
        if (option >= 0 && option < end) {
            at = option;
        } else {
            at = Math.min(text.length(), end + 1);
            line++;
        }
    }

    private void quoted(char quote) {
        int end = at + 1;
        StringBuilder inside = new StringBuilder();
        while (end < text.length() && text.charAt(end) != quote) {
            char c = text.charAt(end);
            boolean escapes = quote == '"' && c == '\\' && end + 1 < text.length();
            if (escapes && "\"\\$`\n".indexOf(text.charAt(end + 1)) >= 0) {
                end++;
                inside.append(text.charAt(end) == '\n' ? "" : String.valueOf(Literal.of(text.charAt(end))));
            } else {
                inside.append(quote == '\'' || c == '~' ? Literal.of(c) : c);
            }
            end++;
        }
        if (end >= text.length()) {
            mistakes.add(
                    Kind.OPEN_QUOTE,
                    line,
                    "a " + quote + " is opened and never closed: the shell would wait for the other one; left out");
            at++;
            return;
        }
        begin();
        word.append(inside);
        line += (int) text.substring(at, end).chars().filter(c -> c == '\n').count();
        at = end + 1;
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }

    private void endCommand() {
        endWord();
        if (!words.isEmpty()) {
            commands.add(new TypedCommand(begun, words, link, input));
            words = new ArrayList<>();
        }
        input = "";
    }

    private int blanksFrom(int from) {
        int to = from;
        while (to < text.length() && (text.charAt(to) == ' ' || text.charAt(to) == '\t')) {
            to++;
        }
        return to;
    }

    private int endOfLine(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }
}
