package io.npushell.shell.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Names of files for completion: listed away from the prompt while a path is typed, suggested from memory. */
public final class FileNames {
    /** The group of suggestions that are names of files. */
    public static final String GROUP = "files";

    private static final int MOST_DIRECTORIES = 64;
    private static final int MOST_NAMES = 2000;

    private final Refresher refresher;
    private final Path directory;
    private final String home;
    private final Map<Path, List<Entry>> listings = new ConcurrentHashMap<>();

    private record Entry(String name, boolean directory) {}

    FileNames(Refresher refresher, Path directory, String home) {
        this.refresher = refresher;
        this.directory = directory;
        this.home = home;
    }

    /** Names that what is typed could become, as far as they are known by now; asks for the listing in passing. */
    public List<Suggestion> suggestions(String typed, boolean directoriesOnly) {
        int slash = typed.lastIndexOf('/') + 1;
        String folder = typed.substring(0, slash);
        boolean hidden = typed.startsWith(".", slash);
        Path listed = resolve(folder);
        prefetch(typed);
        return listings.getOrDefault(listed, List.of()).stream()
                .filter(entry -> entry.directory() || !directoriesOnly)
                .filter(entry -> hidden || !entry.name().startsWith("."))
                .map(entry -> new Suggestion(
                        folder + entry.name() + (entry.directory() ? "/" : ""), "", GROUP, !entry.directory()))
                .toList();
    }

    /** Lists the directory of what is typed, soon and away from this thread. */
    public void prefetch(String typed) {
        Path listed = resolve(typed.substring(0, typed.lastIndexOf('/') + 1));
        refresher.soon(() -> list(listed));
    }

    private Path resolve(String folder) {
        String absolute = folder.startsWith("~/") ? home + folder.substring(1) : folder;
        try {
            return directory.resolve(absolute).normalize();
        } catch (InvalidPathException e) {
            return directory;
        }
    }

    private void list(Path folder) {
        MemoryOnly.check("the files of a directory");
        try (Stream<Path> names = Files.list(folder)) {
            List<Entry> entries = names.limit(MOST_NAMES)
                    .map(path -> new Entry(String.valueOf(path.getFileName()), Files.isDirectory(path)))
                    .sorted((a, b) -> a.name().compareTo(b.name()))
                    .toList();
            if (listings.size() >= MOST_DIRECTORIES) {
                listings.clear();
            }
            listings.put(folder, entries);
        } catch (IOException e) {
            listings.remove(folder);
        }
    }
}
