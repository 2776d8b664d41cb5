package io.npushell.doctor;

import io.npushell.plan.Sizes;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Memory of the machine, or of the container where that has less. */
final class MemoryCheck extends HealthCheck {
    private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s*(\\d{1,15}) kB");

    /** The engine's heap is limited to 1 GiB (embedded.sh); the JVM itself takes some more. */
    private static final long ENGINE = 1536L << 20;

    /** Eight python processes, each with torch loaded and its part of the weights passing through. */
    private static final long TRAINING = 64L << 30;

    MemoryCheck() {
        super("memory", "memory of the machine", EVERY_ENGINE, Set.of(Question.MEMORY));
    }

    @Override
    List<Verdict> judge(Examination found) {
        Answer answer = found.answer(Question.MEMORY);
        Matcher available = AVAILABLE.matcher(answer.out());
        if (!available.find()) {
            return List.of(warning("how much memory is free cannot be told", "free -h"));
        }
        long free = Long.parseLong(available.group(1)) << 10;
        String limit = answer.after("limit");
        boolean limited = limit.matches("\\d{1,18}") && Long.parseLong(limit) < free;
        long bytes = limited ? Long.parseLong(limit) : free;
        String what = Sizes.text(bytes) + (limited ? " is this container's limit" : " of memory available");
        if (found.subject().engine().needsJava()) {
            return List.of(
                    bytes < ENGINE
                            ? error(what + ", the embedded engine takes up to 1.5 GiB", "end other programs")
                            : ok(what));
        }
        return List.of(
                bytes < TRAINING
                        ? warning(
                                what + "; eight ranks that load weights take more than 64 GiB",
                                "start the container with a higher --memory")
                        : ok(what));
    }
}
