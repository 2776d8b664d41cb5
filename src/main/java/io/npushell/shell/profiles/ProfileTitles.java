package io.npushell.shell.profiles;

import io.npushell.OperatorException;
import io.npushell.plan.engine.Engines;
import io.npushell.profile.ModelProfile;
import io.npushell.profile.ProfileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What each profile is, in a line for completion: what it trains on, its size, its title; read away from the prompt, and again only when its file has changed. */
public final class ProfileTitles {
    private final Supplier<ProfileStore> profiles;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    private record Seen(Path file, FileTime modified, String title) {}

    public ProfileTitles(Supplier<ProfileStore> profiles) {
        this.profiles = profiles;
    }

    /** From memory: "" before the first look. */
    public String of(String name) {
        Seen known = seen.get(name);
        return known == null ? "" : known.title();
    }

    /** Reads the profiles that are new or have changed; opens files. */
    public void look() {
        ProfileStore store = profiles.get();
        for (String name : store.names()) {
            store.locate(name).ifPresent(file -> look(store, name, file));
        }
    }

    private void look(ProfileStore store, String name, Path file) {
        try {
            FileTime modified = Files.getLastModifiedTime(file);
            Seen before = seen.get(name);
            if (before == null
                    || !before.file().equals(file)
                    || !before.modified().equals(modified)) {
                seen.put(name, new Seen(file, modified, title(store, name)));
            }
        } catch (IOException e) {
            seen.remove(name);
        }
    }

    private static String title(ProfileStore store, String name) {
        try {
            ModelProfile profile = store.load(name);
            return (Engines.of(profile).needsNpus() ? "NPU" : "CPU") + ", "
                    + ProfileListCommand.size(profile.parameters()) + ": " + profile.title();
        } catch (OperatorException e) {
            return "cannot be used: profile check " + name;
        }
    }
}
