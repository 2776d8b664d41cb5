package io.npushell.params;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final History<String> ABC =
            History.startingWith("a", 10).to("b").to("c");

    @Test
    void undoesAndRedoesStepByStep() {
        History<String> b = ABC.undo().orElseThrow();
        History<String> a = b.undo().orElseThrow();

        assertThat(b.present()).isEqualTo("b");
        assertThat(a.present()).isEqualTo("a");
        assertThat(a.undo()).isEmpty();
        assertThat(a.redo()).contains(b);
        assertThat(a.redo().orElseThrow().redo()).contains(ABC);
        assertThat(ABC.redo()).isEmpty();
    }

    @Test
    void forgetsWhatWasUndoneWhenItGoesOn() {
        History<String> other = ABC.undo().orElseThrow().to("x");

        assertThat(other.redo()).isEmpty();
        assertThat(other.undo().orElseThrow().present()).isEqualTo("b");
    }

    @Test
    void countsTheSameStateAgainAsNoStep() {
        History<String> undone = ABC.undo().orElseThrow();

        assertThat(undone.to("b")).isEqualTo(undone);
    }

    @Test
    void remembersNoMoreThanItsLimit() {
        History<Integer> history = History.startingWith(0, 3);
        for (int i = 1; i <= 10; i++) {
            history = history.to(i);
        }

        assertThat(history.past()).containsExactly(7, 8, 9);
        assertThat(history.present()).isEqualTo(10);
    }
}
