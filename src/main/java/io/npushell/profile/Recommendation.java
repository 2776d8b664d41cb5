package io.npushell.profile;

import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.params.Setting;
import io.npushell.params.Settings;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Recommended settings for some run types and node counts.
 *
 * @param runTypes empty for all
 * @param nodes node counts it is meant for, empty for all
 * @param settings all of origin {@link Origin#PROFILE}
 * @param note where it comes from, for {@code explain}; "" where there is nothing to say
 */
public record Recommendation(Set<RunType> runTypes, Set<Integer> nodes, List<Setting> settings, String note) {

    public Recommendation {
        runTypes = Set.copyOf(runTypes);
        nodes = Set.copyOf(nodes);
        settings = List.copyOf(settings);
    }

    boolean appliesTo(RunType runType, int nodeCount) {
        return (runTypes.isEmpty() || runTypes.contains(runType)) && (nodes.isEmpty() || nodes.contains(nodeCount));
    }

    Settings over(Settings base) {
        Settings result = base;
        for (Setting setting : settings) {
            result = result.with(setting.parameter(), setting.value(), Origin.PROFILE);
        }
        return result;
    }

    Optional<ModelProfile.Advice> advice(String parameter) {
        return settings.stream()
                .filter(setting -> setting.parameter().name().equals(parameter))
                .findFirst()
                .map(setting -> new ModelProfile.Advice(runTypes, nodes, setting.value(), note));
    }
}
