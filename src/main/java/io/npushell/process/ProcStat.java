package io.npushell.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What /proc/PID/stat says of one process.
 *
 * @param state letter: R, S, D, Z …
 * @param startTime field 22, clock ticks since boot
 */
public record ProcStat(long pid, char state, long group, long session, long startTime) {

    /** Dead and not yet reaped (Z), or on its way there (X): it computes nothing any more, though {@code kill -0} finds it. */
    boolean dead() {
        return state == 'Z' || state == 'X' || state == 'x';
    }

    static Optional<ProcStat> read(Path proc, long pid) {
        try {
            // the name of a program is whatever bytes it likes
            return parse(
                    Files.readString(proc.resolve(Long.toString(pid)).resolve("stat"), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static List<ProcStat> all(Path proc) {
        List<ProcStat> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                read(proc, Long.parseLong(process.getFileName().toString())).ifPresent(found::add);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return found;
    }

    /** The second field is the program's name in parentheses and may hold spaces and parentheses itself. */
    static Optional<ProcStat> parse(String line) {
        int name = line.indexOf('(');
        int afterName = line.lastIndexOf(')') + 2;
        if (name < 1 || afterName > line.length()) {
            return Optional.empty();
        }
        String[] fields = line.substring(afterName).strip().split(" ", -1);
        if (fields.length < 20) {
            return Optional.empty();
        }
        return Optional.of(new ProcStat(
                Long.parseLong(line.substring(0, name).strip()),
                fields[0].charAt(0),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[19])));
    }
}
