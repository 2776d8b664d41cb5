package io.npushell.shell.command;

import io.npushell.plan.CommandText;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands for a program of the host: our own command where there is one, and the program itself behind {@code !}. */
final class HostPrograms {
    /** Our commands by what is typed on the host; the longest beginning counts. */
    private static final Map<String, String> OURS = Map.ofEntries(
            Map.entry("npu-smi", "npus"),
            Map.entry("nvidia-smi", "npus"),
            Map.entry("docker ps", "container status"),
            Map.entry("docker run", "container plan"),
            Map.entry("docker exec", "container enter"),
            Map.entry("docker start", "container start"),
            Map.entry("docker stop", "container stop"),
            Map.entry("docker pull", "container pull"),
            Map.entry("docker logs", "log"),
            Map.entry("docker inspect", "container status"),
            Map.entry("docker images", "explain image"),
            Map.entry("docker", "doctor"),
            Map.entry("tail", "tail"),
            Map.entry("ps", "sessions"),
            Map.entry("top", "npus"),
            Map.entry("htop", "npus"),
            Map.entry("kill", "stop ID"),
            Map.entry("pkill", "stop ID"),
            Map.entry("killall", "stop ID"),
            Map.entry("unzip", "workspace unpack"),
            Map.entry("wget", "workspace fetch"),
            Map.entry("huggingface-cli", "workspace fetch"),
            Map.entry("hf", "workspace fetch"),
            Map.entry("mkdir", "workspace init"),
            Map.entry("df", "doctor"),
            Map.entry("sysctl", "doctor"),
            Map.entry("yum", "doctor"),
            Map.entry("sudo su", "container enter"),
            Map.entry("pip", "container setup"),
            Map.entry("chown", "container setup"),
            Map.entry("sudo chown", "container setup"),
            Map.entry("env", "profile show NAME"),
            Map.entry("man", "help"),
            Map.entry("nano", "set NAME VALUE"),
            Map.entry("vim", "set NAME VALUE"),
            Map.entry("vi", "set NAME VALUE"));
    /** Of the shell itself, so in no directory. */
    private static final Set<String> BUILT_IN = Set.of(
            "export", "alias", "ulimit", "jobs", "fg", "bg", "type", "unset", "umask", "trap", "read", "eval", "exec",
            "time", ".", "for", "while", "if", "test", "pushd", "popd", "shopt", "declare");

    private static final Set<String> READERS = Set.of("cat", "less", "more", "head", "view", "zcat", "tac");
    private static final Pattern LOG = Pattern.compile(".*/\\.npu-shell/sessions/0*(\\d+)-[^/]+/run\\.log");
    /** Where the manual has its commands run. */
    private static final Pattern CODE = Pattern.compile("(.*/AscendSpeed)(/ModelLink|/AscendSpeed|/scripts)?/?");

    private final String path;

    /** @param path where programs are looked for, as PATH has it */
    HostPrograms(String path) {
        this.path = path;
    }

    /** What to type instead, empty where it is no program of this host. */
    Optional<String> instead(List<String> words, String line) {
        String first = words.get(0);
        if (first.equals("cd")) {
            return Optional.of(
                    words.size() > 1 ? entered(words.get(1)) + "   or   !" + line + " && …" : "set work-dir DIR");
        }
        if (READERS.contains(first) && words.size() > 1) {
            return read(words, line);
        }
        List<String> plain = new ArrayList<>(words);
        if (plain.size() > 1 && Set.of("podman", "nerdctl").contains(first)) {
            plain.set(0, "docker");
        }
        String ours = plain.size() > 1 ? OURS.get(plain.get(0) + " " + plain.get(1)) : null;
        if (ours == null) {
            ours = OURS.get(plain.get(0));
        }
        if (ours == null && !isProgram(first)) {
            return Optional.empty();
        }
        String archive = first.equals("unzip")
                ? words.stream()
                        .filter(word -> word.endsWith(".zip"))
                        .findFirst()
                        .map(zip -> " " + CommandText.quote(zip))
                        .orElse("")
                : "";
        return Optional.of((ours == null ? "" : ours + archive + "   or   ") + "!" + line);
    }

    /** A directory to work in is one of ours: the workspace, or that of the code package. */
    private static String entered(String directory) {
        Matcher code = CODE.matcher(directory);
        return !code.matches()
                ? "set work-dir " + CommandText.quote(directory)
                : directory.contains("xxx") ? "show code-dir" : "set code-dir " + CommandText.quote(code.group(1));
    }

    /** What shows a file, and the log of a session better than that. */
    private static Optional<String> read(List<String> words, String line) {
        return Optional.of(words.stream()
                .map(LOG::matcher)
                .filter(Matcher::matches)
                .findFirst()
                .map(log -> "log " + log.group(1) + "   or   !" + line)
                .orElse("!" + line));
    }

    private boolean isProgram(String name) {
        if (BUILT_IN.contains(name)) {
            return true;
        }
        try {
            if (name.contains("/")) {
                return name.startsWith("/") && isExecutable(Path.of(name));
            }
            for (String directory : path.split(":", -1)) {
                if (!directory.isEmpty() && isExecutable(Path.of(directory, name))) {
                    return true;
                }
            }
            return false;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static boolean isExecutable(Path file) {
        return Files.isExecutable(file) && !Files.isDirectory(file);
    }
}
