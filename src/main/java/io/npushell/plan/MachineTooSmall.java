package io.npushell.plan;

import java.util.List;

/** The machine has the devices the script starts ranks on. */
final class MachineTooSmall {
    static final Rule RULE = Rule.of("M02", "Machine too small", """
            The scripts start a fixed number of ranks on each node, one per NPU.""");

    private MachineTooSmall() {}

    static List<Finding> check(Draft draft) {
        Machine machine = draft.facts().machine();
        if (!draft.engine().needsNpus()) {
            return List.of();
        }
        if (machine.devicesPerNode() < draft.devicesPerNode()) {
            return List.of(RULE.error(devices(draft, machine), remedies(draft, machine)));
        }
        if (machine.assumed() && machine.nodes() < draft.nodes()) {
            return List.of(RULE.error(
                    "%d nodes are asked for, the assumed machine has %d".formatted(draft.nodes(), machine.nodes()),
                    List.of(
                            "set nnodes " + machine.nodes(),
                            "assume " + MachineText.render(machine.withNodes(draft.nodes())))));
        }
        return List.of();
    }

    /** An assumed machine is never launched on, so to assume one comes last and says what it is good for. */
    private static List<String> remedies(Draft draft, Machine machine) {
        String assume = "assume " + draft.nodes() + "x" + draft.devicesPerNode() + "x910B3-64g (to plan only)";
        return machine.assumed() ? List.of(assume) : List.of("doctor npus", "use qwen-nano", assume);
    }

    private static String devices(Draft draft, Machine machine) {
        String script =
                "%s starts %d ranks on a node, ".formatted(draft.profile().script(), draft.devicesPerNode());
        return machine.devicesPerNode() == 0
                ? script + "but no NPU was found"
                : script + "but it has %d NPUs".formatted(machine.devicesPerNode());
    }
}
