package io.npushell.shell.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
    private final Table sessions = Table.of(">id", "profile", "state")
            .row("9", "世界/sft", "running")
            .row("13", "qwen-14b/pretrain", "failed, out of memory");

    @Test
    void alignsColumnsByWhatIsSeen() {
        assertThat(screen(80)).isEqualTo("""
                id  profile            state
                 9  世界/sft           running
                13  qwen-14b/pretrain  failed, out of memory""");
    }

    @Test
    void cutsLinesOnANarrowTerminal() {
        assertThat(screen(30)).isEqualTo("""
                id  profile            state
                 9  世界/sft           running
                13  qwen-14b/pretrain  failed…""");
    }

    @Test
    void hasNoHeaderWithoutTitlesAndNoBlanksAtTheEnd() {
        Table table = Table.of("", "").row("a", "").row("bb", "c");

        assertThat(table.lines(80)).extracting(Text::plain).containsExactly("a", "bb  c");
    }

    @Test
    void shortensAColumnThatMayGiveWayBeforeItCutsTheLine() {
        Table table = Table.of("", "~", "").row("work-dir", "/a/long/path/to/the/workspace", "operator");

        assertThat(table.lines(40)).extracting(Text::plain).containsExactly("work-dir  /a/lo…/the/workspace  operator");
        assertThat(table.lines(80))
                .extracting(Text::plain)
                .containsExactly("work-dir  /a/long/path/to/the/workspace  operator");
    }

    private String screen(int width) {
        return String.join("\n", sessions.lines(width).stream().map(Text::plain).toList());
    }
}
