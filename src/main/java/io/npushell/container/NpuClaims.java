package io.npushell.container;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What other running containers have of the NPUs of a host.
 *
 * @param certain the host's numbers, by the container's name
 * @param possible options by which a container may reach any of them, by its name
 * @param unknown why the running containers could not be listed, or null
 */
public record NpuClaims(
        Map<String, List<Integer>> certain,
        Map<String, List<String>> possible,
        @Nullable String unknown) {
    static final NpuClaims NONE = new NpuClaims(Map.of(), Map.of(), null);

    public NpuClaims {
        certain = Map.copyOf(certain);
        possible = Map.copyOf(possible);
    }

    static NpuClaims unknown(String why) {
        return new NpuClaims(Map.of(), Map.of(), why);
    }
}
