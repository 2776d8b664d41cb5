package io.npushell.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostFactsTest {
    @Test
    void readsWhatTellsThisHostFromOthers() {
        HostFacts here = HostFacts.here();

        assertThat(here.host()).isNotBlank();
        assertThat(here.bootId()).matches("[0-9a-f-]{36}");
        assertThat(here.pidNamespace()).matches("pid:\\[\\d+]");
        assertThat(here.processors()).isPositive();
    }
}
