package io.npushell.shell.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.npushell.ExitCode;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Commands;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.MemoryOnly;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Glyphs;
import io.npushell.shell.view.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Size;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellCompleterTest {
    @TempDir
    Path root;

    private final ShellCompleter completer = new ShellCompleter(
            new Commands(List.of(new Tail(), new Listing("profile list"), new Listing("profile show"))),
            Glyphs.UNICODE);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ta              | profile,tail",
                "profile         | profile,tail",
                "profile x       | list,show",
                "nonsense x      | ",
                "tail x          | 12,13",
                "tail 1          | 12,13",
                "show; tail x    | 12,13",
                "tail -          | --lines,--follow,--help",
                "tail --follow - | --lines,--help",
                "tail --lines x  | 10,100",
                "tail --lines=   | --lines=10,--lines=100",
                "tail -- -       | 12,13",
                "!ls x           | ",
                "echo # x        | ",
            })
    void offersWhatCanStandAtTheCursor(String line, String values) {
        // an x stands for a word not begun yet
        String typed = line.strip().replaceAll(" x$", " ");
        List<String> expected =
                values == null ? List.of() : List.of(values.strip().split(","));

        assertThat(completer.suggestions(typed)).extracting(Suggestion::value).containsExactlyElementsOf(expected);
    }

    @Test
    void aCommandThatTouchesTheWorldIsFoundOutInTestsAndOffersNothingAtThePrompt() throws IOException {
        ShellCompleter careless = new ShellCompleter(new Commands(List.of(new Careless())), Glyphs.UNICODE);
        List<Candidate> candidates = new ArrayList<>();

        careless.complete(
                new LineReaderImpl(new DumbTerminal(
                        java.io.InputStream.nullInputStream(), java.io.OutputStream.nullOutputStream())),
                ShellLine.at("careless ", 9),
                candidates);

        assertThat(candidates).isEmpty();
        assertThatThrownBy(() -> careless.suggestions("careless "))
                .hasMessage("completion asked for the world; use Refresher.cached");
    }

    @Test
    void descriptionsAreCutToWhatTheTerminalHasRoomFor() throws IOException {
        DumbTerminal narrow =
                new DumbTerminal(java.io.InputStream.nullInputStream(), java.io.OutputStream.nullOutputStream());
        narrow.setSize(new Size(30, 20));
        List<Candidate> candidates = new ArrayList<>();

        completer.complete(new LineReaderImpl(narrow), ShellLine.at("tail -", 6), candidates);
        completer.complete(new LineReaderImpl(narrow), ShellLine.at("profile ", 8), candidates);

        assertThat(candidates)
                .extracting(Candidate::value, Candidate::descr)
                .contains(tuple("--help", "explain the com…"), tuple("--lines", "how many"))
                .contains(tuple("list", "show something"));
    }

    @Test
    void everyCommandCompletesFromMemory() {
        ShellHarness shell = new ShellHarness(root);
        for (String name : shell.commandNames()) {
            shell.suggestions(name + " ");
            shell.suggestions(name + " a ");
            shell.suggestions(name + " -");
        }
    }

    @Test
    void namesOfFilesComeFromAListingMadeInTheBackground() throws IOException {
        ShellHarness shell = new ShellHarness(root);
        Files.createDirectories(shell.directory().resolve("data/raw"));
        Files.writeString(shell.directory().resolve("data/a.npu"), "");
        Files.writeString(shell.directory().resolve("data/.hidden"), "");

        assertThat(shell.suggestions("source data/"))
                .containsExactly(
                        new Suggestion("data/a.npu", "", "files", true),
                        new Suggestion("data/raw/", "", "files", false));
        assertThat(shell.suggestions("source data/."))
                .extracting(Suggestion::value)
                .contains("data/.hidden");
        assertThat(shell.suggestions("source nowhere/")).isEmpty();
    }

    @Test
    void aParameterThatTakesAPathOffersFiles() throws IOException {
        ShellHarness shell = new ShellHarness(root);
        Files.createDirectories(shell.directory().resolve("data"));
        Files.writeString(shell.directory().resolve("data/tales.jsonl"), "");

        assertThat(shell.suggestions("set raw-input "))
                .extracting(Suggestion::value)
                .contains("data/");
        assertThat(shell.suggestions("set raw-input=data/"))
                .containsExactly(new Suggestion("raw-input=data/tales.jsonl", "", "files", true));
        shell.run("use qwen-nano");
        assertThat(shell.suggestions("set work-dir "))
                .extracting(Suggestion::value)
                .contains("data/");
        assertThat(shell.suggestions("set mbs ")).extracting(Suggestion::value).doesNotContain("data/");
    }

    private static final class Tail extends OperatorCommand {
        Tail() {
            super(CommandDoc.named("tail", CommandGroup.SESSIONS, "follow a session")
                    .arguments("[ID]", 0, 1)
                    .option("lines", "COUNT", "how many")
                    .flag("follow", "go on")
                    .build());
        }

        @Override
        protected ExitCode run(Words words, Output out) {
            return ExitCode.OK;
        }

        @Override
        public List<Suggestion> complete(Completion request) {
            return request.option().equals("lines")
                    ? List.of(Suggestion.of("10", ""), Suggestion.of("100", ""))
                    : List.of(Suggestion.of("12", "failed"), Suggestion.of("13", "running"));
        }
    }

    private static final class Listing extends OperatorCommand {
        Listing(String name) {
            super(CommandDoc.named(name, CommandGroup.PROFILES, "show something")
                    .build());
        }

        @Override
        protected ExitCode run(Words words, Output out) {
            return ExitCode.OK;
        }
    }

    private static final class Careless extends OperatorCommand {
        Careless() {
            super(CommandDoc.named("careless", CommandGroup.SHELL, "looks where it must not")
                    .build());
        }

        @Override
        protected ExitCode run(Words words, Output out) {
            return ExitCode.OK;
        }

        @Override
        public List<Suggestion> complete(Completion request) {
            MemoryOnly.check("the world");
            return List.of();
        }
    }
}
