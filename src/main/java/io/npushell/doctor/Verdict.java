package io.npushell.doctor;

import java.util.List;

/**
 * What a check says.
 *
 * @param check its name
 * @param sentence what was found, and where it is not well why that matters
 * @param remedies commands that would mend it, best first
 */
public record Verdict(String check, Level level, String sentence, List<String> remedies) {
    public Verdict {
        remedies = List.copyOf(remedies);
    }

    Verdict atMostWarning() {
        return level == Level.ERROR ? new Verdict(check, Level.WARNING, sentence, remedies) : this;
    }
}
