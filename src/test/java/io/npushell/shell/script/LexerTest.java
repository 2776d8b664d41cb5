package io.npushell.shell.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.shell.script.RawCommand.Ending;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LexerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "set tp 4                 | set,tp,4",
                "  set   tp\t4  ;         | set,tp,4",
                "echo 'a  b' c            | echo,a  b,c",
                "echo \"a  b\" c          | echo,a  b,c",
                "echo a\\ b               | echo,a b",
                "echo a'b'\"c\"d          | echo,abcd",
                "echo '\\n' \"\\n\"       | echo,\\n,\\n",
                "echo \"a \\\" b\" \\\"   | echo,a \" b,\"",
                "echo '$HOME' # why       | echo,$HOME",
                "echo a#b \\#c            | echo,a#b,#c",
                "echo it\\'s              | echo,it's",
                "set lr -1.25e-6          | set,lr,-1.25e-6",
                "echo a\\;b               | echo,a;b",
                "echo 'a;b' \"c;d\"       | echo,a;b,c;d",
                "echo $ $1 5$             | echo,$,$1,5$",
                "echo über 世界           | echo,über,世界",
            })
    void cutsALineIntoWords(String line, String words) {
        assertThat(spelled(line)).containsExactly(List.of(words.split(",")));
    }

    @Test
    void quotesMakeAnEmptyWord() {
        assertThat(spelled("assert \"\" = ''")).containsExactly(List.of("assert", "", "=", ""));
    }

    @Test
    void semicolonsAndNewlinesEndCommandsAndBlankOnesAreNone() {
        assertThat(spelled("a 1; b 2\n\n# only a comment\n  ;;\nc"))
                .containsExactly(List.of("a", "1"), List.of("b", "2"), List.of("c"));
    }

    @Test
    void countsLinesWhereCommandsBegin() {
        List<RawCommand> commands = Lexer.commands("# first\necho a \\\n  b\n\necho 'x\ny'\necho z");

        assertThat(commands).extracting(RawCommand::line).containsExactly(2, 5, 7);
    }

    @Test
    void joinsLinesThatEndInABackslash() {
        assertThat(spelled("set tp \\\n  4 \\\n\nshow")).containsExactly(List.of("set", "tp", "4"), List.of("show"));
        assertThat(spelled("set t\\\np 4")).containsExactly(List.of("set", "tp", "4"));
    }

    @Test
    void readsWindowsLineEndsAndAByteOrderMark() {
        assertThat(spelled("\ufeffset tp 4\r\nset pp \\\r\n 2\r\necho 'a\r\nb'\r\n"))
                .containsExactly(List.of("set", "tp", "4"), List.of("set", "pp", "2"), List.of("echo", "a\nb"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo 'a", "echo \"a", "echo \"a $X", "echo ${X", "echo \"a 'b'"})
    void tellsWhatIsOpen(String text) {
        assertThat(Lexer.commands(text).get(0).ending()).isEqualTo(Ending.OPEN);
        assertThat(Lexer.isWhole(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo a \\", "echo a\\", "echo a\\\n", "echo a \\\n", "!ls \\", "!ls \\\n"})
    void keepsACommandThatEndsInABackslashAndTellsThatItGoesOn(String text) {
        assertThat(Lexer.commands(text)).hasSize(1);
        assertThat(Lexer.isWhole(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# 'x", "echo a\\\\", "echo 'a\\'", "echo a \\# b", "!echo 'x", "a; b", "\\"})
    void tellsWhatIsWhole(String text) {
        assertThat(Lexer.isWhole(text)).isTrue();
    }

    @Test
    void leavesHostLinesToTheHost() {
        List<RawCommand> commands = Lexer.commands("a; !ls $X | wc; date # now\n  !echo \\\n two\nb");

        assertThat(commands)
                .extracting(RawCommand::host)
                .containsExactly("", "ls $X | wc; date # now", "echo \\\n two", "");
    }

    @Test
    void findsVariablesOutsideSingleQuotes() {
        assertThat(Lexer.commands("$A\"x ${B_2:-some default}\"")
                        .get(0)
                        .words()
                        .get(0)
                        .pieces())
                .containsExactly(
                        new Piece.Reference("A", null),
                        new Piece.Literal("x ", true),
                        new Piece.Reference("B_2", "some default"),
                        new Piece.Literal("", true));
    }

    private static List<List<String>> spelled(String text) {
        return Lexer.commands(text).stream()
                .map(command -> command.words().stream().map(RawWord::spelled).toList())
                .toList();
    }
}
