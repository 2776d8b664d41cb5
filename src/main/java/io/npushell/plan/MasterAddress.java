package io.npushell.plan;

import static io.npushell.params.ParameterNames.MASTER_ADDR;

import java.util.List;

/** All nodes must reach node 0. */
final class MasterAddress {
    static final Rule RULE = Rule.of("M05", "Address of node 0", """
            All nodes connect to node 0. localhost, the manual's example value, makes every other node wait for itself until the connection
            times out.""");

    private MasterAddress() {}

    static List<Finding> check(Draft draft) {
        String address = draft.settings().text(MASTER_ADDR).orElse("");
        if (draft.nodes() < 2 || (!address.isEmpty() && !address.matches("localhost|127[.].*|::1|0[.]0[.]0[.]0"))) {
            return List.of();
        }
        String sentence = address.isEmpty()
                ? "%d nodes need the address of node 0".formatted(draft.nodes())
                : "with master-addr '%s' every node waits for itself".formatted(address);
        return List.of(RULE.error(sentence, List.of("set master-addr ADDRESS")));
    }
}
