package io.npushell.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The environment a session's run.sh makes for itself: only some variables of the caller, then what the profile sets up. */
public final class CleanEnvironment {
    /** What of the caller's environment goes on. PATH brings the operator's python; LD_LIBRARY_PATH and PYTHONPATH are for the profile to set. */
    static final List<String> KEPT = List.of(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "SHELL",
            "TERM",
            "TZ",
            "TMPDIR",
            "LANG",
            "LANGUAGE",
            "LC_ALL",
            "LC_CTYPE",
            "LC_COLLATE",
            "LC_MESSAGES",
            "LC_NUMERIC",
            "LC_TIME",
            "NPU_SHELL_STATE",
            "NPU_SHELL_SESSION");

    private CleanEnvironment() {}

    /**
     * Shell lines that start a program with only the variables kept: {@code exec env -i … PROGRAM}.
     *
     * @param ownVariables names of those a place itself sets: they go on as well
     */
    static String lines(List<String> ownVariables, String program) {
        String kept = Stream.concat(KEPT.stream(), ownVariables.stream())
                .filter(name -> name.matches("[A-Za-z_][A-Za-z0-9_]*"))
                .distinct()
                .collect(Collectors.joining(" "));
        return """
                set --
                for name in %s; do
                    eval "[ -z \\"\\${$name+set}\\" ] || set -- \\"\\$@\\" \\"$name=\\$$name\\""
                done
                exec env -i "$@" %s
                """.formatted(kept, program);
    }

    /**
     * A command that runs shell lines as a session would run its own, for a look at what a session would find.
     *
     * @param setup the profile's environment lines
     * @param ownVariables names of those the place itself sets
     */
    public static List<String> command(List<String> setup, List<String> ownVariables, String script) {
        List<String> lines = new ArrayList<>(setup);
        lines.add(script);
        return List.of(
                "sh",
                "-c",
                "script=$1\n" + lines(ownVariables, "sh -c \"$script\""),
                "clean",
                String.join("\n", lines));
    }
}
