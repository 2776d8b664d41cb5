package io.npushell.session;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The directories and ids below sessions/: {@code 0013-qwen-14b-pretrain}, {@code .ids/0013}. */
record SessionPlaces(Path sessions) {
    private static final Pattern DIRECTORY = Pattern.compile("(\\d{4,9})-.*");
    private static final Pattern ID = Pattern.compile("\\d{4,9}");

    static SessionPlaces in(Path workDir) {
        return new SessionPlaces(workDir.toAbsolutePath().normalize().resolve(".npu-shell/sessions"));
    }

    /** Newest first. */
    Map<SessionId, Path> all() throws IOException {
        Map<SessionId, Path> found = new TreeMap<>(Comparator.<SessionId>reverseOrder());
        if (!Files.isDirectory(sessions)) {
            return found;
        }
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(sessions, "[0-9]*")) {
            for (Path directory : directories) {
                Matcher name = DIRECTORY.matcher(directory.getFileName().toString());
                if (name.matches()) {
                    // a copy beside it, "0013-… .bak", is not the session
                    found.merge(
                            new SessionId(Integer.parseInt(name.group(1))),
                            directory,
                            (one, other) -> one.compareTo(other) < 0 ? one : other);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }

    /** mkdir decides between two that ask at once. */
    SessionId takeNextId() throws IOException {
        Path ids = Files.createDirectories(sessions.resolve(".ids"));
        int number = Math.max(highestTaken(ids), highest(all())) + 1;
        while (true) {
            SessionId id = new SessionId(number);
            try {
                Files.createDirectory(ids.resolve(id.fileName()));
                return id;
            } catch (FileAlreadyExistsException taken) {
                number++;
            }
        }
    }

    Path directory(SessionId id, String profile, String runType) {
        String words = (profile + "-" + runType).replaceAll("[^A-Za-z0-9._-]+", "-");
        return sessions.resolve(id.fileName() + "-" + words);
    }

    private static int highest(Map<SessionId, Path> directories) {
        return directories.keySet().stream().mapToInt(SessionId::number).max().orElse(0);
    }

    private static int highestTaken(Path ids) throws IOException {
        try (var names = Files.list(ids)) {
            OptionalInt highest = names.map(id -> id.getFileName().toString())
                    .filter(name -> ID.matcher(name).matches())
                    .mapToInt(Integer::parseInt)
                    .max();
            return highest.orElse(0);
        }
    }
}
