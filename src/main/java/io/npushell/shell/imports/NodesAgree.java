package io.npushell.shell.imports;

import io.npushell.shell.imports.Mistake.Kind;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Whether the commands of several nodes differ in nothing but NODE_RANK. */
final class NodesAgree {
    private static final String RANK = "NODE_RANK";

    private NodesAgree() {}

    /** The first command is the one that counts. */
    static void check(List<LaunchLine> launches, Mistakes mistakes) {
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

    private static String node(LaunchLine launch) {
        String rank = launch.variable(RANK);
        return rank.isEmpty() ? "the command of line " + launch.line() : "node " + rank;
    }

    private static String said(String name, @Nullable String value) {
        return value == null ? "no " + name : name + "=" + value;
    }
}
