package io.npushell.shell.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
    private static final String BEL = "\u0007";

    @ParameterizedTest
    @CsvSource({
        "27, \\x1b",
        "7, \\x07",
        "8, \\x08",
        "13, \\x0d",
        "0, \\x00",
        "127, \\x7f",
        "128, \\x80",
        "155, \\x9b",
        "157, \\x9d",
        "159, \\x9f",
        "8206, \\u200e",
        "8207, \\u200f",
        "1564, \\u061c",
        "8234, \\u202a",
        "8238, \\u202e",
        "8294, \\u2066",
        "8297, \\u2069",
        "8232, \\u2028",
        "8233, \\u2029",
        "917504, \\U000e0000",
        "917569, \\U000e0041",
        "917631, \\U000e007f"
    })
    void whatSteersIsSpelledOut(int point, String shown) {
        String hostile = "a" + Character.toString(point) + "b";

        assertThat(Printable.of(hostile)).isEqualTo("a" + shown + "b");
        assertThat(Printable.isPrintable(hostile)).isFalse();
        assertThat(Text.of(hostile).width()).isEqualTo(2 + shown.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "tab\tand\nline end",
                "世界 é ü \u00a0",
                "\u05d0\u05d1",
                "👩\u200d🚀",
                "\\x1b",
                "\ufffd"
            })
    void whatDoesNotSteerStays(String text) {
        assertThat(Printable.of(text)).isSameAs(text);
        assertThat(Printable.ofLog(text, true)).isSameAs(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[2J",
                "\u001b[?25l",
                "\u001b[1;1H",
                "\u001b[>0q",
                "\u001b[ q",
                "\u009b2J",
                "\u001b]52;c;cHduZWQ=" + BEL,
                "\u001b]0;title\u001b\\",
                "\u009d0;title\u009c",
                "\u001b]8;;http://evil/\u001b\\",
                "\u001bP$q\"p\u001b\\",
                "\u0090q\u009c",
                "\u001b_apc\u001b\\",
                "\u001b^pm\u001b\\",
                "\u001bXsos\u001b\\",
                "\u001bc",
                "\u001b7",
                "\u001b(0",
                "\u001b#8"
            })
    void ofALogWholeSequencesGo(String sequence) {
        assertThat(Printable.ofLog("a" + sequence + "b", true)).isEqualTo("ab");
        assertThat(Printable.of("a" + sequence + "b")).doesNotContainPattern("[\\p{Cntrl}\u0080-\u009f]");
    }

    @Test
    void aSequenceThatDoesNotEndHidesNothingOfALog() {
        assertThat(Printable.ofLog("a\u001b]0;lost", true)).isEqualTo("a\\x1b]0;lost");
        assertThat(Printable.ofLog("a\u001b[12", true)).isEqualTo("a\\x1b[12");
        assertThat(Printable.ofLog("a\u001b", true)).isEqualTo("a\\x1b");
        assertThat(Printable.ofLog("\u001b]0;a\u001b[31mred", true)).isEqualTo("\\x1b]0;a\u001b[31mred\u001b[0m");
    }

    @Test
    void ofTwoNestedSequencesNoneIsMadeByTakingTheOtherAway() {
        assertThat(Printable.ofLog("\u001b\u001b[2J[2J", true)).isEqualTo("\\x1b[2J");
        assertThat(Printable.ofLog("\u001b[\u001b[2J2J", true)).isEqualTo("\\x1b[2J");
    }

    @Test
    void aLogKeepsItsColoursWhereThereAreColoursAndTheyEndWithTheLine() {
        assertThat(Printable.ofLog("\u001b[1;31mred", true)).isEqualTo("\u001b[1;31mred\u001b[0m");
        assertThat(Printable.ofLog("\u001b[38:5:9mred\u001b[m", true)).isEqualTo("\u001b[38:5:9mred\u001b[m\u001b[0m");
        assertThat(Printable.ofLog("\u001b[1;31mred", false)).isEqualTo("red");
        assertThat(Printable.ofLog("\u001b[>4;2mx\u009b31my", true)).isEqualTo("xy");
    }

    @Test
    void aLongHostileLineCostsNoMoreThanItsLength() {
        assertThat(Printable.ofLog("\u001b]".repeat(100_000), true)).isEqualTo("\\x1b]".repeat(100_000));
    }

    @Test
    void columnsStayAlignedAndACellForgesNoRow() {
        assertThat(Table.of("name", "state")
                        .row("a\u001b[2J", "done")
                        .row("b\n2", "failed\u202e")
                        .row("c", "x")
                        .lines(80))
                .extracting(Text::plain)
                .containsExactly("name      state", "a\\x1b[2J  done", "b\\n2      failed\\u202e", "c         x");
    }

    @Test
    void jsonEscapesWhatItsWriterLeavesAndMeansTheSame() {
        StringWriter written = new StringWriter();
        Channel channel = Channel.plain(written);
        new Output(channel, channel, () -> 80, true, false)
                .record("x", json -> json.field("name", "é\u001b\u009b\u202e\udb40\udc41\u007f"));

        assertThat(written.toString())
                .isEqualTo("{\"schema\":\"npu-shell/x/1\",\"name\":\"é\\u001B\\u009b\\u202e\\udb40\\udc41\\u007f\"}\n");
    }

    @Test
    void whatIsCopiedIsFilteredOnTerminalsOnlyAlsoOnThoseThatCanOnlyAppend() {
        assertThat(copied(false, false, "\u001b[2Jx")).isEqualTo("\u001b[2Jx\n".repeat(3));
        assertThat(copied(true, true, "\u001b[2Jx")).isEqualTo("\\x1b[2Jx\nx\n\u001b[2Jx\n");
        assertThat(copied(false, true, "\u001b[2Jx")).isEqualTo("\\x1b[2Jx\nx\n\u001b[2Jx\n");
    }

    @Test
    void questionsAndTheStatusLineAreFilteredToo() {
        StringWriter talk = new StringWriter();
        Channel screen = new Channel(new PrintWriter(talk), true, true);
        Output out = new Output(screen, screen, () -> 80, false, false);
        out.prompt("remove 'x\u009b2J'? ");
        out.status(Text.of("x\u001b[2J", Style.BAD));

        assertThat(talk.toString()).isEqualTo("remove 'x\\x9b2J'? \r\u001b[K\u001b[31mx\\x1b[2J\u001b[0m");
    }

    private static String copied(boolean terminal, boolean device, String line) {
        StringWriter written = new StringWriter();
        Channel channel = new Channel(new PrintWriter(written), terminal, device, false, Glyphs.UNICODE);
        Output out = new Output(channel, channel, () -> 80, false, false);
        out.copy(line);
        out.log(line);
        out.raw(line);
        out.flush();
        return written.toString();
    }
}
