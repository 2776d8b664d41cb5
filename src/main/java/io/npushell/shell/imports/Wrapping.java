package io.npushell.shell.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What stands around a command to run it otherwise or elsewhere: {@code nohup}, {@code sudo -E}, {@code timeout 3d}, {@code env A=b},
 * {@code bash -c '…'}, {@code docker exec … }, {@code ssh host '…'}.
 *
 * <p>{@link #words} is the command itself. Where that is a text that a shell cuts once more, {@link #inner} is true and it is the only word.
 */
final class Wrapping {
    static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "zsh", "ksh", "ash");
    private static final Set<String> ENGINES = Set.of("docker", "podman", "nerdctl", "isula", "kubectl");
    private static final Set<String> PLAIN = Set.of(
            "nohup",
            "time",
            "exec",
            "command",
            "builtin",
            "setsid",
            "unbuffer",
            "then",
            "do",
            "else",
            "{",
            "!",
            "eatmydata");
    /** Programs that run another one, with those of their options that take a value in a word of its own. */
    private static final Map<String, Set<String>> RUNNERS = Map.ofEntries(
            Map.entry("sudo", Set.of("-u", "-g", "-h", "-p", "-C", "-T", "-D", "-R", "--user", "--group", "--chdir")),
            Map.entry("timeout", Set.of("-s", "-k", "--signal", "--kill-after")),
            Map.entry("env", Set.of("-u", "-C", "--unset", "--chdir")),
            Map.entry("nice", Set.of("-n", "--adjustment")),
            Map.entry("ionice", Set.of("-c", "-n", "--class", "--classdata")),
            Map.entry("stdbuf", Set.of("-i", "-o", "-e")),
            Map.entry("numactl", Set.of("-C", "-N", "-m", "-i", "-p")),
            Map.entry("taskset", Set.of()),
            Map.entry("flock", Set.of("-w", "-E", "--timeout")),
            Map.entry("strace", Set.of("-o", "-e", "-p", "-s")),
            Map.entry("gosu", Set.of()),
            Map.entry("runuser", Set.of("-u", "-g", "--user")),
            Map.entry("srun", Set.of("-N", "-n", "-w", "-p", "-t", "-J", "-c", "-A", "-o", "-e")));
    /** Words before the command that are no options: the time of timeout, the mask of taskset. */
    private static final Set<String> ONE_ARGUMENT = Set.of("timeout", "flock", "gosu");

    private static final Set<String> SSH_VALUES = Set.of(
            "-p", "-l", "-i", "-o", "-F", "-J", "-b", "-c", "-L", "-R", "-D", "-E", "-S", "-W", "-m", "-O", "-Q", "-w",
            "-I", "-B");
    private static final Set<String> EXEC_VALUES = Set.of(
            "-e",
            "--env",
            "-u",
            "--user",
            "-w",
            "--workdir",
            "--env-file",
            "--detach-keys",
            "-n",
            "--namespace",
            "-c",
            "--container");

    private List<String> words;
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final List<String> around = new ArrayList<>();
    private boolean inner;
    private String host = "";
    private String container = "";
    private String directory = "";
    private boolean clearsVariables;

    private Wrapping(List<String> words) {
        this.words = words;
    }

    /** Takes off what stands before the first assignment or program. */
    static Wrapping of(List<String> words) {
        Wrapping wrapping = new Wrapping(new ArrayList<>(words));
        wrapping.peel();
        return wrapping;
    }

    List<String> words() {
        return words;
    }

    boolean inner() {
        return inner;
    }

    /** The machine it runs on, "" for this one. */
    String host() {
        return host;
    }

    /** The container it runs in, "" for none. */
    String container() {
        return container;
    }

    boolean elsewhere() {
        return !host.isEmpty() || !container.isEmpty();
    }

    /** Where it begins, as {@code docker exec --workdir} says; "" where that says nothing. */
    String directory() {
        return directory;
    }

    /** What {@code docker exec --env} adds. */
    Map<String, String> variables() {
        return variables;
    }

    /** Whether variables that were exported before do not reach it: sudo without -E. */
    boolean clearsVariables() {
        return clearsVariables;
    }

    /** What was taken off and means something to whoever reads it: "timeout 3d". */
    List<String> around() {
        return around;
    }

    private void peel() {
        boolean more = true;
        while (more && !words.isEmpty() && !inner) {
            String program = name(words.get(0));
            if (PLAIN.contains(program)) {
                words.remove(0);
                options(Set.of());
            } else if (program.equals("env") && words.contains("-S")) {
                text(words.indexOf("-S") + 1);
            } else if (RUNNERS.containsKey(program)) {
                runner(program);
            } else if (ENGINES.contains(program)
                    && words.size() > 1
                    && words.indexOf("exec") > 0
                    && words.indexOf("exec") < 3) {
                engine(program);
            } else if (program.equals("ssh") && words.size() > 2) {
                ssh();
            } else if (program.equals("su") && words.contains("-c")) {
                text(words.indexOf("-c") + 1);
            } else if (program.equals("eval")) {
                words.remove(0);
                join();
            } else if (program.equals("conda")
                    && words.size() > 2
                    && words.get(1).equals("run")) {
                words.subList(0, 2).clear();
                options(Set.of("-n", "-p", "--name", "--prefix"));
            } else if ((program.equals("tmux") || program.equals("screen")) && words.size() > 2) {
                terminal(program);
            } else if (SHELLS.contains(program) && asksForText()) {
                text(textOption() + 1);
            } else {
                more = false;
            }
        }
    }

    private void runner(String program) {
        List<String> before = new ArrayList<>(words);
        words.remove(0);
        boolean keeps = options(RUNNERS.getOrDefault(program, Set.of())).stream()
                .anyMatch(option -> option.matches("-[A-Za-z]*E[A-Za-z]*") || option.startsWith("--preserve-env"));
        boolean mask =
                program.equals("taskset") && !words.isEmpty() && words.get(0).matches("[0-9][0-9a-fx,-]*");
        if ((ONE_ARGUMENT.contains(program) || mask) && words.size() > 1) {
            words.remove(0);
        }
        clearsVariables |= program.equals("sudo") && !keeps;
        if (program.equals("timeout")
                || program.equals("taskset")
                || program.equals("numactl")
                || program.equals("srun")) {
            around.add(String.join(" ", before.subList(0, before.size() - words.size())));
        }
        if (program.equals("flock") || program.equals("runuser")) {
            int text = words.indexOf("-c");
            if (text == 0) {
                text(1);
            }
        }
    }

    private void engine(String program) {
        words.subList(0, words.indexOf("exec") + 1).clear();
        while (!words.isEmpty() && words.get(0).startsWith("-") && !words.get(0).equals("--")) {
            String option = words.remove(0);
            int equals = option.indexOf('=');
            boolean glued = equals < 0 && option.matches("-[ewu].+") && !option.matches("-[itd]+");
            String name = equals < 0 ? glued ? option.substring(0, 2) : option : option.substring(0, equals);
            boolean apart = equals < 0 && !glued && EXEC_VALUES.contains(name) && !words.isEmpty();
            String value = equals >= 0
                    ? option.substring(equals + 1)
                    : glued ? option.substring(2) : apart ? words.remove(0) : "";
            option(name, value);
        }
        container = words.isEmpty() || words.get(0).equals("--") ? "" : words.remove(0);
        if (program.equals("kubectl")) {
            options(EXEC_VALUES);
            host = container;
            container = "";
        }
        if (!words.isEmpty() && words.get(0).equals("--")) {
            words.remove(0);
        }
    }

    private void option(String name, String value) {
        if (name.equals("-e") || name.equals("--env")) {
            int equals = value.indexOf('=');
            if (equals > 0) {
                variables.put(value.substring(0, equals), value.substring(equals + 1));
            }
        } else if (name.equals("-w") || name.equals("--workdir")) {
            directory = value;
        }
    }

    private void ssh() {
        words.remove(0);
        options(SSH_VALUES);
        host = words.isEmpty() ? "" : words.remove(0);
        options(SSH_VALUES);
        join();
    }

    private void terminal(String program) {
        words.remove(0);
        if (program.equals("tmux")) {
            words.remove(0);
        }
        options(program.equals("tmux") ? Set.of("-s", "-n", "-c", "-t", "-x", "-y") : Set.of("-S", "-t", "-c", "-L"));
        if (program.equals("screen") && words.size() > 1 && !SHELLS.contains(name(words.get(0)))) {
            words.remove(0); // the name of screen -dmS NAME
        }
        if (words.size() == 1) {
            join();
        }
    }

    /** Takes options off, and gives them. */
    private List<String> options(Set<String> withValue) {
        List<String> taken = new ArrayList<>();
        while (!words.isEmpty() && words.get(0).startsWith("-")) {
            String option = words.remove(0);
            taken.add(option);
            if (option.equals("--")) {
                return taken;
            }
            if (withValue.contains(option) && !words.isEmpty()) {
                words.remove(0);
            }
        }
        return taken;
    }

    private boolean asksForText() {
        return textOption() > 0;
    }

    /** Where the {@code -c} of a shell stands, 0 where it has none. */
    private int textOption() {
        for (int i = 1; i < words.size() - 1 && words.get(i).startsWith("-"); i++) {
            if (words.get(i).matches("-[a-z]*c[a-z]*")) {
                return i;
            }
        }
        return 0;
    }

    private void text(int position) {
        words = position < words.size() ? new ArrayList<>(List.of(words.get(position))) : new ArrayList<>();
        inner = !words.isEmpty();
    }

    private void join() {
        String joined = String.join(" ", words);
        words = joined.isEmpty() ? new ArrayList<>() : new ArrayList<>(List.of(joined));
        inner = !words.isEmpty();
    }

    /** A program without its directory. */
    static String name(String program) {
        String plain = program.startsWith("\\") ? program.substring(1) : program;
        return plain.startsWith("/usr/")
                        || plain.startsWith("/bin/")
                        || plain.startsWith("/sbin/")
                        || plain.startsWith("/opt/")
                ? plain.substring(plain.lastIndexOf('/') + 1)
                : plain;
    }
}
