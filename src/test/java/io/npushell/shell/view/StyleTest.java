package io.npushell.shell.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.jline.utils.AttributedString;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every look is readable on a white and on a black screen: contrast by WCAG, colours as xterm has them. */
class StyleTest {
    private static final double ENOUGH = 3.0;
    private static final int WHITE = 0xffffff;
    private static final int BLACK = 0x000000;
    private static final int[] XTERM = {
        0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
        0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff
    };

    @ParameterizedTest
    @EnumSource(Style.class)
    void canBeReadOnWhiteAndOnBlack(Style style) {
        assertThat(contrast(inkOn(WHITE, style), WHITE)).isGreaterThanOrEqualTo(ENOUGH);
        assertThat(contrast(inkOn(BLACK, style), BLACK)).isGreaterThanOrEqualTo(ENOUGH);
    }

    /** The measure itself: the colours that were given up fail by it. */
    @ParameterizedTest
    @CsvSource({"32", "33", "34", "36", "37", "92", "93", "96", "97"})
    void theOtherColoursCannot(int code) {
        int colour = XTERM[code < 90 ? code - 30 : code - 90 + 8];

        assertThat(Math.min(contrast(colour, WHITE), contrast(colour, BLACK))).isLessThan(ENOUGH);
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void looksTheSameInTheLineThatIsTyped(Style style) {
        String printed = style.ansi("x");
        String typed = new AttributedString("x", style.attributed()).toAnsi();

        assertThat(typed.replace("\u001b[m", "\u001b[0m")).isEqualTo(printed);
    }

    /** What the letters look like: their colour or the screen's own, dimmed to the half where they are faint, the most that terminals do. */
    private static int inkOn(int paper, Style style) {
        int ink = paper == WHITE ? BLACK : XTERM[7];
        boolean faint = false;
        for (int code : codes(style)) {
            assertThat(code).as("a code whose look is known here").isIn(1, 2, 4, 31, 35);
            faint |= code == 2;
            ink = code > 30 ? XTERM[code - 30] : ink;
        }
        return faint ? half(ink, paper) : ink;
    }

    private static int[] codes(Style style) {
        String ansi = style.ansi("x");
        return ansi.equals("x")
                ? new int[0]
                : Arrays.stream(ansi.substring(2, ansi.indexOf('m')).split(";"))
                        .mapToInt(Integer::parseInt)
                        .toArray();
    }

    private static int half(int ink, int paper) {
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            mixed |= ((ink >> shift & 0xff) + (paper >> shift & 0xff)) / 2 << shift;
        }
        return mixed;
    }

    private static double contrast(int one, int other) {
        double brighter = Math.max(luminance(one), luminance(other));
        double darker = Math.min(luminance(one), luminance(other));
        return (brighter + 0.05) / (darker + 0.05);
    }

    private static double luminance(int colour) {
        return 0.2126 * linear(colour >> 16 & 0xff)
                + 0.7152 * linear(colour >> 8 & 0xff)
                + 0.0722 * linear(colour & 0xff);
    }

    private static double linear(int part) {
        double share = part / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
}
