package io.npushell.shell.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.params.ParameterCatalog;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Commands;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellHighlighterTest {
    private static final Map<Style, Character> LOOKS =
            Map.of(Style.GOOD, 'G', Style.BAD, 'R', Style.PARAMETER, 'Y', Style.OPTION, 'C', Style.FAINT, 'f');

    private final List<String> paths = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "set tp 4              | GGG.YY..",
                "set tp=4 --dry-run    | GGG.YYYY.CCCCCCCCC",
                "profile list          | GGGGGGG.GGGG",
                "profile               | GGGGGGG",
                "profile frob x        | GGGGGGG.RRRR..",
                "frobnicate tp         | RRRRRRRRRR...",
                "se                    | ..",
                "se tp                 | RR...",
                "echo # why            | GGGGffffff",
                "set x; frob y         | GGG..ffRRRR..",
            })
    void coloursWhatIsKnownAndWhatIsNot(String line, String colours) {
        String seen = colours(highlight(line, true));

        assertThat(seen).isEqualTo(colours.strip());
    }

    @Test
    void leavesEverythingPlainWithoutColour() {
        assertThat(colours(highlight("set tp 4", false))).isEqualTo("........");
    }

    @Test
    void keepsTheTextAsItIs() {
        String line = "  set 'a  b' \"c\" ; !ls | wc # x";

        assertThat(highlight(line, true)).hasToString(line);
    }

    @Test
    void tellsOfDirectoriesThatAreTyped() {
        highlight("set dataset-path /ws/", true);
        highlight("set dataset-path=/ws/x", true);

        assertThat(paths).containsExactly("/ws/");
    }

    private AttributedString highlight(String line, boolean colour) {
        Commands commands = new Commands(
                List.of(new Named("set"), new Named("echo"), new Named("profile list"), new Named("profile show")));
        return new ShellHighlighter(commands, ParameterCatalog.standard(), colour, paths::add)
                .highlight(reader(), line);
    }

    private static LineReaderImpl reader() {
        try {
            return new LineReaderImpl(
                    new DumbTerminal(java.io.InputStream.nullInputStream(), java.io.OutputStream.nullOutputStream()));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String colours(AttributedString text) {
        StringBuilder colours = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            colours.append(letter(text.styleAt(i)));
        }
        return colours.toString();
    }

    private static char letter(AttributedStyle style) {
        return LOOKS.entrySet().stream()
                .filter(look -> look.getKey().attributed().equals(style))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse('.');
    }

    private static final class Named extends OperatorCommand {
        Named(String name) {
            super(CommandDoc.named(name, CommandGroup.SHELL, "does " + name)
                    .freeWords("", 0)
                    .build());
        }

        @Override
        protected ExitCode run(Words words, Output out) {
            return ExitCode.OK;
        }
    }
}
