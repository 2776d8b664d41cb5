package io.npushell.params;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Values of parameters in layers, one per origin; the strongest layer that has a value gives it. Immutable.
 *
 * <p>Keys are {@link Parameter#name()}.
 */
public final class Settings {
    private static final Settings NONE = new Settings(new EnumMap<>(Origin.class));

    private final Map<Origin, Map<String, Setting>> layers;

    private Settings(Map<Origin, Map<String, Setting>> layers) {
        this.layers = layers;
    }

    public static Settings none() {
        return NONE;
    }

    public Settings with(Parameter parameter, Value value, Origin origin) {
        EnumMap<Origin, Map<String, Setting>> changed = copy();
        changed.computeIfAbsent(origin, unused -> new TreeMap<>())
                .put(parameter.name(), new Setting(parameter, value, origin));
        return new Settings(changed);
    }

    public Settings without(String name, Origin origin) {
        EnumMap<Origin, Map<String, Setting>> changed = copy();
        Map<String, Setting> layer = changed.get(origin);
        if (layer == null || layer.remove(name) == null) {
            return this;
        }
        return new Settings(changed);
    }

    /** These settings with one whole layer taken from others; what the layer held before is dropped. */
    public Settings withLayer(Origin origin, Settings source) {
        EnumMap<Origin, Map<String, Setting>> changed = copy();
        changed.put(origin, new TreeMap<>(source.layers.getOrDefault(origin, Map.of())));
        return new Settings(changed);
    }

    public Settings withoutLayer(Origin origin) {
        return withLayer(origin, NONE);
    }

    /** The value that counts. */
    public Optional<Setting> find(String name) {
        List<Setting> chain = chain(name);
        return chain.isEmpty() ? Optional.empty() : Optional.of(chain.get(0));
    }

    /** All values given for a parameter, strongest first: the first counts, the others are overridden. */
    public List<Setting> chain(String name) {
        List<Setting> chain = new ArrayList<>();
        for (Origin origin : Origin.values()) {
            Setting setting = layers.getOrDefault(origin, Map.of()).get(name);
            if (setting != null) {
                chain.add(0, setting);
            }
        }
        return chain;
    }

    /** What one origin says, by parameter name. */
    public Map<String, Setting> layer(Origin origin) {
        return Collections.unmodifiableMap(layers.getOrDefault(origin, Map.of()));
    }

    /** The names of all parameters that have a value. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        layers.values().forEach(layer -> names.addAll(layer.keySet()));
        return names;
    }

    public boolean has(String name) {
        return find(name).isPresent();
    }

    public Optional<String> text(String name) {
        return find(name).map(setting -> setting.value().text());
    }

    /** Whether that is the value, as its text: {@code is("export", "on")}. */
    public boolean is(String name, String value) {
        return text(name).filter(value::equals).isPresent();
    }

    /** The value of a whole-number parameter; empty where it has none or is of another kind. */
    public OptionalLong whole(String name) {
        return find(name).map(Setting::value).orElse(null) instanceof Value.Whole whole
                ? OptionalLong.of(whole.number())
                : OptionalLong.empty();
    }

    /** The value of a numeric parameter; empty where it has none or is of another kind. */
    public OptionalDouble decimal(String name) {
        Value value = find(name).map(Setting::value).orElse(null);
        if (value instanceof Value.Decimal decimal) {
            return OptionalDouble.of(decimal.number());
        }
        return value instanceof Value.Whole whole ? OptionalDouble.of((double) whole.number()) : OptionalDouble.empty();
    }

    private EnumMap<Origin, Map<String, Setting>> copy() {
        EnumMap<Origin, Map<String, Setting>> copy = new EnumMap<>(Origin.class);
        layers.forEach((origin, layer) -> copy.put(origin, new TreeMap<>(layer)));
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Settings settings && settings.filled().equals(filled());
    }

    @Override
    public int hashCode() {
        return filled().hashCode();
    }

    private Map<Origin, Map<String, Setting>> filled() {
        Map<Origin, Map<String, Setting>> filled = copy();
        filled.values().removeIf(Map::isEmpty);
        return filled;
    }

    @Override
    public String toString() {
        return filled().toString();
    }
}
