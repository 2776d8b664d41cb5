package io.npushell.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.process.CommandOutput;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NpuSmiProbeTest {
    @Test
    void saysThatThereIsNoNpuSmi() {
        NpuSmiProbe probe = new NpuSmiProbe((command, directory, environment, timeout) -> {
            throw new OperatorException(ExitCode.ENVIRONMENT, "\"npu-smi\" is not there");
        });

        assertThat(probe.probe()).extracting(NpuInventory::problem).isEqualTo("npu-smi is not on this host's PATH");
    }

    @Test
    void saysThatNpuSmiHangs() {
        NpuSmiProbe probe = new NpuSmiProbe(
                (command, directory, environment, timeout) -> new CommandOutput(137, "", "", true),
                Duration.ofSeconds(3));

        assertThat(probe.probe()).extracting(NpuInventory::problem).isEqualTo("npu-smi did not answer within 3 s");
    }

    @Test
    void readsAnErrorFromEitherStream() {
        NpuSmiProbe probe = new NpuSmiProbe((command, directory, environment, timeout) ->
                new CommandOutput(0, "", "dcmi module initialize failed. ret is -8005\n", false));

        assertThat(probe.probe().problem()).endsWith("dcmi module initialize failed. ret is -8005");
    }

    @Test
    void saysHowASilentOneEnded() {
        NpuSmiProbe probe =
                new NpuSmiProbe((command, directory, environment, timeout) -> new CommandOutput(139, "", "\n", false));

        assertThat(probe.probe().problem()).isEqualTo("npu-smi ended with exit code 139 and said nothing");
    }

    @Test
    void countsTheCardsOfTheHost() {
        NpuSmiProbe probe = new NpuSmiProbe((command, directory, environment, timeout) -> {
            assertThat(command).containsExactly("npu-smi", "info", "-l");
            return new CommandOutput(0, "\tTotal Count                    : 8\n", "", false);
        });

        assertThat(probe.count()).hasValue(8);
    }
}
