package io.npushell.shell.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellLineTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            nullValues = "none",
            value = {
                "se|; se; false",
                "set |; set,; false",
                "set t|p 4; set,t; false",
                "set tp 4 |; set,tp,4,; false",
                "set 'a b|; set,a b; false",
                "!ls /et|; *; true",
                "echo # com|; *; true",
                "# com|; *; true",
            })
    void knowsTheWordsUpToTheCursor(String marked, String words, boolean closed) {
        ShellLine line = at(marked.strip());

        assertThat(line.closed()).isEqualTo(closed);
        if (!closed) {
            assertThat(line.words()).containsExactly(words.strip().split(",", -1));
        }
    }

    @Test
    void beginsAnewAfterASemicolonOrALine() {
        assertThat(at("show; se|").words()).containsExactly("se");
        assertThat(at("show;|").words()).containsExactly("");
        assertThat(at("echo 'a\nb'; set |").words()).containsExactly("set", "");
    }

    @Test
    void spellsACandidateAsItMustBeTyped() {
        assertThat(at("set |").escape("a b$c", true)).hasToString("a\\ b\\$c");
        assertThat(at("set 'a|").escape("a b$c", true)).hasToString("'a b$c'");
        assertThat(at("set \"a|").escape("a b$c", false)).hasToString("\"a b\\$c");
        assertThat(at("set |").escape("#x\\y", true)).hasToString("\\#x\\\\y");
        assertThat(at("set |").escape("/ws/Qwen-14B", true)).hasToString("/ws/Qwen-14B");
    }

    @Test
    void replacesTheWordWithItsQuote() {
        ShellLine line = at("set x 'a b|");

        assertThat(line.rawWordCursor()).isEqualTo(4);
        assertThat(line.wordCursor()).isEqualTo(3);
    }

    private static ShellLine at(String marked) {
        int cursor = marked.indexOf('|');
        return ShellLine.at(marked.replace("|", ""), cursor);
    }
}
