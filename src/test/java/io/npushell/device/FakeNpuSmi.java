package io.npushell.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An npu-smi for tests: a program in a directory to put on PATH that prints what a host with eight 910B3 would, in the layout recorded on
 * one (02), or any text it is given.
 */
public final class FakeNpuSmi {
    private static final String LINE =
            "+===========================+===============+====================================================+\n";
    private static final String HEAD = """
            +------------------------------------------------------------------------------------------------+
            | npu-smi 23.0.rc2.b090            Version: 23.0.rc2.b090                                        |
            +---------------------------+---------------+----------------------------------------------------+
            | NPU   Name                | Health        | Power(W)    Temp(C)           Hugepages-Usage(page)|
            | Chip                      | Bus-Id        | AICore(%)   Memory-Usage(MB)  HBM-Usage(MB)        |
            """;
    private static final String PROCESSES = """
            +---------------------------+---------------+----------------------------------------------------+
            | NPU     Chip              | Process id    | Process name             | Process memory(MB)      |
            """;

    private final int count;
    private final Map<Integer, String> health = new TreeMap<>();
    private final Map<Integer, String> holders = new TreeMap<>();

    private FakeNpuSmi(int count) {
        this.count = count;
    }

    public static FakeNpuSmi of(int npus) {
        return new FakeNpuSmi(npus);
    }

    public FakeNpuSmi unwell(int npu, String word) {
        health.put(npu, word);
        return this;
    }

    public FakeNpuSmi held(int npu, long pid, String name) {
        holders.merge(npu, row("| %-7d %-18d| %-14d| %-25s| %-24d|\n", npu, 0, pid, name, 59618), String::concat);
        return this;
    }

    public String table() {
        StringBuilder text = new StringBuilder(HEAD).append(LINE);
        for (int npu = 0; npu < count; npu++) {
            text.append(row(
                            "| %-5d %-20s| %-14s| %-11s %-17s %-21s|\n",
                            npu, "910B3", health.getOrDefault(npu, "OK"), "93.4", "47", "0    / 0"))
                    .append(row(
                            "| %-26d| %-14s| %-11s %-17s %-21s|\n",
                            0,
                            "0000:C" + npu + ":00.0",
                            "0",
                            "0    / 0",
                            (holders.containsKey(npu) ? "63010" : "3384 ") + "/ 65536"))
                    .append(LINE);
        }
        text.append(PROCESSES).append(LINE);
        for (int npu = 0; npu < count; npu++) {
            text.append(holders.getOrDefault(npu, row("| %-95s|\n", "No running processes found in NPU " + npu)))
                    .append(LINE);
        }
        return text.toString();
    }

    /** Puts it into a directory; answers {@code info} and {@code info -l}. */
    public void install(Path directory) throws IOException {
        StringBuilder list = new StringBuilder("\tTotal Count                    : " + count + "\n");
        for (int npu = 0; npu < count; npu++) {
            list.append("\n\tNPU ID                         : ")
                    .append(npu)
                    .append("\n\tChip Count                     : 1\n");
        }
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put("info", table());
        answers.put("info -l", list.toString());
        install(directory, answers);
    }

    /** Puts one into a directory that prints these texts by the words it is called with. */
    public static void install(Path directory, Map<String, String> answers) throws IOException {
        StringBuilder program = new StringBuilder("#!/bin/sh\ncase \"$*\" in\n");
        answers.forEach((words, text) -> program.append("'")
                .append(words)
                .append("') cat <<'END'\n")
                .append(text.stripTrailing())
                .append("\nEND\n;;\n"));
        program.append("*) echo 'Error parameter of -t'; exit 1 ;;\nesac\n");
        Path file = Files.createDirectories(directory).resolve("npu-smi");
        Files.writeString(file, program);
        if (!file.toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be made executable");
        }
    }

    private static String row(String format, Object... cells) {
        return String.format(Locale.ROOT, format, cells);
    }
}
