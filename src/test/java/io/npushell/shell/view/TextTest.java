package io.npushell.shell.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTest {

    @Test
    void countsColumnsNotCharacters() {
        assertThat(Text.of("世界 ok").width()).isEqualTo(7);
    }

    @Test
    void cutsToColumnsAndKeepsStyles() {
        Text text = Text.of("abc", Style.BAD).plus("defg");

        assertThat(text.cut(5)).isEqualTo(Text.of("abc", Style.BAD).plus("d").plus("…"));
        assertThat(text.cut(7)).isEqualTo(text);
        assertThat(Text.of("世界世界").cut(4).plain()).isEqualTo("世…");
        assertThat(text.cut(0)).isEqualTo(Text.empty());
    }

    @Test
    void writesStylesOutOnlyWhereAsked() {
        Text text = Text.of("mbs ").plus("3", Style.BAD);

        assertThat(text.ansi()).isEqualTo("mbs \u001b[31m3\u001b[0m");
        assertThat(text.plain()).isEqualTo("mbs 3");
    }
}
