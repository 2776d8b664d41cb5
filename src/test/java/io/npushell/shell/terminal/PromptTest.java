package io.npushell.shell.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.Settings;
import io.npushell.params.Value;
import io.npushell.plan.Machine;
import io.npushell.shell.view.Glyphs;
import io.npushell.shell.workbench.WorkbenchState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PromptTest {

    @Test
    void namesProfileAndRunTypeWithMarks() {
        WorkbenchState state = WorkbenchState.CLEAN.use("qwen-14b", RunType.PRETRAIN);
        Settings edited =
                Settings.none().with(ParameterCatalog.standard().get("mbs"), new Value.Whole(2), Origin.OPERATOR);

        assertThat(prompt(WorkbenchState.CLEAN, false)).isEqualTo("npu-shell › ");
        assertThat(prompt(state, false)).isEqualTo("qwen-14b/pretrain › ");
        assertThat(prompt(state.withSettings(edited), true)).isEqualTo("qwen-14b/pretrain*! › ");
        assertThat(prompt(state.withMachine(new Machine(5, 8, "910B3", 0, true, List.of())), false))
                .isEqualTo("qwen-14b/pretrain on 5x8x910B3 › ");
    }

    @Test
    void staysInAsciiWhereTheLocaleHasNothingElse() {
        assertThat(Glyphs.of(Map.of("LANG", "de_DE.utf8"))).isEqualTo(Glyphs.UNICODE);
        assertThat(Glyphs.of(Map.of("LANG", "C.UTF-8", "LC_ALL", "POSIX"))).isEqualTo(Glyphs.ASCII);
        assertThat(Prompt.of(WorkbenchState.CLEAN, false, Glyphs.of(Map.of())).plain())
                .isEqualTo("npu-shell > ");
    }

    private static String prompt(WorkbenchState state, boolean alarm) {
        return Prompt.of(state, alarm, Glyphs.UNICODE).plain();
    }
}
