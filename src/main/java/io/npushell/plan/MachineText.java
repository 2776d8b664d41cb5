package io.npushell.plan;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How an assumed machine is spelled: {@code 5x8x910B3-64g}, nodes × NPUs × name and memory. */
public final class MachineText {
    private static final Pattern SPELLING = Pattern.compile(
            "(?:(?<nodes>\\d{1,4})x)?(?<devices>\\d{1,3})x(?<name>[A-Za-z0-9][A-Za-z0-9._]*)(?:-(?<memory>\\d{1,4})(?:g|gb|gib))?",
            Pattern.CASE_INSENSITIVE);
    private static final String REMEDY = "assume 1x8x910B3-64g   (nodes x NPUs x name-memory)";

    private MachineText() {}

    /**
     * Reads one; a missing number of nodes is 1, a missing memory is unknown.
     *
     * @throws OperatorException USAGE
     */
    public static Machine parse(String text) {
        Matcher matcher = SPELLING.matcher(text);
        if (!matcher.matches()) {
            throw new OperatorException(ExitCode.USAGE, "'" + text + "' is no machine", REMEDY);
        }
        String nodes = matcher.group("nodes");
        String memory = matcher.group("memory");
        return new Machine(
                nodes == null ? 1 : positive(nodes, "nodes", text),
                positive(matcher.group("devices"), "NPUs", text),
                matcher.group("name"),
                memory == null ? 0 : 1024L * positive(memory, "memory", text),
                true,
                List.of());
    }

    /** The spelling that {@link #parse} reads as this machine. */
    public static String render(Machine machine) {
        String memory = machine.memoryMib() == 0 ? "" : "-" + Math.round(machine.memoryMib() / 1024.0) + "g";
        return machine.nodes() + "x" + machine.devicesPerNode() + "x" + machine.deviceName() + memory;
    }

    private static int positive(String digits, String what, String text) {
        int number = Integer.parseInt(digits);
        if (number == 0) {
            throw new OperatorException(ExitCode.USAGE, "'" + text + "' has 0 " + what, REMEDY);
        }
        return number;
    }
}
