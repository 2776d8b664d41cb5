package io.npushell.shell.weights;

import java.util.List;

/**
 * Why the settings in use cannot load some weights.
 *
 * @param remedies commands that would mend it, best first
 */
record Misfit(String sentence, List<String> remedies) {
    Misfit {
        remedies = List.copyOf(remedies);
    }
}
