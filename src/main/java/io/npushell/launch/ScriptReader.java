package io.npushell.launch;

import io.npushell.plan.Facts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Looks at a training script and the scripts it names that are in the code directory too. */
final class ScriptReader {
    private static final int MOST_SCRIPTS = 50;
    private static final long MOST_BYTES = 1 << 20;

    private final Path codeDirectory;
    private final Set<Path> seen = new LinkedHashSet<>();
    private final Set<String> variables = new TreeSet<>();
    private final Map<String, Set<String>> options = new TreeMap<>();

    private ScriptReader(Path codeDirectory) {
        this.codeDirectory = codeDirectory;
    }

    static Facts.Script read(Path codeDirectory, String script) {
        Path file = codeDirectory.resolve(script);
        if (!Files.isRegularFile(file)) {
            return new Facts.Script(file.toString(), false, Set.of(), "", Map.of());
        }
        ScriptReader reader = new ScriptReader(codeDirectory);
        reader.walk(file);
        return new Facts.Script(file.toString(), true, reader.variables, Digest.sha256(file), reader.options);
    }

    private void walk(Path first) {
        Deque<Path> open = new ArrayDeque<>();
        open.add(first);
        while (!open.isEmpty() && seen.size() < MOST_SCRIPTS) {
            Path file = open.remove();
            if (!seen.add(file.normalize())) {
                continue;
            }
            ScriptText text = ScriptText.read(content(file));
            variables.addAll(text.variables());
            text.options()
                    .forEach((option, words) -> options.computeIfAbsent(option, unused -> new TreeSet<>())
                            .addAll(words));
            for (String name : text.scripts()) {
                find(name, file).forEach(open::add);
            }
        }
    }

    /** "$SCRIPT_DIR/env.sh" is looked for as "env.sh": beside the script and below the code directory. */
    private Stream<Path> find(String name, Path from) {
        String known = name.replaceFirst("^.*\\$[^/]*/", "");
        if (known.contains("$")) {
            return Stream.of();
        }
        try {
            return Stream.of(from.resolveSibling(known), codeDirectory.resolve(known))
                    .map(Path::normalize)
                    .filter(path -> path.startsWith(codeDirectory.normalize()) && Files.isRegularFile(path));
        } catch (InvalidPathException e) {
            return Stream.of();
        }
    }

    private static String content(Path file) {
        try {
            return Files.size(file) > MOST_BYTES ? "" : Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
