package io.npushell.weights.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DamagedWeightsTest {
    @TempDir
    Path directory;

    @Test
    void damageIsAlwaysAClearErrorOrNone() throws IOException {
        DamagedWeights fuzz = new DamagedWeights(directory, 11);

        fuzz.run(25);

        assertThat(fuzz.refused()).isGreaterThan(200);
    }
}
