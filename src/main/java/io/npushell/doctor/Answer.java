package io.npushell.doctor;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a question was answered with.
 *
 * @param asked whether it was asked at all
 * @param exitCode 128 + N where signal N ended it, 127 where a program was missing
 */
record Answer(boolean asked, int exitCode, String out, String err, boolean timedOut) {
    /** What docker itself says where nothing was run inside. */
    private static final Pattern UNHEARD = Pattern.compile(
            "(?i)OCI runtime|executable file not found|error response from daemon|cannot connect to the docker"
                    + " daemon|no such container");

    /** Of a docker that did not answer before and was not asked again. */
    private static final int UNANSWERED = 124;

    static final Answer NONE = new Answer(false, 127, "", "", false);

    static Answer of(String out) {
        return new Answer(true, 0, out, "", false);
    }

    static Answer failed(int exitCode, String err) {
        return new Answer(true, exitCode, "", err, false);
    }

    List<String> lines() {
        return out.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    /** What stands behind the first line that begins with a word, "" where there is none. */
    String after(String word) {
        return lines().stream()
                .filter(line -> line.startsWith(word + " "))
                .map(line -> line.substring(word.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    /** All of them. */
    List<String> allAfter(String word) {
        return lines().stream()
                .filter(line -> line.startsWith(word + " "))
                .map(line -> line.substring(word.length() + 1).strip())
                .toList();
    }

    boolean succeeded() {
        return asked && exitCode == 0 && !timedOut;
    }

    /** Whether the question never reached whom it was for, so that nothing can be said. */
    boolean unheard() {
        return asked && out.isBlank() && (UNHEARD.matcher(err).find() || (timedOut && exitCode == UNANSWERED));
    }

    /** Whether the image has no such program to answer with. */
    boolean lacks(String program) {
        return allAfter("lacks").contains(program);
    }

    /** The last line of what it complained, which of a Python traceback is the reason. */
    String complaint() {
        List<String> lines =
                err.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }
}
