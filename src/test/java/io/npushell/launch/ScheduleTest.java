package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {
    private final Schedule schedule = new Schedule(1e-3, 1e-4, 0.1, 100);

    @Test
    void warmsUpLinearly() {
        assertThat(schedule.at(5)).isCloseTo(5e-4, within(1e-12));
        assertThat(schedule.at(10)).isCloseTo(1e-3, within(1e-12));
    }

    @Test
    void isHalfWayDownInTheMiddleOfTheRest() {
        assertThat(schedule.at(55)).isCloseTo(5.5e-4, within(1e-12));
    }

    @Test
    void staysAtTheMinimum() {
        assertThat(schedule.at(100)).isEqualTo(1e-4);
        assertThat(schedule.at(250)).isEqualTo(1e-4);
    }
}
