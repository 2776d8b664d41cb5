package io.npushell.shell.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AsciiTest {
    /** What none of our screens may hold under such a locale. */
    private static final String BEYOND = "(?s).*[^\\x00-\\x7f].*";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain  text ~ * -       | plain  text ~ * -",
                "TP 8 · PP 1 × DP 2      | TP 8 - PP 1 x DP 2",
                "(PP − 1) 128–255 —      | (PP - 1) 128-255 -",
                "batch ÷ (2 × time)      | batch / (2 x time)",
                "tp 8 → 4                | tp 8 -> 4",
                "a ≤ b ≥ c ≠ d ⇄ e       | a <= b >= c != d <-> e",
                "loss 2.3 ↓ ↑            | loss 2.3 v ^",
                "45 °C                   | 45 C",
                "“name” ‘it’s’           | \"name\" 'it's'",
                "one↵two                 | one\\ntwo",
                "▁▂▃▄▅▆▇█▓▒░             | _.:-=+*#%:.",
                "┌─┬┐═└┘┤                | +-++-+++",
                "[WORD …] data …         | [WORD..] data..",
                "iter 3 … loss           | iter 3.. loss",
                "{\"text\": …}           | {\"text\":..}",
                "[--accept CODE]…        | [--accept CODE]*",
                "(…/a, …/b) ma …x        | (*/a, */b) ma *x",
                "COLUMN… scripts/….sh    | COLUMN* scripts/*.sh",
                "/home/ma…/ckpt qwen-14… | /home/ma~/ckpt qwen-14~",
                "/data/中文/é.json       | /data/\\u4e2d\\u6587/\\u00e9.json",
                "＝ 👩                   | \\uff1d \\U0001f469",
                "\ufffd                  | ?",
            })
    void everySignHasAPlainOne(String text, String shown) {
        Text ascii = Glyphs.ASCII.shown(Text.of(text.strip()));

        assertThat(ascii.plain()).isEqualTo(shown.strip());
        assertThat(Glyphs.ASCII.shown(ascii)).isSameAs(ascii);
        assertThat(Glyphs.UNICODE.shown(text)).isEqualTo(text);
    }

    @Test
    void whatSteersIsSpelledOutAsElsewhere() {
        assertThat(Glyphs.ASCII.shown("a\u001b[2J\u009b\u202e·")).isEqualTo("a\\x1b[2J\\x9b\\u202e-");
    }

    @Test
    void stylesStayWithTheirWords() {
        Text text = Text.of("tp ", Style.STRONG)
                .plus("8 → 4", Style.WARNING)
                .plus("  ·  ")
                .plus("é", Style.BAD);

        assertThat(Glyphs.ASCII.shown(text).ansi())
                .contains("\u001b[1mtp", "\u001b[35m 8 -> 4\u001b[0m", "\u001b[31m")
                .matches("[\\x00-\\x7f]*");
        assertThat(Glyphs.ASCII.shown(text).plain()).isEqualTo("tp 8 -> 4 -  \\u00e9");
    }

    @Test
    void cellsStayBelowEachOtherWhateverGrows() {
        List<Text> lines = Table.of("change", ">loss", "")
                .row("tp 8 → 4", "5.1", "one")
                .row("learning rate 1e-5 → 2", "15.1 ↓", "two")
                .row("中文", "45 °C", "three")
                .lines(80);

        List<String> shown =
                lines.stream().map(Glyphs.ASCII::shown).map(Text::plain).toList();

        assertThat(shown)
                .containsExactly(
                        "change                    loss",
                        "tp 8 -> 4                  5.1  one",
                        "learning rate 1e-5 -> 2 15.1 v  two",
                        "\\u4e2d\\u6587             45 C   three");
    }

    @Test
    void theScreensKeepTheirWidths() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/resources/golden"))) {
            List<String> lines = files.filter(file -> file.toString().endsWith(".txt"))
                    .flatMap(AsciiTest::lines)
                    .filter(line -> line.matches(BEYOND))
                    .toList();

            assertThat(lines).hasSizeGreaterThan(20).allSatisfy(line -> {
                String shown = Glyphs.ASCII.shown(line);
                assertThat(shown).doesNotMatch(BEYOND);
                if (!grows(line)) {
                    assertThat(shown).hasSize(Text.width(line));
                }
            });
        }
    }

    private static boolean grows(String line) {
        return line.matches(".*[→←⇄≤≥≠±↵°].*")
                || line.codePoints()
                        .anyMatch(point -> Printable.ascii(Character.toString(point))
                                        .equals(Glyphs.ASCII.shown(Character.toString(point)))
                                && point > 0x7f);
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readString(file).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void linesTalkQuestionsAndTheStatusLineAreAscii() {
        StringWriter written = new StringWriter();
        Channel screen = new Channel(new PrintWriter(written), true, true, false, Glyphs.ASCII);
        Output out = new Output(screen, screen, () -> 12, false, false);
        out.line("one · two → three");
        out.complain(Text.of("“中”"));
        out.prompt("sure … ");
        out.status(Text.of("iter 中中 of 20"));
        out.clearStatus();
        out.flush();

        assertThat(written.toString())
                .isEqualTo("one - two ->\nthree\n\"\\u4e2d\"\nsure.. \r\u001b[Kiter \\u4e2d~\r\u001b[K");
    }

    @Test
    void whatIsCopiedStaysAsItIsInAPipeAndIsSpelledOutOnATerminal() {
        assertThat(copied(false, "中 ·")).isEqualTo("中 ·\n".repeat(3));
        assertThat(copied(true, "中 ·")).isEqualTo("\\u4e2d \\u00b7\n".repeat(2) + "中 ·\n");
        assertThat(copied(true, "a\u001b[2J中")).isEqualTo("a\\x1b[2J\\u4e2d\na\\u4e2d\na\u001b[2J中\n");
    }

    private static String copied(boolean device, String line) {
        StringWriter written = new StringWriter();
        Channel channel = new Channel(new PrintWriter(written), false, device, false, Glyphs.ASCII);
        Output out = new Output(channel, channel, () -> 80, false, false);
        out.copy(line);
        out.log(line);
        out.raw(line);
        out.flush();
        return written.toString();
    }

    @Test
    void jsonEscapesAndMeansTheSame() throws IOException {
        StringWriter written = new StringWriter();
        Channel channel = new Channel(new PrintWriter(written), false, false, false, Glyphs.ASCII);
        String name = "中 → é 👩\u001b\u202e\"";
        new Output(channel, channel, () -> 80, true, false).document("x", json -> json.field(name, name));

        assertThat(written.toString()).doesNotMatch(BEYOND).contains("\\u4e2d \\u2192 \\u00e9 \\ud83d\\udc69");
        assertThat(new ObjectMapper().readTree(written.toString()).get(name).textValue())
                .isEqualTo(name);
    }
}
