package io.npushell.container;

import io.npushell.process.CommandOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a container is like from inside, for the user that trainings run as.
 *
 * @param user uid:gid
 * @param userName as the image calls it
 * @param lacking programs a session needs and the image does not have
 * @param there what of {@link Lacks#PATHS} is there, {@link #DRIVER} and {@link #EMPTY_DRIVER}
 * @param answers which of the questions asked were answered with yes: "java", "writable"
 * @param setup what a set-up left
 */
public record Inside(
        String user,
        String userName,
        List<String> lacking,
        Set<String> there,
        Set<String> answers,
        Optional<SetupRecord> setup) {
    /** Where the driver's libraries are found inside. */
    static final String DRIVER = "driver";

    /** Where its directory is there with nothing in it. */
    static final String EMPTY_DRIVER = "empty driver";

    private static final Duration LIMIT = Duration.ofSeconds(20);

    // Programs of supervise.sh and run.sh; busybox has a flock and a grep, but without these options.
    private static final String SCRIPT = """
        echo "user $(id -u):$(id -g) $(id -un 2>/dev/null || id -u)"
        for program in env setsid flock sed cut readlink tail grep date mv rm id tr; do
            command -v "$program" >/dev/null 2>&1 || echo "lacks $program"
        done
        if command -v flock >/dev/null 2>&1; then
            flock -w 1 -E 75 / true 2>/dev/null || echo "lacks flock of util-linux"
        fi
        if command -v grep >/dev/null 2>&1; then
            grep -qszxF -- x /dev/null 2>/dev/null
            [ $? -le 1 ] || echo "lacks grep of GNU"
        fi
        java=$1
        jar=$2
        setup=$3
        shift 3
        if [ -x "$java" ] && [ -r "$jar" ] && "$java" -version >/dev/null 2>&1; then
            echo "yes java"
        fi
        writable=yes
        for path; do
            while [ -n "$path" ] && [ ! -e "$path" ]; do path=${path%/*}; done
            [ -w "${path:-/}" ] || writable=no
        done
        echo "$writable writable"
        if [ -r "$setup" ]; then sed 's/^/setup /' "$setup"; fi
        echo end
        """;

    public Inside {
        lacking = List.copyOf(lacking);
        there = Set.copyOf(there);
        answers = Set.copyOf(answers);
    }

    /** What came of asking. */
    public sealed interface Answer {
        record Seen(Inside inside) implements Answer {}

        record Failed(String why) implements Answer {}
    }

    /**
     * Looks into a running container.
     *
     * @param user "" for the image's own
     * @param java npu-shell's java binary, and a jar it needs, by their paths on the host
     * @param written paths that must be writable; of one that is not there, what is there of its parents
     */
    public static Answer look(
            ContainerEngine engine, String container, String user, String java, String jar, List<String> written) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", SCRIPT, "look", java, jar, SetupRecord.FILE));
        command.addAll(written);
        CommandOutput output = engine.look(container, user, command, LIMIT);
        return parse(output.out())
                .<Answer>map(Answer.Seen::new)
                .orElseGet(() -> new Answer.Failed(ContainerEngine.why(output)));
    }

    static Optional<Inside> parse(String text) {
        List<String> lines = text.lines().toList();
        String[] user = starting(lines, "user ").findFirst().orElse("").split(" ", 2);
        if (!lines.contains("end") || user.length < 2 || !user[0].matches("\\d+:\\d+")) {
            return Optional.empty();
        }
        return Optional.of(new Inside(
                user[0],
                user[1],
                starting(lines, "lacks ").toList(),
                starting(lines, "there ").collect(Collectors.toSet()),
                starting(lines, "yes ").collect(Collectors.toSet()),
                SetupRecord.parse(starting(lines, "setup ").toList())));
    }

    private static Stream<String> starting(List<String> lines, String word) {
        return lines.stream().filter(line -> line.startsWith(word)).map(line -> line.substring(word.length()));
    }

    /** Whether a question was answered with yes. */
    public boolean says(String question) {
        return answers.contains(question);
    }
}
