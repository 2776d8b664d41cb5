package io.npushell.device;

import io.npushell.OperatorException;
import io.npushell.process.CommandOutput;
import io.npushell.process.CommandRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks {@code npu-smi info} of this host. A driver in trouble makes it hang, so it gets a limited time. */
public final class NpuSmiProbe implements NpuProbe {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Pattern TOTAL = Pattern.compile("Total Count\\s{0,60}:\\s{0,60}(\\d{1,4})");
    private static final String INSTALL =
            "install driver and firmware, or in a container mount /usr/local/sbin/npu-smi";

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
            output = ask("info");
        } catch (OperatorException e) {
            return NpuInventory.none("npu-smi is not on this host's PATH", INSTALL);
        }
        if (output.timedOut()) {
            return NpuInventory.none(
                    "npu-smi did not answer within " + limit.toSeconds() + " s",
                    "dmesg | tail   tells what the driver is at; usually only a reboot helps");
        }
        // it also exits 0 when it only has an error to tell, and prints errors on either stream
        String text = output.out() + "\n" + output.err();
        return text.isBlank() && output.exitCode() != 0
                ? NpuInventory.none(
                        "npu-smi ended with exit code " + output.exitCode() + " and said nothing", "npu-smi info")
                : NpuSmi.parse(text);
    }

    /** How many cards {@code npu-smi info -l} counts; in a container those of the host. Empty where it does not tell. */
    public OptionalInt count() {
        try {
            Matcher total = TOTAL.matcher(ask("info", "-l").out());
            return total.find() ? OptionalInt.of(Integer.parseInt(total.group(1))) : OptionalInt.empty();
        } catch (OperatorException e) {
            return OptionalInt.empty();
        }
    }

    private CommandOutput ask(String... words) {
        List<String> command = new java.util.ArrayList<>(List.of("npu-smi"));
        command.addAll(List.of(words));
        return runner.run(command, Path.of("/"), Map.of("LC_ALL", "C"), limit);
    }
}
