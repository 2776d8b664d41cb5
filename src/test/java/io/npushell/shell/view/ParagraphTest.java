package io.npushell.shell.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ParagraphTest {
    @Test
    void breaksBetweenWordsAndIndentsWhatFollows() {
        Text text = Text.of("  try: ").plus("set mbs 2   or   set gbs 66");

        assertThat(Paragraph.lines(text, 7, 22))
                .extracting(Text::plain)
                .containsExactly("  try: set mbs 2   or", "       set gbs 66");
    }

    @Test
    void leavesAShortLineAndAWordThatFitsNowhere() {
        assertThat(Paragraph.lines(Text.of("  a b"), 2, 80)).containsExactly(Text.of("  a b"));
        assertThat(Paragraph.lines(Text.of("to /a/very/long/path now"), 2, 10))
                .extracting(Text::plain)
                .containsExactly("to", "  /a/very/long/path", "  now");
    }

    @Test
    void indentsAPathLessWhereItWouldNotFitBehindTheWholeIndent() {
        assertThat(Paragraph.lines(Text.of("  E01  no '/data/alpaca_ft' here"), 7, 20))
                .extracting(Text::plain)
                .containsExactly("  E01  no", "   '/data/alpaca_ft'", "       here");
    }

    @Test
    void keepsAWordOfSeveralStylesTogether() {
        Text text = Text.of("one ").plus("t", Style.BAD).plus("w", Style.GOOD).plus("o three");

        assertThat(Paragraph.lines(text, 0, 6)).extracting(Text::plain).containsExactly("one", "two", "three");
        assertThat(Paragraph.lines(text, 0, 6).get(1).ansi()).isEqualTo("\u001b[31mt\u001b[0m\u001b[1mw\u001b[0mo");
    }

    @Test
    void chineseIsBrokenByCellsButNotBeforeAMarkThatCloses() {
        assertThat(Paragraph.lines(Text.of("训练在运行，不会停。"), 0, 9).stream().map(Text::plain))
                .containsExactly("训练在运", "行，不会", "停。");
        assertThat(Paragraph.lines(Text.of("在 /data/训练数据/甲乙丙 里"), 0, 9).stream().map(Text::plain))
                .containsExactly("在", "/data/训练数据/甲乙丙", "里");
    }

    @Test
    void goesOnBelowTheSecondCellOfARow() {
        assertThat(Paragraph.wrapped(Text.of("  --wait  follow it until it ends"), 24).stream()
                        .map(Text::plain))
                .containsExactly("  --wait  follow it", "          until it ends");
        assertThat(Paragraph.wrapped(Text.of("one two\nthree"), 5).stream().map(Text::plain))
                .containsExactly("one", "two", "three");
    }
}
