package io.npushell.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A script started detached in a session of its own, for tests; it must write its number to the file "pid" when it is ready. */
record DetachedProcess(ProcessIdentity identity, Path directory) {

    static DetachedProcess start(ProcessTable table, Path directory, String script) {
        try {
            Files.writeString(directory.resolve("script.sh"), script);
            new SetsidStarter().start(List.of("sh", "script.sh"), directory);
            Path pid = directory.resolve("pid");
            Await.until("the script runs", () -> Files.exists(pid));
            return new DetachedProcess(table.identify(number(pid)).orElseThrow(), directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number another process of it wrote to a file, once it is there. */
    long pidIn(String file) {
        Path path = directory.resolve(file);
        Await.until(file + " is there", () -> Files.exists(path));
        return number(path);
    }

    private static long number(Path file) {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
