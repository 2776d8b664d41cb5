package io.npushell.device;

import io.npushell.OperatorException;
import io.npushell.process.CommandOutput;
import io.npushell.process.CommandRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Asks {@code npu-smi info} of this host. A driver in trouble makes it hang, so it gets a limited time. */
public final class NpuSmiProbe implements NpuProbe {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final CommandRunner runner;
    private final Duration limit;

    public NpuSmiProbe(CommandRunner runner) {
        this(runner, LIMIT);
    }

    public NpuSmiProbe(CommandRunner runner, Duration limit) {
        this.runner = runner;
        this.limit = limit;
    }

    @Override
    public NpuInventory probe() {
        CommandOutput output;
        try {
            output = runner.run(List.of("npu-smi", "info"), Path.of("/"), Map.of("LC_ALL", "C"), limit);
        } catch (OperatorException e) {
            return NpuInventory.none("npu-smi is not on this host's PATH");
        }
        if (output.timedOut()) {
            return NpuInventory.none("npu-smi did not answer within " + limit.toSeconds() + " s");
        }
        // it also exits 0 when it only has an error to tell, and prints errors on either stream
        return NpuSmi.parse(output.out() + "\n" + output.err());
    }
}
