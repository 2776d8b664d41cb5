package io.npushell.shell.imports;

import io.npushell.shell.command.HostEnvironment;
import io.npushell.shell.imports.Mistake.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a text holds besides preparing and training: each left out by name, with the reason. */
final class Aside {
    private static final Set<String> NOTHING = Set.of(
            "set",
            "echo",
            "printf",
            "true",
            ":",
            "wait",
            "exit",
            "pwd",
            "ls",
            "ll",
            "date",
            "clear",
            "shopt",
            "trap",
            "umask",
            "return",
            "alias",
            "hostname",
            "sleep",
            "cat",
            "history",
            "fi",
            "done",
            "}",
            "logout",
            "which",
            "type",
            "head",
            "grep",
            "tail",
            "less",
            "jobs",
            "whoami",
            "sync",
            "...",
            "pushd",
            "popd",
            "ulimit",
            "[",
            "[[",
            "test",
            "npu-smi");
    private static final Set<String> MADE = Set.of("mkdir", "touch");

    private final Mistakes mistakes;
    private final Set<String> harmless = new LinkedHashSet<>();
    private final Set<String> made = new LinkedHashSet<>();
    private final Set<String> setUp = new LinkedHashSet<>();
    private final List<String> told = new ArrayList<>();

    Aside(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    /** One command that is no step of a training. */
    void command(int line, List<String> words, boolean behindTraining) {
        String program = Wrapping.name(words.get(0));
        String shown = shown(words);
        if (behindTraining && !NOTHING.contains(program)) {
            told(line, "'" + shown + "' stands behind the training on its line and is no part of it; left out");
        } else if (NOTHING.contains(program)) {
            harmless.add(program);
        } else if (MADE.contains(program)) {
            made.add(program);
        } else {
            told(line, "'" + shown + "' is no step of a training; left out, so a launch does not run it");
        }
    }

    /** {@code source …/set_env.sh}, {@code conda activate …}. */
    void setUp(int line, List<String> words) {
        String name = words.get(words.size() - 1);
        boolean usual = HostEnvironment.isSetUp(name) || (!name.contains("/") && !name.endsWith(".sh"));
        if (usual) {
            setUp.add(shown(words));
        } else {
            told(line, "'" + shown(words) + "' is left out, and the variables it sets are not read");
        }
    }

    /** A loop, a condition, a function or a here-document. */
    void block(int line, String what, boolean trains) {
        told.add(what);
        mistakes.add(
                trains ? Kind.NOT_READ : Kind.LEFT_OUT,
                line,
                what + (trains ? ", and a training or a tool in it is not read" : "")
                        + "; left out: import takes commands one after the other",
                trains ? new String[] {"import the command alone, with the values it has"} : new String[0]);
    }

    /**
     * Tells what changes nothing, all in one sentence.
     *
     * @param profile by whose environment sessions are set up
     */
    void tell(String profile) {
        List<String> names = new ArrayList<>(setUp);
        names.addAll(harmless);
        names.addAll(made);
        if (names.isEmpty()) {
            return;
        }
        List<String> remedies = new ArrayList<>();
        if (!setUp.isEmpty()) {
            remedies.add("profile show " + profile);
        }
        if (!made.isEmpty()) {
            remedies.add("workspace init");
        }
        mistakes.add(
                Kind.HARMLESS,
                0,
                "left out, as a launch needs none of it: " + String.join(", ", names),
                remedies.toArray(String[]::new));
    }

    /** What was left out and does something, "" for nothing. */
    String first() {
        return told.isEmpty() ? "" : told.get(0);
    }

    private void told(int line, String sentence) {
        told.add(sentence);
        mistakes.add(Kind.LEFT_OUT, line, sentence);
    }

    static String shown(List<String> words) {
        String text = Literal.plain(String.join(" ", words)).strip();
        return text.length() > 80 ? text.substring(0, 77) + "…" : text;
    }
}
