package io.npushell.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcStatTest {
    private static final String REST =
            " S 1 4242 4200 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 987654 2801664 200 18446744073709551615";

    @Test
    void readsTheFieldsAfterTheLastParenthesisOfTheName() {
        assertThat(ProcStat.parse("4242 (tricky) S (name) x)" + REST))
                .contains(new ProcStat(4242, 'S', 4242, 4200, 987654));
    }

    @Test
    void findsNoProcessInALineCutShort() {
        assertThat(ProcStat.parse("")).isEmpty();
        assertThat(ProcStat.parse("4242 (sh")).isEmpty();
        assertThat(ProcStat.parse("4242 (sh)")).isEmpty();
        assertThat(ProcStat.parse("4242 (sh) S 1 2")).isEmpty();
    }

    @Test
    void takesZombiesAndDyingProcessesForDead() {
        assertThat(new ProcStat(1, 'Z', 1, 1, 1).dead()).isTrue();
        assertThat(new ProcStat(1, 'X', 1, 1, 1).dead()).isTrue();
        assertThat(new ProcStat(1, 'D', 1, 1, 1).dead()).isFalse();
        assertThat(new ProcStat(1, 'T', 1, 1, 1).dead()).isFalse();
    }
}
