package io.npushell.plan;

import static io.npushell.params.ParameterNames.NODE_RANK;

import java.util.List;
import java.util.OptionalLong;

/** Ranks of nodes run from 0 to NNODES − 1. */
final class NodeRank {
    static final Rule RULE = Rule.of("M04", "Node rank beyond the nodes", """
            Nodes are numbered from 0; the last is NNODES − 1.""");

    private NodeRank() {}

    static List<Finding> check(Draft draft) {
        OptionalLong rank = draft.settings().whole(NODE_RANK);
        if (!draft.engine().distributes() || rank.isEmpty() || rank.getAsLong() < draft.nodes()) {
            return List.of();
        }
        return List.of(RULE.error(
                "node-rank %d is not below nnodes %d".formatted(rank.getAsLong(), draft.nodes()),
                List.of("set node-rank " + (draft.nodes() - 1), "set nnodes " + (rank.getAsLong() + 1))));
    }
}
