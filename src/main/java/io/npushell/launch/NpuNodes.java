package io.npushell.launch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbers by which all of a machine know its NPUs: those the driver gave the device nodes, which stay the same where a container has {@code /dev/davinci7} as its {@code /dev/davinci0}.
 *
 * @param numbers by the number in the name of the node; a node that is missing keeps its name's number
 */
record NpuNodes(Map<Integer, Integer> numbers) {
    private static final Pattern NODE = Pattern.compile("davinci(\\d{1,4})");

    NpuNodes {
        numbers = Map.copyOf(numbers);
    }

    /** Of a directory of device nodes, {@code /dev}; where the nodes' own numbers do not tell them apart, their names do. */
    static NpuNodes in(Path devices) {
        Map<Integer, Integer> minors = new HashMap<>();
        Map<Integer, Integer> majors = new HashMap<>();
        try (DirectoryStream<Path> nodes = Files.newDirectoryStream(devices, "davinci*")) {
            for (Path node : nodes) {
                Matcher name = NODE.matcher(node.getFileName().toString());
                if (name.matches()) {
                    long device = ((Number) Files.getAttribute(node, "unix:rdev")).longValue();
                    int number = Integer.parseInt(name.group(1));
                    minors.put(number, (int) ((device & 0xff) | ((device >> 12) & 0xfff00)));
                    majors.put(number, (int) ((device >> 8) & 0xfff));
                }
            }
        } catch (IOException | UnsupportedOperationException | java.nio.file.DirectoryIteratorException e) {
            return new NpuNodes(Map.of());
        }
        boolean distinct = new HashSet<>(minors.values()).size() == minors.size()
                && new HashSet<>(majors.values()).size() == 1
                && !majors.containsValue(0);
        return new NpuNodes(distinct ? minors : Map.of());
    }

    int machines(int named) {
        return numbers.getOrDefault(named, named);
    }
}
