package io.npushell.shell.terminal;

import io.npushell.params.ParameterCatalog;
import io.npushell.shell.command.Commands;
import io.npushell.shell.script.Lexer;
import io.npushell.shell.script.RawCommand;
import io.npushell.shell.script.RawWord;
import io.npushell.shell.view.Style;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Colours the line while it is typed: known commands bold, unknown ones red, options and parameters apart from values. */
final class ShellHighlighter implements Highlighter {
    private static final AttributedStyle KNOWN = Style.GOOD.attributed();
    private static final AttributedStyle UNKNOWN = Style.BAD.attributed();
    private static final AttributedStyle OPTION = Style.OPTION.attributed();
    private static final AttributedStyle PARAMETER = Style.PARAMETER.attributed();
    private static final AttributedStyle ASIDE = Style.FAINT.attributed();

    private final Commands commands;
    private final ParameterCatalog catalog;
    private final boolean colour;
    private final Consumer<String> pathTyped;

    /**
     * Looks words up in memory only; it is asked at every key.
     *
     * @param pathTyped told of a word that looks like a path, so that its directory can be listed before Tab is pressed
     */
    ShellHighlighter(Commands commands, ParameterCatalog catalog, boolean colour, Consumer<String> pathTyped) {
        this.commands = commands;
        this.catalog = catalog;
        this.colour = colour;
        this.pathTyped = pathTyped;
    }

    @Override
    public AttributedString highlight(LineReader reader, String buffer) {
        AttributedStringBuilder line = new AttributedStringBuilder(buffer.length());
        int at = 0;
        for (RawCommand command : Lexer.commands(buffer)) {
            line.append(buffer.substring(at, command.start()), shown(ASIDE));
            at = command.start();
            List<RawWord> words = command.words();
            for (int i = 0; i < words.size(); i++) {
                RawWord word = words.get(i);
                line.append(buffer.substring(at, word.start()));
                line.append(buffer.substring(word.start(), word.end()), shown(style(command, i, buffer)));
                at = word.end();
            }
            line.append(buffer.substring(at, command.end()), shown(OPTION));
            at = command.end();
        }
        line.append(buffer.substring(at), shown(ASIDE));
        prefetch(buffer);
        return line.toAttributedString();
    }

    private AttributedStyle style(RawCommand command, int index, String buffer) {
        List<String> words = command.words().stream().map(RawWord::spelled).toList();
        String word = words.get(index);
        Optional<Commands.Match> match = commands.find(words);
        if (match.isPresent() && index < match.get().nameWords()) {
            return KNOWN;
        }
        if (match.isEmpty()) {
            boolean typing = command.words().get(index).end() == buffer.length();
            boolean second = index == 1 && !commands.second(words.get(0)).isEmpty();
            return index == 0 || second ? name(words, index, typing) : AttributedStyle.DEFAULT;
        }
        if (word.startsWith("--")) {
            return OPTION;
        }
        int equals = word.indexOf('=');
        boolean parameter =
                catalog.find(equals < 0 ? word : word.substring(0, equals)).isPresent();
        return parameter ? PARAMETER : AttributedStyle.DEFAULT;
    }

    /** A name that is not whole is not wrong yet while it is typed. */
    private AttributedStyle name(List<String> words, int index, boolean typing) {
        String typed = String.join(" ", words.subList(0, index + 1));
        if (index == 0 && !commands.second(typed).isEmpty()) {
            return KNOWN;
        }
        boolean begun = commands.names().stream().anyMatch(name -> name.startsWith(typed));
        return begun && typing ? AttributedStyle.DEFAULT : UNKNOWN;
    }

    private void prefetch(String buffer) {
        int start = Math.max(buffer.lastIndexOf(' '), buffer.lastIndexOf('=')) + 1;
        String word = buffer.substring(start);
        if (word.endsWith("/")) {
            pathTyped.accept(word);
        }
    }

    private AttributedStyle shown(AttributedStyle style) {
        return colour ? style : AttributedStyle.DEFAULT;
    }
}
