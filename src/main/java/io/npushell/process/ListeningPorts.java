package io.npushell.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The TCP ports that something listens on, as /proc/net shows them: those of this network namespace, whoever listens. */
public final class ListeningPorts {
    private static final String LISTENING = "0A";

    private ListeningPorts() {}

    /** Of this host; empty where /proc does not tell. */
    public static Set<Integer> here() {
        return in(Path.of("/proc"));
    }

    static Set<Integer> in(Path proc) {
        return parse(Stream.of("net/tcp", "net/tcp6")
                .flatMap(table -> lines(proc.resolve(table)).stream())
                .toList());
    }

    private static List<String> lines(Path table) {
        try {
            return Files.readAllLines(table, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Lines such as "0: 0100007F:1770 00000000:0000 0A …", addresses and ports in hex; other lines say nothing. */
    public static Set<Integer> parse(List<String> lines) {
        Set<Integer> ports = new TreeSet<>();
        for (String line : lines) {
            String[] fields = line.strip().split("\\s+", -1);
            if (fields.length > 3
                    && fields[3].toUpperCase(Locale.ROOT).equals(LISTENING)
                    && fields[1].matches("[0-9A-Fa-f]+:[0-9A-Fa-f]{1,4}")) {
                ports.add(Integer.parseInt(fields[1].substring(fields[1].indexOf(':') + 1), 16));
            }
        }
        return ports;
    }
}
