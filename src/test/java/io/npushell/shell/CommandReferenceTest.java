package io.npushell.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandReference;
import io.npushell.shell.command.Commands;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.script.Lexer;
import io.npushell.shell.script.RawCommand;
import io.npushell.shell.script.RawWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The docs of the commands: the page in docs/ is theirs, and what they point at exists. */
class CommandReferenceTest {
    private static final Path PAGE = Path.of("docs/commands.md");

    @TempDir
    static Path root;

    @Test
    void thePageSaysWhatTheCommandsSay() throws IOException {
        String page = CommandReference.of(commands());
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE))
                .as("docs/commands.md is stale: ./mvnw -q test -Dtest=CommandReferenceTest -Dgolden.update=true")
                .isEqualTo(page);
    }

    @TestFactory
    List<DynamicTest> pointsOnlyAtCommandsThatExist() {
        return commands().all().stream()
                .map(OperatorCommand::doc)
                .map(doc -> DynamicTest.dynamicTest(doc.name(), () -> check(doc)))
                .toList();
    }

    private static void check(CommandDoc doc) {
        assertThat(doc.seeAlso())
                .allMatch(name -> commands().find(List.of(name.split(" "))).isPresent());
        for (CommandDoc.Example example : doc.examples()) {
            for (RawCommand command : Lexer.commands(example.line())) {
                List<String> words =
                        command.words().stream().map(RawWord::spelled).toList();
                assertThat(commands().find(words)).as(example.line()).isPresent();
            }
        }
        assertThat(doc.summary()).as("a few words, no sentence").matches("[a-z].*[^.]");
    }

    private static Commands commands() {
        return new ShellHarness(root).wiring().commands();
    }
}
