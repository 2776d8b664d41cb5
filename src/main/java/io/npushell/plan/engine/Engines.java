package io.npushell.plan.engine;

import io.npushell.profile.ModelProfile;
import java.util.List;
import java.util.Optional;

/** The engines that profiles can name. A profile brings its engine along; the registry is for those who read profiles or know only the word. */
public record Engines(List<Engine> all) {
    private static final Engines STANDARD = new Engines(List.of(new AscendScripts(), new EmbeddedEngine()));

    public Engines {
        all = List.copyOf(all);
    }

    /** Those that come with npu-shell. */
    public static Engines standard() {
        return STANDARD;
    }

    /**
     * The engine of a profile.
     *
     * @throws IllegalArgumentException where the profile was read with an engine that plans nothing
     */
    public static Engine of(ModelProfile profile) {
        if (profile.engine() instanceof Engine engine) {
            return engine;
        }
        throw new IllegalArgumentException(
                "engine " + profile.engine().label() + " of " + profile.name() + " plans nothing");
    }

    /** That of a session's record; empty where another version of npu-shell started it with one of its own. */
    public Optional<Engine> find(String label) {
        return all.stream().filter(engine -> engine.label().equals(label)).findFirst();
    }

    /** What a machine is for where no profile is in use: the first that needs NPUs, or the first that needs none. */
    public Engine forMachine(boolean npus) {
        return all.stream()
                .filter(engine -> engine.needsNpus() == npus)
                .findFirst()
                .orElseThrow();
    }
}
