package io.npushell.shell.imports;

import io.npushell.shell.imports.Mistake.Kind;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Whether the commands of several nodes differ in nothing but NODE_RANK. */
final class NodesAgree {
    private static final String RANK = "NODE_RANK";
    private static final String NODES = "NNODES";

    private NodesAgree() {}

    /** The first command is the one that counts. */
    static void check(List<LaunchLine> launches, Mistakes mistakes) {
        ranks(launches, mistakes);
        LaunchLine first = launches.get(0);
        for (LaunchLine other : launches.subList(1, launches.size())) {
            TreeSet<String> names = new TreeSet<>(first.variables().keySet());
            names.addAll(other.variables().keySet());
            names.remove(RANK);
            for (String name : names) {
                String one = first.variables().get(name);
                String two = other.variables().get(name);
                if (one == null || !one.equals(two)) {
                    mistakes.add(
                            Kind.NODES_DIFFER,
                            other.line(),
                            node(first) + " has " + said(name, one) + ", " + node(other) + " has " + said(name, two)
                                    + ": the nodes of one training may differ in " + RANK + " only; taken from "
                                    + node(first));
                }
            }
            if (!first.variable(RANK).isEmpty() && first.variable(RANK).equals(other.variable(RANK))) {
                mistakes.add(
                        Kind.NODES_DIFFER,
                        other.line(),
                        "two commands have " + RANK + "=" + first.variable(RANK)
                                + ": each node needs a number of its own");
            }
        }
    }

    /** Whether there is a command for each node, where there are several. */
    private static void ranks(List<LaunchLine> launches, Mistakes mistakes) {
        LaunchLine first = launches.get(0);
        if (!first.variable(NODES).matches("[1-9]\\d{0,4}")) {
            return;
        }
        int nodes = Integer.parseInt(first.variable(NODES));
        TreeSet<Integer> ranks = new TreeSet<>();
        for (LaunchLine launch : launches) {
            String rank = launch.variable(RANK);
            if (rank.matches("\\d{1,5}")) {
                ranks.add(Integer.parseInt(rank));
                if (Integer.parseInt(rank) >= nodes) {
                    mistakes.add(
                            Kind.NODES_DIFFER,
                            launch.line(),
                            RANK + "=" + rank + " with " + NODES + "=" + nodes + ": the nodes are numbered from 0 to "
                                    + (nodes - 1));
                }
            }
        }
        if (launches.size() > 1 && ranks.size() < nodes && launches.size() != nodes) {
            mistakes.add(
                    Kind.NODES_DIFFER,
                    first.line(),
                    NODES + "=" + nodes + ", but there are commands for " + launches.size()
                            + " nodes: the others would be waited for");
        }
    }

    private static String node(LaunchLine launch) {
        String rank = launch.variable(RANK);
        return rank.isEmpty() ? "the command of line " + launch.line() : "node " + rank;
    }

    private static String said(String name, @Nullable String value) {
        return value == null ? "no " + name : name + "=" + value;
    }
}
