package io.npushell.shell.command;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.IoReason;
import io.npushell.shell.view.Output;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The lines that were typed at the prompt, from the file the line editor keeps them in. */
final class HistoryCommand extends OperatorCommand {
    private static final int USUAL = 20;

    private final Path file;

    HistoryCommand(Path file) {
        super(CommandDoc.named("history", CommandGroup.SHELL, "the lines typed last, numbered")
                .arguments("[N]", 0, 1)
                .description(
                        "Shows the newest 20, or N. Lines that hold a secret are not kept, nor are those that begin"
                                + " with a blank.")
                .json()
                .paged()
                .example("history 5", "the last five")
                .build());
        this.file = file;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        int most = words.find(0).map(text -> count(words, text)).orElse(USUAL);
        List<String> lines = lines();
        int first = Math.max(0, lines.size() - most);
        if (out.json()) {
            out.document("history", json -> json.texts("lines", lines.subList(first, lines.size())));
            return ExitCode.OK;
        }
        for (int at = first; at < lines.size(); at++) {
            out.line("%5d  %s".formatted(at + 1, lines.get(at)));
        }
        return ExitCode.OK;
    }

    private static int count(Words words, String text) {
        if (text.matches("[1-9]\\d{0,5}")) {
            return Integer.parseInt(text);
        }
        throw words.usage("'" + text + "' is no number of lines");
    }

    /** JLine writes a time in milliseconds and a colon before each line, and a line's own ends as {@code \n}. */
    private List<String> lines() {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("^\\d+:", "").replace("\\n", "\n        "))
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException e) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT, "the history '" + file + "' cannot be read: " + IoReason.of(e), null, e);
        }
    }
}
