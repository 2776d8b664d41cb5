package io.npushell.launch;

import io.npushell.params.Parameter;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.ParameterNames;
import io.npushell.params.Setting;
import io.npushell.params.Settings;
import io.npushell.params.Value;
import io.npushell.session.Session;
import io.npushell.session.SessionSpec;
import io.npushell.session.SessionSpec.SettingEntry;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Whether sessions are nodes of one training: everything the script is given is the same but the node's rank and its devices. They save to one
 * directory together.
 */
final class SameTraining {
    private static final Set<String> OF_THE_NODE = Set.of(ParameterNames.NODE_RANK, ParameterNames.DEVICES);

    private final String profile;
    private final String runType;
    private final Map<String, String> values;

    private SameTraining(String profile, String runType, Map<String, String> values) {
        this.profile = profile;
        this.runType = runType;
        this.values = values;
    }

    /** As a launch asks for it; settings complete. */
    static SameTraining of(LaunchRequest request, Settings settings) {
        Map<String, String> values = new HashMap<>();
        for (String name : settings.names()) {
            settings.find(name).map(Setting::value).map(Value::text).ifPresent(text -> values.put(name, text));
        }
        return new SameTraining(request.profile().name(), request.runType().label(), values);
    }

    static SameTraining of(SessionSpec spec) {
        Map<String, String> values = new HashMap<>();
        for (SettingEntry entry : spec.request().settings()) {
            values.put(entry.parameter(), entry.value());
        }
        return new SameTraining(spec.request().profile(), spec.request().runType(), values);
    }

    /** Whether the other is another node of it; never of a training on one node. */
    boolean otherNode(Session other) {
        SameTraining its = of(other.spec());
        return profile.equals(its.profile)
                && runType.equals(its.runType)
                && nodes() > 1
                && !rank().equals(its.rank())
                && ParameterCatalog.standard().all().stream()
                        .filter(Parameter::passed)
                        .map(Parameter::name)
                        .allMatch(name -> OF_THE_NODE.contains(name) || same(name, its));
    }

    /** Of a training that is counted in epochs a plan knows the iterations only when it has seen the data. */
    private boolean same(String name, SameTraining other) {
        boolean counted = values.containsKey(name) && other.values.containsKey(name);
        return (name.equals(ParameterNames.TRAIN_ITERS) && !counted)
                ? same(ParameterNames.EPOCHS, other)
                : Objects.equals(values.get(name), other.values.get(name));
    }

    private long nodes() {
        String nodes = values.getOrDefault(ParameterNames.NNODES, "1");
        return nodes.matches("\\d{1,9}") ? Long.parseLong(nodes) : 1;
    }

    private String rank() {
        return values.getOrDefault(ParameterNames.NODE_RANK, "0");
    }
}
