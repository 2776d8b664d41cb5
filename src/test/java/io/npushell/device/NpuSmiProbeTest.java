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

        assertThat(probe.probe()).isEqualTo(NpuInventory.none("npu-smi is not on this host's PATH"));
    }

    @Test
    void saysThatNpuSmiHangs() {
        NpuSmiProbe probe = new NpuSmiProbe(
                (command, directory, environment, timeout) -> new CommandOutput(137, "", "", true),
                Duration.ofSeconds(3));

        assertThat(probe.probe()).isEqualTo(NpuInventory.none("npu-smi did not answer within 3 s"));
    }

    @Test
    void readsAnErrorFromEitherStream() {
        NpuSmiProbe probe = new NpuSmiProbe((command, directory, environment, timeout) ->
                new CommandOutput(0, "", "dcmi module initialize failed. ret is -8005\n", false));

        assertThat(probe.probe().problem()).endsWith("dcmi module initialize failed. ret is -8005");
    }
}
