package io.npushell.shell.imports;

import java.util.List;

/**
 * What a whole text came to.
 *
 * @param parts one for each profile and run type, the one to go on with first
 */
record ImportReading(List<Imported> parts, List<Mistake> mistakes) {
    ImportReading {
        parts = List.copyOf(parts);
        mistakes = List.copyOf(mistakes);
    }

    Imported first() {
        return parts.get(0);
    }
}
