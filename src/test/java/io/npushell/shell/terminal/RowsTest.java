package io.npushell.shell.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowsTest {
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";

    @Test
    void aLineTakesAsManyRowsAsItsCellsNeed() {
        assertThat(new Rows("", 10).size()).isZero();
        assertThat(new Rows("0123456789\n\nx", 10).size()).isEqualTo(3);
        assertThat(new Rows("0123456789a\n", 10).size()).isEqualTo(2);
        // the third would stand half in the row, so it goes to the next
        assertThat(new Rows("你好世\n", 5).begin(1)).isEqualTo(2);
        assertThat(new Rows("e\u0301".repeat(10) + "\n", 10).size()).isEqualTo(1);
        assertThat(new Rows(RED + "0123456789" + PLAIN + "\n", 10).size()).isEqualTo(1);
    }

    @Test
    void whatIsPrintedIsTheTextItself() {
        String text = RED + "0123456789abcdef" + PLAIN + "\n你好世界\n\nend\n";
        Rows rows = new Rows(text, 5);

        assertThat(rows.shown(0, rows.size())).isEqualTo(text);
    }

    @Test
    void aPageThatEndsWithinALineBreaksItAndKeepsItsColour() {
        Rows rows = new Rows(RED + "0123456789" + PLAIN + "x\n", 5);

        assertThat(rows.shown(0, 1)).isEqualTo(RED + "01234" + PLAIN + "\n");
        assertThat(rows.shown(1, 3)).isEqualTo(RED + "56789" + PLAIN + "x\n");
        assertThat(new Rows("0123456789\n", 5).shown(0, 1)).isEqualTo("01234\n");
    }

    @Test
    void findsAPlaceAgainInRowsOfAnotherWidth() {
        String text = "0123456789\nabcdefghij\n";
        Rows narrow = new Rows(text, 5);

        assertThat(new Rows(text, 10).at(narrow.begin(2))).isEqualTo(1);
        assertThat(new Rows(text, 10).at(narrow.begin(3))).isEqualTo(1);
        assertThat(new Rows(text, 10).at(narrow.begin(4))).isEqualTo(2);
    }

    @Test
    void aTabGoesToTheNextStop() {
        assertThat(Rows.withoutTabs("a\tb\t" + RED + "你\tc" + PLAIN + "\n\td"))
                .isEqualTo("a       b       " + RED + "你      c" + PLAIN + "\n        d");
        assertThat(Rows.withoutTabs("none")).isEqualTo("none");
    }
}
