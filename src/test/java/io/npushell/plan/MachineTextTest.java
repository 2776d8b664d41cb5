package io.npushell.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineTextTest {
    @Test
    void readsNodesNpusNameAndMemory() {
        assertThat(MachineText.parse("5x8x910B3-64g")).isEqualTo(new Machine(5, 8, "910B3", 65536, true, List.of()));
        assertThat(MachineText.parse("8x910B3-64GiB")).isEqualTo(new Machine(1, 8, "910B3", 65536, true, List.of()));
        assertThat(MachineText.parse("1x8x910B3")).isEqualTo(new Machine(1, 8, "910B3", 0, true, List.of()));
        assertThat(MachineText.parse("2X4Xascend910")).isEqualTo(new Machine(2, 4, "ascend910", 0, true, List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5x8x910B3-64g", "1x8x910B3", "16x16x910_93.1-128g"})
    void spellsAMachineTheWayItReadsIt(String text) {
        assertThat(MachineText.render(MachineText.parse(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8", "910B3", "8x", "x8x910B3", "8x910B3-64", "8x910B3-", "99999x8x910B3", "8 x 910B3"})
    void refusesWhatIsNoMachine(String text) {
        assertThatThrownBy(() -> MachineText.parse(text)).hasMessage("'" + text + "' is no machine");
    }

    @Test
    void refusesMachinesOfNothing() {
        assertThatThrownBy(() -> MachineText.parse("0x8x910B3")).hasMessage("'0x8x910B3' has 0 nodes");
        assertThatThrownBy(() -> MachineText.parse("1x0x910B3")).hasMessage("'1x0x910B3' has 0 NPUs");
    }
}
