package io.npushell.shell;

import io.npushell.shell.command.Questions;
import io.npushell.shell.view.Output;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks on standard error and reads the terminal, where both are one. */
final class BatchQuestions {
    private BatchQuestions() {}

    static void arm(Questions questions, Output out) {
        if (Streams.isTerminal("stdin") && Streams.isTerminal("stderr")) {
            questions.readBy(prompt -> {
                out.prompt(prompt);
                return line();
            });
        }
    }

    private static Optional<String> line() {
        try {
            return Optional.ofNullable(
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
