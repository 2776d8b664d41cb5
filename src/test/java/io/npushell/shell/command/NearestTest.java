package io.npushell.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> NAMES = List.of("set", "show", "sessions", "stop", "source", "tail", "launch");

    @Test
    void findsSwapsSlipsAndBeginnings() {
        assertThat(Nearest.to("sohw", NAMES)).first().isEqualTo("show");
        assertThat(Nearest.to("luanch", NAMES)).containsExactly("launch");
        assertThat(Nearest.to("sess", NAMES)).first().isEqualTo("sessions");
        assertThat(Nearest.to("TAIL", NAMES)).containsExactly("tail");
    }

    @Test
    void findsNothingInWhatIsFar() {
        assertThat(Nearest.to("frobnicate", NAMES)).isEmpty();
        assertThat(Nearest.to("x", NAMES)).isEmpty();
    }
}
