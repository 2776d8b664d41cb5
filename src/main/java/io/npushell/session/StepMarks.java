package io.npushell.session;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads state/steps: {@code 1764000000 begun data}, {@code 1764000012 ended data 0}; a torn line is left out. */
final class StepMarks {
    private StepMarks() {}

    static List<StepMark> read(String text) {
        List<StepMark> marks = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            String[] words = line.split(" ");
            try {
                take(words, marks);
            } catch (NumberFormatException | DateTimeException torn) {
                // says nothing
            }
        }
        return List.copyOf(marks);
    }

    private static void take(String[] words, List<StepMark> marks) {
        if (words.length == 3 && words[1].equals("begun")) {
            marks.add(new StepMark(words[2], Instant.ofEpochSecond(Long.parseLong(words[0])), null, null));
        } else if (words.length == 4 && words[1].equals("ended") && !marks.isEmpty()) {
            StepMark begun = marks.get(marks.size() - 1);
            Instant time = Instant.ofEpochSecond(Long.parseLong(words[0]));
            if (begun.step().equals(words[2]) && begun.ended() == null) {
                marks.set(
                        marks.size() - 1, new StepMark(begun.step(), begun.begun(), time, Integer.parseInt(words[3])));
            }
        }
    }
}
