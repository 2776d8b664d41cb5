package io.npushell.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class StepMarksTest {
    @Test
    void readsHowRunShCameThroughItsSteps() {
        assertThat(StepMarks.read("""
                        10 begun data
                        12 ended data 0
                        12 begun train
                        """))
                .containsExactly(
                        new StepMark("data", Instant.ofEpochSecond(10), Instant.ofEpochSecond(12), 0),
                        new StepMark("train", Instant.ofEpochSecond(12), null, null));
        assertThat(StepMarks.read("10 begun weights\n11 ended weights 3\n"))
                .containsExactly(new StepMark("weights", Instant.ofEpochSecond(10), Instant.ofEpochSecond(11), 3));
    }

    @Test
    void leavesOutWhatACrashOrAFullDiskTore() {
        assertThat(StepMarks.read("")).isEmpty();
        assertThat(StepMarks.read("10 begun data\n1")).hasSize(1);
        assertThat(StepMarks.read("x begun data\n10 ended data 0\n")).isEmpty();
        assertThat(StepMarks.read("10 begun data\n12 ended weights 0\n13 ended data zero\n"))
                .containsExactly(new StepMark("data", Instant.ofEpochSecond(10), null, null));
    }
}
