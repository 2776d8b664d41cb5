package io.npushell.shell.command;

import io.npushell.ExitCode;
import io.npushell.shell.view.FailureView;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Place;
import io.npushell.shell.view.Text;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Tells a failure that only we can mend: one line, and the trace in a file of the home directory. */
public final class Bugs {
    private final Surroundings surroundings;

    public Bugs(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    public ExitCode tell(Throwable bug, List<String> words, Place place, Output out) {
        String cause = bug.getMessage() == null ? "" : ": " + bug.getMessage();
        FailureView.show(
                out,
                place,
                ExitCode.BUG,
                "a bug in npu-shell (" + bug.getClass().getSimpleName() + cause + ")",
                "report it with " + write(bug, words));
        if (!surroundings.variable("NPU_SHELL_DEBUG").isEmpty()) {
            StringWriter trace = new StringWriter();
            bug.printStackTrace(new PrintWriter(trace));
            trace.toString().lines().forEach(line -> out.complain(Text.of(line)));
        }
        return ExitCode.BUG;
    }

    private String write(Throwable bug, List<String> words) {
        StringWriter trace = new StringWriter();
        trace.append("npu-shell ").append(surroundings.version()).append("\ncommand: ");
        trace.append(words.isEmpty() ? "" : words.get(0)).append("\n");
        bug.printStackTrace(new PrintWriter(trace));
        Path file = surroundings.home().resolve("last-bug.txt");
        try {
            Files.createDirectories(surroundings.home());
            Files.writeString(file, trace.toString());
            return file.toString();
        } catch (IOException e) {
            return "this: " + trace;
        }
    }
}
