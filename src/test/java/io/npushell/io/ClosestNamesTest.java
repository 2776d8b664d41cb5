package io.npushell.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClosestNamesTest {
    private static final List<String> NAMES = List.of("set", "show", "sessions", "stop", "source", "tail", "launch");

    @Test
    void findsSwapsSlipsAndBeginnings() {
        assertThat(ClosestNames.of("sohw", NAMES)).first().isEqualTo("show");
        assertThat(ClosestNames.of("luanch", NAMES)).containsExactly("launch");
        assertThat(ClosestNames.of("sess", NAMES)).first().isEqualTo("sessions");
        assertThat(ClosestNames.of("tial", NAMES)).containsExactly("tail");
    }

    @Test
    void findsNothingInWhatIsFar() {
        assertThat(ClosestNames.of("frobnicate", NAMES)).isEmpty();
        assertThat(ClosestNames.of("x", NAMES)).isEmpty();
    }
}
