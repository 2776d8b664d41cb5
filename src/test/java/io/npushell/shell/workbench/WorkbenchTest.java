package io.npushell.shell.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.model.RunType;
import org.junit.jupiter.api.Test;

class WorkbenchTest {
    private final Workbench workbench = new Workbench(name -> {
        throw new AssertionError("nobody asked for " + name);
    });

    @Test
    void goesBackAndForth() {
        workbench.change("a test", state -> state.use("a", RunType.PRETRAIN));
        workbench.change("a test", state -> state.use("b", RunType.SFT));

        assertThat(workbench.undo().orElseThrow().after().title()).isEqualTo("a/pretrain");
        assertThat(workbench.redo().orElseThrow().after().title()).isEqualTo("b/sft");
        assertThat(workbench.redo()).isEmpty();
    }

    @Test
    void aNewChangeEndsWhatCouldBeRedone() {
        workbench.change("a test", state -> state.use("a", RunType.PRETRAIN));
        workbench.undo();
        workbench.change("a test", state -> state.use("b", RunType.PRETRAIN));

        assertThat(workbench.redo()).isEmpty();
        assertThat(workbench.undo().orElseThrow().after()).isEqualTo(WorkbenchState.CLEAN);
    }

    @Test
    void whatChangesNothingIsNoStepBack() {
        workbench.change("a test", state -> state);
        workbench.restore(WorkbenchState.CLEAN.use("a", RunType.LORA));

        assertThat(workbench.undo()).isEmpty();
        assertThat(workbench.state().title()).isEqualTo("a/lora");
    }

    @Test
    void asksForAProfileWhereNoneIsInUse() {
        assertThat(workbench.loadedProfile()).isEmpty();
        assertThatThrownBy(workbench::profile).hasMessage("no profile is in use");
    }
}
