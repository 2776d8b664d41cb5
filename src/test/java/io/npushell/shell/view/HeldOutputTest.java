package io.npushell.shell.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Output that is held back until its command has ended. */
class HeldOutputTest {
    private final StringWriter screen = new StringWriter();
    private final List<String> paged = new ArrayList<>();

    @Test
    void comesToThePagerAsAWhole() {
        Output out = output().pagedBy(paged::add).held();
        out.line("data");
        out.complain(Text.of("why"));
        out.flush();

        assertThat(screen.toString()).isEmpty();
        out.release();
        assertThat(paged).containsExactly("data\nwhy\n");
    }

    @Test
    void theStatusLineIsShownMeanwhile() {
        Output out = output().pagedBy(paged::add).held();
        out.status(Text.of("looking"));
        out.line("found");

        assertThat(screen).hasToString("\r\u001b[Klooking\r\u001b[K");
    }

    @Test
    void withoutAPagerAndAsJsonItComesAtOnce() {
        Output plain = output().held();
        plain.line("plain");
        plain.release();
        Output script = output().pagedBy(paged::add).unpaged().held();
        script.line("script");
        Output json = output().pagedBy(paged::add).asJson().held();
        json.record("x", root -> {});
        json.release();

        assertThat(screen.toString()).startsWith("plain\nscript\n{");
        assertThat(paged).isEmpty();
    }

    @Test
    void whatGrowsBeyondMemoryGoesOnAsItComes() {
        Output out = output().pagedBy(paged::add).held();
        String line = "x".repeat(1023);
        for (int i = 0; i < HeldWriter.MOST / 1024; i++) {
            out.line(line);
        }
        assertThat(screen.toString()).isEmpty();
        out.line("one more");
        out.line("and another");
        out.flush();

        assertThat(screen.toString()).hasSize(HeldWriter.MOST + 21).endsWith("one more\nand another\n");
        out.release();
        assertThat(String.join("", paged)).isEmpty();
    }

    private Output output() {
        Channel channel = new Channel(new PrintWriter(screen), true, false);
        return new Output(channel, channel, () -> Output.UNLIMITED, false, false);
    }
}
