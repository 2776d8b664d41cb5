package io.npushell.launch;

import io.npushell.OperatorException;
import io.npushell.process.CommandOutput;
import io.npushell.process.CommandRunner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A lock file for each NPU of this machine, held by flock(2) for as long as a process of the training lives that has it: where all launches look.
 *
 * <p>They are in a directory of the machine, which all its users see, and in the workspace, which a container sees too; both named by the boot, so that another machine
 * that shares a disk has others. What others put there is never followed where it is a link, and what cannot be used is left out: a lock that is missing refuses nothing.
 */
public final class NpuLocks {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Pattern LOCK = Pattern.compile("(\\d{1,6})\\.lock");
    private static final String WORKSPACE = "workspace-";
    private static final int ALL_MAY_ADD = 01777;
    private static final int ALL_MAY_WRITE = 0666;
    private static final int READ_BY_ALL = 0644;
    private static final int STICKY_FOR_ALL = 01002;
    private static final int LONGEST = 4096;

    // opened for reading only: in a directory of all users the kernel may refuse to open another user's file with leave
    // to create it
    private static final String HELD = """
        number=0
        for file; do
            ( flock -n -s -E 75 8 ) 8<"$file"
            [ $? -ne 75 ] || echo "$number"
            number=$((number + 1))
        done 2>/dev/null
        """;

    private final Path shared;
    private final String boot;
    private final CommandRunner commands;

    /**
     * The locks of a machine.
     *
     * @param shared the directory of the machine, as {@link #directory} names it; need not be there
     */
    public NpuLocks(Path shared, String boot, CommandRunner commands) {
        this.shared = shared;
        this.boot = boot;
        this.commands = commands;
    }

    /**
     * Where all users of a machine have their locks, whatever their environment says: {@code /run/lock} where all may write to it, else {@code /tmp}.
     *
     * @param root "/" on any real machine
     */
    public static Path directory(Path root, String boot) {
        Path lock = root.resolve("run/lock");
        return (openToAll(lock) ? lock : root.resolve("tmp")).resolve("npu-shell-npus-" + boot);
    }

    private static boolean openToAll(Path directory) {
        try {
            int mode = mode(directory);
            return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS) && (mode & STICKY_FOR_ALL) == STICKY_FOR_ALL;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static int mode(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    }

    String boot() {
        return boot;
    }

    /** Lets one shell of the machine at a time launch on NPUs; empty where that cannot be had, and where another does not let go. */
    Optional<LaunchLock> launching() {
        makeForAll(shared);
        return Files.isSymbolicLink(shared)
                ? Optional.empty()
                : LaunchLock.ofMachine(shared.resolve("launch.lock"), LIMIT);
    }

    private Path ofWorkspace(Path workDir) {
        return workDir.toAbsolutePath().normalize().resolve(".npu-shell/npus").resolve(boot);
    }

    /**
     * What a training that holds a lock wrote into it.
     *
     * @param file the lock
     * @param session its id, "" where the text does not tell
     */
    public record Held(
            int npu,
            Path file,
            String session,
            String workDir,
            String user,
            @Nullable Instant since) {}

    /** The locks that are held now, on this machine and in these workspaces. */
    List<Held> held(Collection<Path> workDirs) {
        List<Path> files = new ArrayList<>();
        places(workDirs).forEach(directory -> files.addAll(locks(directory)));
        if (files.isEmpty()) {
            return List.of();
        }
        List<String> command = new ArrayList<>(List.of("sh", "-c", HELD, "held"));
        files.forEach(file -> command.add(file.toString()));
        try {
            CommandOutput output = commands.run(command, Path.of("/"), Map.of(), LIMIT);
            return output.out()
                    .lines()
                    .filter(line -> line.matches("\\d{1,6}"))
                    .map(line -> read(files.get(Integer.parseInt(line))))
                    .toList();
        } catch (OperatorException noShell) {
            return List.of();
        }
    }

    private Set<Path> places(Collection<Path> workDirs) {
        Set<Path> places = new LinkedHashSet<>();
        places.add(shared);
        workDirs.forEach(workDir -> places.add(ofWorkspace(workDir)));
        registered().forEach(workDir -> places.add(ofWorkspace(workDir)));
        return places;
    }

    private static List<Path> locks(Path directory) {
        List<Path> locks = new ArrayList<>();
        if (Files.isSymbolicLink(directory)) {
            return locks;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.lock")) {
            for (Path file : files) {
                if (LOCK.matcher(file.getFileName().toString()).matches() && usable(file)) {
                    locks.add(file);
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            return List.of();
        }
        return locks;
    }

    private static boolean usable(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.isReadable(file);
    }

    /** Workspaces that have locks of their own, of whichever user. */
    private List<Path> registered() {
        List<Path> workDirs = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(shared, WORKSPACE + "*")) {
            for (Path file : files) {
                String text = text(file).strip();
                if (text.startsWith("/")) {
                    workDirs.add(Path.of(text));
                }
            }
        } catch (IOException | InvalidPathException | java.nio.file.DirectoryIteratorException e) {
            return workDirs;
        }
        return workDirs;
    }

    Held read(Path file) {
        Matcher name = LOCK.matcher(file.getFileName().toString());
        int npu = name.matches() ? Integer.parseInt(name.group(1)) : -1;
        Map<String, String> values = new HashMap<>();
        text(file).lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.putIfAbsent(line.substring(0, equals), line.substring(equals + 1));
            }
        });
        return new Held(
                npu,
                file,
                values.getOrDefault("session", ""),
                values.getOrDefault("workspace", ""),
                values.getOrDefault("user", ""),
                time(values.getOrDefault("since", "")));
    }

    private static @Nullable Instant time(String text) {
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (java.time.format.DateTimeParseException e) {
            return null;
        }
    }

    private static String text(Path file) {
        if (!usable(file)) {
            return "";
        }
        try (InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return new String(content.readNBytes(LONGEST), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** Why launches that do not know this workspace would not see who has these NPUs; empty where they would. Only looks. */
    Optional<String> trouble(Collection<Integer> npus) {
        if (!Files.exists(shared, LinkOption.NOFOLLOW_LINKS)) {
            Path parent = shared.getParent();
            return parent != null && Files.isDirectory(parent) && Files.isWritable(parent)
                    ? Optional.empty()
                    : Optional.of("'" + parent + "' cannot be written");
        }
        if (!Files.isDirectory(shared, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of("'" + shared + "' is no directory");
        }
        if (!Files.isReadable(shared) || !Files.isExecutable(shared)) {
            return Optional.of("'" + shared + "' may not be read");
        }
        return npus.stream()
                .map(npu -> shared.resolve(npu + ".lock"))
                .map(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                        ? usable(file) ? "" : "'" + file + "' is no file that may be read"
                        : Files.isWritable(shared) ? "" : "'" + shared + "' cannot be written")
                .filter(trouble -> !trouble.isEmpty())
                .findFirst();
    }

    /**
     * Makes the lock files that a session is to hold, as far as they can be made. Who holds one writes that into it, once it does.
     *
     * @param outside whether it runs where the machine's directory is seen: not in a container
     * @return the files in the order to take them in
     */
    List<Path> prepare(Path workDir, Collection<Integer> npus, boolean outside) {
        register(workDir);
        List<Path> locks = new ArrayList<>();
        if (outside) {
            locks.addAll(made(shared, npus));
        }
        Path ours = ofWorkspace(workDir);
        makeForAll(Objects.requireNonNull(ours.getParent()));
        locks.addAll(made(ours, npus));
        return locks;
    }

    private static List<Path> made(Path directory, Collection<Integer> npus) {
        makeForAll(directory);
        return npus.stream()
                .sorted()
                .map(npu -> directory.resolve(npu + ".lock"))
                .filter(NpuLocks::make)
                .toList();
    }

    /** Others may add files, and nobody but its owner may remove one. A directory that is there is taken as it is. */
    private static void makeForAll(Path directory) {
        try {
            Files.createDirectory(directory);
            Files.setAttribute(directory, "unix:mode", ALL_MAY_ADD);
        } catch (IOException | UnsupportedOperationException e) {
            // there already, or not to be made: whether a lock can be had in it is seen by each file
        }
    }

    private static boolean make(Path file) {
        boolean linked = Files.isSymbolicLink(file.getParent());
        try {
            if (!linked) {
                Files.createFile(file);
                Files.setAttribute(file, "unix:mode", ALL_MAY_WRITE);
            }
        } catch (IOException | UnsupportedOperationException e) {
            // there already, or not to be made
        }
        return !linked && usable(file);
    }

    private void register(Path workDir) {
        String path = workDir.toAbsolutePath().normalize().toString();
        makeForAll(shared);
        if (Files.isSymbolicLink(shared)) {
            return;
        }
        Path file = shared.resolve(WORKSPACE + Digest.sha256(path).substring(0, 16));
        try {
            Files.writeString(file, path + "\n", StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.setAttribute(file, "unix:mode", READ_BY_ALL);
        } catch (IOException | UnsupportedOperationException e) {
            // there already and says the same; or others do not see what a container of this workspace has
        }
    }
}
