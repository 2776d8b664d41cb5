package io.npushell.shell.imports;

import io.npushell.plan.Finding.Severity;
import java.util.ArrayList;
import java.util.List;

/** The mistakes found so far; the same one of one line is told once. */
final class Mistakes {
    private final List<Mistake> found = new ArrayList<>();

    void add(Mistake.Kind kind, int line, String sentence, String... remedies) {
        Mistake mistake = new Mistake(kind, line, sentence, List.of(remedies));
        if (!found.contains(mistake)) {
            found.add(mistake);
        }
    }

    List<Mistake> all() {
        return List.copyOf(found);
    }

    boolean anyError() {
        return found.stream().anyMatch(mistake -> mistake.kind().severity() == Severity.ERROR);
    }
}
