package io.npushell.shell.imports;

import io.npushell.shell.imports.Mistake.Kind;
import java.util.ArrayList;
import java.util.List;

/** Cuts text into commands and words as sh does, but takes a continuation that was broken for what it was meant to be. */
final class CommandCutter {
    private final String text;
    private final Mistakes mistakes;
    private final List<TypedCommand> commands = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private List<String> words = new ArrayList<>();
    private boolean inWord;
    private boolean chained;
    private int at;
    private int line = 1;
    private int begun = 1;

    private CommandCutter(String text, Mistakes mistakes) {
        this.text = text;
        this.mistakes = mistakes;
    }

    static List<TypedCommand> commands(String text, Mistakes mistakes) {
        CommandCutter cutter = new CommandCutter(text, mistakes);
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
            } else if (c == '\n' || c == ';') {
                endCommand();
                chained = c == ';';
                line += c == '\n' ? 1 : 0;
                at++;
            } else if (c == '&' || c == '|') {
                separator();
            } else if (Character.isWhitespace(c)) {
                endWord();
                at++;
            } else if (c == '#' && !inWord) {
                at = endOfLine(at);
            } else {
                add(c);
                at++;
            }
        }
        endCommand();
    }

    private void add(char c) {
        if (!inWord && words.isEmpty()) {
            begun = line;
        }
        inWord = true;
        word.append(c);
    }

    /** "2>&1" is part of a word; "&&", "&" and "|" end a command. */
    private void separator() {
        if (inWord && word.charAt(word.length() - 1) == '>') {
            add(text.charAt(at));
        } else {
            endCommand();
            chained = text.charAt(at) == '&';
        }
        at++;
    }

    private void backslash() {
        int next = at + 1;
        int content = blanksFrom(next);
        boolean comment = content > next && content < text.length() && text.charAt(content) == '#';
        if (content >= text.length()) {
            mistakes.add(
                    Kind.CONTINUATION,
                    line,
                    "the last line ends in a backslash, so the shell would take the next line for part of it; left out");
            at = text.length();
        } else if (text.charAt(content) == '\n') {
            if (content > next) {
                mistakes.add(
                        Kind.CONTINUATION,
                        line,
                        "a blank after the backslash breaks the continuation, and what follows would be run as a command of its own; read on");
            }
            newline(content);
        } else if (comment) {
            mistakes.add(
                    Kind.CONTINUATION,
                    line,
                    "a comment after the backslash breaks the continuation: the rest would be lost or run as a command of its own; read on");
            afterComment(content);
        } else if (content > next) {
            mistakes.add(
                    Kind.CONTINUATION,
                    line,
                    inWord
                            ? "no blank before the backslash: '" + word
                                    + "' and what follows become one word; read as two"
                            : "a backslash within a line makes the blank after it part of a word: line ends were lost in copying; read as a line end");
            endWord();
            at = content;
        } else {
            add(text.charAt(next));
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
            boolean escaped = quote == '"' && text.charAt(end) == '\\' && end + 1 < text.length();
            end += escaped ? 1 : 0;
            inside.append(text.charAt(end));
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
        add(' ');
        word.setLength(word.length() - 1);
        word.append(inside);
        line += (int) inside.chars().filter(c -> c == '\n').count();
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
            commands.add(new TypedCommand(begun, words, chained));
            words = new ArrayList<>();
        }
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
