package io.npushell.plan;

import java.util.List;

/** One rule, applied to a draft; says nothing about what was not looked at. */
@FunctionalInterface
interface Check {
    List<Finding> findings(Draft draft);
}
