package io.npushell.shell.logs;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.IoReason;
import io.npushell.shell.view.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Where CSV or SVG goes: standard output, or a file that is replaced. */
record PlotFile(LogSources sources, Output out) {

    /** @param target "-" for standard output */
    void write(String target, Consumer<Consumer<String>> text) {
        if (target.equals("-")) {
            text.accept(out::line);
            return;
        }
        Path file = sources.path(target);
        List<String> lines = new ArrayList<>();
        text.accept(lines::add);
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new OperatorException(
                    ExitCode.FAILED, "'" + target + "' cannot be written: " + IoReason.of(e), "name another file", e);
        }
        out.say("written to " + file);
    }
}
