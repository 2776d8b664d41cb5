package io.npushell.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * The shell as a process of its own, as the operator starts it: home, workspace and current directory below one directory.
 *
 * <p>{@code new RealShell(tempDir).run("sessions")} waits for it; {@link #start} leaves it running; {@link #terminal} gives it a terminal.
 */
final class RealShell {
    private final Path root;
    private final Map<String, String> environment = new TreeMap<>();

    /** How a process ended and what it printed. */
    record Ended(int exit, String out, String err) {}

    RealShell(Path root) throws IOException {
        this.root = root;
        with("HOME", Files.createDirectories(root.resolve("home")).toString());
        with("NPU_SHELL_HOME", home().toString());
        // other tests may train on the same pretended NPUs of this machine
        with(
                "NPU_SHELL_LOCKS",
                java.nio.file.Files.createDirectories(root.resolve("locks")).toString());
        with("LC_ALL", "C.UTF-8");
        with("TZ", "UTC");
        with("NPU_SHELL_PAGER", "off");
        Files.createDirectories(directory());
    }

    /** With an environment variable from now on. */
    RealShell with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** With a program of this name first on the PATH. */
    RealShell withProgram(String name, String script) throws IOException {
        Path programs = Files.createDirectories(root.resolve("bin"));
        Path program = Files.writeString(programs.resolve(name), script);
        program.toFile().setExecutable(true);
        return with("PATH", programs + ":" + System.getenv("PATH"));
    }

    /** On a host whose npu-smi shows eight idle 910B3. */
    RealShell withNpus() throws IOException {
        String head =
                "+------------------------------------------------------------------------------------------------+\n"
                        + "| npu-smi 23.0.rc2                 Version: 23.0.rc2                                           "
                        + "  |\n"
                        + "+---------------------------+---------------+----------------------------------------------------+\n"
                        + "| NPU   Name                | Health        | Power(W)    Temp(C)          "
                        + " Hugepages-Usage(page)|\n"
                        + "| Chip                      | Bus-Id        | AICore(%)   Memory-Usage(MB)  HBM-Usage(MB)      "
                        + "  |\n";
        String line =
                "+===========================+===============+====================================================+\n";
        StringBuilder table = new StringBuilder(head).append(line);
        for (int npu = 0; npu < 8; npu++) {
            table.append("| " + npu
                            + "     910B3               | OK            | 97.1        40                0    /"
                            + " 0             |\n")
                    .append("| 0                         | 0000:C" + npu
                            + ":00.0  | 0           0    / 0          3445 / 65536         |\n")
                    .append(line);
        }
        return withProgram("npu-smi", "#!/bin/sh\ncat <<'END'\n" + table + "END\n");
    }

    Path home() {
        return root.resolve("home/.npu-shell");
    }

    /** The current directory. */
    Path directory() {
        return root.resolve("here");
    }

    Path workspace() {
        return root.resolve("ws");
    }

    /** What a session of the workspace printed, by its number. */
    Path log(int session) throws IOException {
        Path sessions = workspace().resolve(".npu-shell/sessions");
        try (var directories = Files.list(sessions)) {
            return directories
                    .filter(directory -> directory.getFileName().toString().startsWith("%04d-".formatted(session)))
                    .findFirst()
                    .orElseThrow()
                    .resolve("run.log");
        }
    }

    List<String> command(String... words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dnpushell.profiles=" + Path.of("profiles").toAbsolutePath(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.npushell.shell.Main"));
        command.addAll(List.of(words));
        return command;
    }

    /** Without a terminal, and nothing on standard input. */
    Ended run(String... words) throws IOException, InterruptedException {
        return ended(process(command(words)));
    }

    /** A line of the host's shell, in which "$@" stands for npu-shell and these words. */
    Ended host(String line, String... words) throws IOException, InterruptedException {
        List<String> host = new ArrayList<>(List.of("sh", "-c", line, "sh"));
        host.addAll(command(words));
        return ended(process(host));
    }

    /** A process that goes on; its standard input stays open. */
    Process start(String... words) throws IOException {
        return process(command(words)).start();
    }

    /** Waits for a process that {@link #start} gave; in the answer is what nobody has read of it yet. */
    static Ended end(Process process) throws InterruptedException {
        CompletableFuture<String> err =
                CompletableFuture.supplyAsync(() -> rest(process.errorReader(StandardCharsets.UTF_8)));
        String out = rest(process.inputReader(StandardCharsets.UTF_8));
        return new Ended(process.waitFor(), out, err.join());
    }

    /** The next line of what a process prints. */
    static String line(Process process) throws IOException {
        return process.inputReader(StandardCharsets.UTF_8).readLine();
    }

    private static String rest(BufferedReader reader) {
        return reader.lines().map(line -> line + "\n").collect(Collectors.joining());
    }

    TerminalSession terminal(String... words) {
        return TerminalSession.start(directory(), environment, command(words));
    }

    TerminalSession terminal(int columns, int rows, String... words) {
        return TerminalSession.start(directory(), environment, command(words), columns, rows);
    }

    /** A terminal in which a program that runs another one runs the shell. */
    TerminalSession terminal(int columns, int rows, List<String> around, String... words) {
        List<String> command = new ArrayList<>(around);
        command.addAll(command(words));
        return TerminalSession.start(directory(), environment, command, columns, rows);
    }

    private ProcessBuilder process(List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory().toFile());
        List.of("JAVA_TOOL_OPTIONS", "NO_COLOR", "CLICOLOR_FORCE").forEach(builder.environment()::remove);
        builder.environment().putAll(environment);
        return builder;
    }

    private Ended ended(ProcessBuilder builder) throws IOException, InterruptedException {
        Path err = Files.createTempFile(root, "err", "");
        Process process = builder.redirectError(err.toFile()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out, Files.readString(err));
    }
}
