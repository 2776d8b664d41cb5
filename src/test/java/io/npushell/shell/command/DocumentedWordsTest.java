package io.npushell.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.OperatorException;
import io.npushell.params.Parameter;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.ParameterKind;
import io.npushell.shell.DocumentedPage;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.script.Lexer;
import io.npushell.shell.script.RawCommand;
import io.npushell.shell.script.RawWord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** README and docs name commands, options and parameters within their text as the shell has them, and say of each block how it is tried. */
class DocumentedWordsTest {
    @TempDir
    Path root;

    @Test
    void everyCommandInTheTextIsOneTheShellTakes() throws IOException {
        Commands commands = new ShellHarness(root).commands();
        List<String> wrong = new ArrayList<>();
        for (DocumentedPage page : DocumentedPage.withGenerated()) {
            for (DocumentedPage.Span span : page.spans()) {
                complaint(commands, span.text()).ifPresent(complaint -> wrong.add(span + ": " + complaint));
            }
        }

        assertThat(wrong).isEmpty();
    }

    /** What the shell would say of it; nothing where it is no command of ours, or its name alone. */
    private static Optional<String> complaint(Commands commands, String text) {
        String typed = text.replaceFirst("^(?:\\./)?npu-shell ", "");
        for (RawCommand command : Lexer.commands(typed)) {
            List<String> words = command.words().stream().map(RawWord::spelled).toList();
            Optional<Commands.Match> match = commands.find(words);
            if (match.isEmpty() || words.size() == match.get().nameWords() || words.contains("…")) {
                continue;
            }
            CommandDoc doc = match.get().command().doc();
            List<String> rest = words.subList(match.get().nameWords(), words.size());
            Optional<String> unread = unread(doc, rest);
            if (unread.isPresent() && rest.get(0).startsWith("--")) {
                // it names an option of the command, whatever else that takes
                List<String> completed = new ArrayList<>(rest);
                completed.addAll(Collections.nCopies(doc.least(), "WORD"));
                unread = unread(doc, completed);
            }
            if (unread.isPresent()) {
                return unread.map(why -> "`" + text + "`: " + why);
            }
            if (doc.name().equals("set")) {
                Optional<String> refused = refused(rest.stream()
                        .flatMap(word -> Stream.of(word.split("=", 2)))
                        .toList());
                if (refused.isPresent()) {
                    return refused.map(why -> "`" + text + "`: " + why);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> unread(CommandDoc doc, List<String> words) {
        try {
            Words.read(doc, words);
            return Optional.empty();
        } catch (OperatorException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** The first parameter that there is not, or its value where its own kind forbids that; a word in capitals stands for any. */
    private static Optional<String> refused(List<String> namesAndValues) {
        for (int at = 0; at + 1 < namesAndValues.size(); at += 2) {
            String name = namesAndValues.get(at);
            String value = namesAndValues.get(at + 1);
            if (name.matches("[A-Z]+")) {
                continue;
            }
            Optional<Parameter> parameter = ParameterCatalog.standard().find(name);
            if (parameter.isEmpty()) {
                return Optional.of("no parameter " + name);
            }
            if (!value.matches("[A-Z]+|.*….*")
                    && !(parameter.get().kind().read(value) instanceof ParameterKind.Reading.Accepted)) {
                return Optional.of(name + " cannot be " + value);
            }
        }
        return Optional.empty();
    }

    @Test
    void everyBlockSaysHowItIsTried() throws IOException {
        assertThat(DocumentedPage.undeclared()).isEmpty();
    }
}
