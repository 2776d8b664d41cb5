package io.npushell.container;

import io.npushell.container.ContainerPlan.Kind;
import io.npushell.container.ContainerPlan.Objection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Processors and memory of a container: as wished, where the machine has so much.
 *
 * <p>docker refuses more processors than there are, but takes any memory: a container allowed 1000 GB on a smaller machine brings the machine down instead of its own process.
 */
record Limits(int processors, long memoryBytes, long sharedBytes, List<String> adjusted, List<Objection> objections) {
    private static final long MIB = 1 << 20;
    private static final long GIB = 1 << 30;

    static Limits of(ContainerWishes wishes, ContainerEngine.@Nullable Capacity capacity) {
        if (capacity == null || capacity.processors() == 0 || capacity.memoryBytes() == 0) {
            return new Limits(wishes.processors(), wishes.memoryBytes(), wishes.sharedBytes(), List.of(), List.of());
        }
        List<String> adjusted = new ArrayList<>();
        List<Objection> objections = new ArrayList<>();
        long whole = capacity.memoryBytes() / MIB * MIB;
        int processors = wishes.processors();
        if (processors > capacity.processors()) {
            String less = "--cpus %d: the machine has %d".formatted(processors, capacity.processors());
            note(wishes.firm().processors(), less, "set container-cpus " + capacity.processors(), adjusted, objections);
            processors = capacity.processors();
        }
        long memory =
                lowered("memory", wishes.memoryBytes(), whole, wishes.firm().memory(), adjusted, objections);
        // tmpfs counts as memory of the container, and half of it is what Linux itself gives /dev/shm
        long half = Math.min(memory, whole) / 2 / MIB * MIB;
        long shared =
                lowered("shm-size", wishes.sharedBytes(), half, wishes.firm().shared(), adjusted, objections);
        return new Limits(processors, memory, shared, adjusted, objections);
    }

    private static long lowered(
            String option, long wish, long most, boolean firm, List<String> adjusted, List<Objection> objections) {
        if (wish <= most) {
            return wish;
        }
        String of = option.equals("memory") ? "the machine has " : "half of the container's memory is ";
        note(
                firm,
                "--" + option + " " + size(wish) + ": " + of + size(most),
                "set container-" + option.replace("-size", "") + " " + size(most),
                adjusted,
                objections);
        return most;
    }

    private static void note(
            boolean firm, String less, String remedy, List<String> adjusted, List<Objection> objections) {
        if (firm) {
            objections.add(new Objection(Kind.ERROR, less, remedy));
        } else {
            adjusted.add(less);
        }
    }

    /** As docker reads it: "1000g", "512m". */
    static String size(long bytes) {
        return bytes >= GIB && bytes % GIB == 0
                ? bytes / GIB + "g"
                : bytes >= 10 * GIB ? bytes / GIB + "g" : Math.max(1, bytes / MIB) + "m";
    }
}
