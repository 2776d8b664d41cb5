package io.npushell.shell.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.npushell.shell.ShellHarness;
import io.npushell.shell.script.Lexer;
import io.npushell.shell.script.RawCommand;
import io.npushell.shell.script.RawWord;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every example of every command is one the command takes: its options exist, its arguments are as many as they may be. */
class ExamplesTest {
    @TempDir
    static Path root;

    @TestFactory
    Stream<DynamicTest> parses() {
        Commands commands = new ShellHarness(root).commands();
        return commands.all().stream()
                .map(OperatorCommand::doc)
                .map(doc -> DynamicTest.dynamicTest(doc.name(), () -> {
                    assertThat(doc.examples()).isNotEmpty();
                    doc.examples().forEach(example -> parse(commands, doc, example.line()));
                }));
    }

    private static void parse(Commands commands, CommandDoc doc, String line) {
        List<List<String>> parsed = Lexer.commands(line).stream()
                .filter(command -> !command.isHost())
                .map(RawCommand::words)
                .map(words -> words.stream().map(RawWord::spelled).toList())
                .toList();
        assertThat(parsed)
                .as(line)
                .anyMatch(words ->
                        commands.find(words).orElseThrow().command().doc().equals(doc));
        for (List<String> words : parsed) {
            Commands.Match match = commands.find(words).orElseThrow();
            assertThatCode(() -> Words.read(match.command().doc(), words.subList(match.nameWords(), words.size())))
                    .as(line)
                    .doesNotThrowAnyException();
        }
    }
}
