package io.npushell.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real process: exit codes, signals, pipes, charset. */
@Timeout(120)
class MainTest {
    @TempDir
    Path root;

    private record Ended(int exit, String out, String err) {}

    @Test
    void endsWithTheExitCodeThatExitSays() throws Exception {
        assertThat(run("-c", "exit 7").exit()).isEqualTo(7);
        assertThat(run("--keep-going", "-c", "nonsense; exit 0").exit()).isZero();
    }

    @Test
    void endsWithTheExitCodeOfTheFailure() throws Exception {
        assertThat(run("nonsense")).isEqualTo(new Ended(2, "", "unknown command 'nonsense'\n  try: help\n"));
    }

    @Test
    void writesUtf8WhateverTheLocale() throws Exception {
        Files.writeString(root.resolve("a.npu"), "echo 世界 → ü");

        assertThat(run("run", root.resolve("a.npu").toString()).out()).isEqualTo("世界 → ü\n");
    }

    @Test
    void tellsItsVersionAndItsUsage() throws Exception {
        assertThat(run("--version").out()).startsWith("npu-shell ");
        assertThat(run("--help").out()).contains("npu-shell run FILE", "--keep-going");
    }

    @Test
    void endsQuietlyWith141WhenTheReaderGoesAway() throws Exception {
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            script.append("echo line ").append(i).append('\n');
        }
        Files.writeString(root.resolve("long.npu"), script);

        Ended ended = shell(
                "java=\"$1\"; shift; { \"$java\" \"$@\"; echo $? >&3; } 3>" + root.resolve("code") + " | head -n 1",
                "run",
                root.resolve("long.npu").toString());

        assertThat(ended).isEqualTo(new Ended(0, "line 0\n", ""));
        assertThat(root.resolve("code")).hasContent("141");
    }

    @Test
    void saysThatAFullDiskTookNoOutputInsteadOfEndingQuietly() throws Exception {
        Ended ended = shell("exec \"$@\" >/dev/full", "--help");

        assertThat(ended).isEqualTo(new Ended(6, "", "standard output cannot be written: No space left on device\n"));
    }

    @Test
    void sigtermEndsItWith143AndCtrlCWith130() throws Exception {
        assertThat(signalled("TERM")).isEqualTo(143);
        assertThat(signalled("INT")).isEqualTo(130);
    }

    @Test
    void aWarmUpLeavesNothingBehind() throws Exception {
        assertThat(run("--warm-up")).isEqualTo(new Ended(0, "", ""));
        assertThat(root.resolve("home")).doesNotExist();
    }

    private int signalled(String signal) throws Exception {
        Process process = builder(List.of()).start();
        // a pipe that stays open: the shell waits for its next line
        process.getOutputStream().write("echo ready\n".getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        assertThat(out.readLine()).isEqualTo("ready");
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private Ended run(String... arguments) throws Exception {
        return ended(builder(List.of(arguments)));
    }

    private Ended shell(String script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        command.addAll(java(List.of(arguments)));
        return ended(environment(new ProcessBuilder(command)));
    }

    private Ended ended(ProcessBuilder builder) throws Exception {
        Path err = root.resolve("err");
        Process process = builder.redirectError(err.toFile()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out, Files.readString(err));
    }

    private ProcessBuilder builder(List<String> arguments) {
        return environment(new ProcessBuilder(java(arguments)));
    }

    private ProcessBuilder environment(ProcessBuilder builder) {
        builder.environment().put("HOME", root.resolve("home").toString());
        builder.environment().remove("NPU_SHELL_HOME");
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().put("LC_ALL", "C");
        return builder.directory(root.toFile());
    }

    private static List<String> java(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dnpushell.profiles=" + Path.of("profiles").toAbsolutePath(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.npushell.shell.Main"));
        command.addAll(arguments);
        return command;
    }
}
