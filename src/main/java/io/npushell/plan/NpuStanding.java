package io.npushell.plan;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One NPU as a training would find it: how it is and who has it.
 *
 * @param device the number the runtime counts it by where the training is to run, which the setting names; not always npu-smi's number
 * @param card its number in npu-smi
 * @param label "NPU 3", "NPU 3 chip 1"
 * @param lock the number that all launches on this machine know it by
 * @param health as npu-smi says it, "" where it does not
 * @param bad whether that health is worse than a warning
 * @param holders surest first; empty: free as far as can be told
 */
public record NpuStanding(
        int device, int card, String label, int lock, String health, boolean bad, List<Holder> holders) {
    private static final String PREFIX = "NPU ";

    /**
     * Who has it.
     *
     * @param words "session 12", "process 4711 (python)"
     * @param session its id where it is one of this workspace, or null
     * @param claimed whether a training of npu-shell has it for certain, which no judgement lifts
     */
    public record Holder(String words, @Nullable String session, boolean claimed) {}

    public NpuStanding {
        holders = List.copyOf(holders);
    }

    /** "NPU 3", "NPU 0 to 7", "NPU 0, 2 and 3". */
    static String names(List<String> labels) {
        if (labels.stream().anyMatch(label -> !label.matches(PREFIX + "\\d{1,6}"))) {
            return join(labels);
        }
        return PREFIX
                + numbers(labels.stream()
                        .map(label -> Integer.valueOf(label.substring(PREFIX.length())))
                        .toList());
    }

    /** "0 to 7", "0, 2 and 3". */
    static String numbers(List<Integer> numbers) {
        TreeMap<Integer, Integer> runs = new TreeMap<>();
        for (int number : numbers.stream().sorted().distinct().toList()) {
            var last = runs.lastEntry();
            if (last != null && last.getValue() == number - 1) {
                runs.put(last.getKey(), number);
            } else {
                runs.put(number, number);
            }
        }
        return join(runs.entrySet().stream()
                .flatMap(run -> run.getValue() - run.getKey() > 1
                        ? List.of(run.getKey() + " to " + run.getValue()).stream()
                        : java.util.stream.IntStream.rangeClosed(run.getKey(), run.getValue())
                                .mapToObj(String::valueOf))
                .toList());
    }

    private static String join(List<String> words) {
        int last = words.size() - 1;
        return last < 1
                ? String.join("", words)
                : words.subList(0, last).stream().collect(Collectors.joining(", ")) + " and " + words.get(last);
    }
}
