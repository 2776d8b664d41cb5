package io.npushell.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.shell.DocumentedPage.Block;
import io.npushell.shell.ShellHarness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Types what README and docs print, page by page and in the place a page says, and compares the answers that it shows; see {@link DocumentedPage}.
 *
 * <p>{@code -Ddocumented.page=sessions} types one page.
 */
@Timeout(300)
class DocumentedCommandsIT {
    @TempDir
    static Path root;

    @TestFactory
    Stream<DynamicTest> holdsWhenTyped() throws IOException {
        String only = System.getProperty("documented.page", "");
        return DocumentedPage.all().stream()
                .filter(page -> page.file().toString().contains(only))
                .filter(page -> page.blocks().stream()
                        .anyMatch(block -> block.declared("typed").isPresent()))
                .map(page -> DynamicTest.dynamicTest(page.file().toString(), () -> type(page)));
    }

    private static void type(DocumentedPage page) throws Exception {
        Map<String, DocumentedPlace> places = new LinkedHashMap<>();
        List<String> wrong = new ArrayList<>();
        try {
            for (Block block : page.blocks()) {
                if (block.declared("typed").isPresent()) {
                    type(block, places, wrong);
                }
            }
        } finally {
            places.values().forEach(DocumentedPlace::close);
        }
        assertThat(String.join("\n", wrong)).isEmpty();
    }

    private static void type(Block block, Map<String, DocumentedPlace> places, List<String> wrong) throws Exception {
        Typing typing = Typing.read(block.declared("typed").orElseThrow());
        DocumentedPlace place = place(typing, places);
        if (typing.session() > 0) {
            place.countFrom(typing.session());
        }
        for (String first : block.first()) {
            Result result = place.typeFirst(first);
            if (result.exit() != ExitCode.OK) {
                wrong.add(at(block, block.line()) + " first: " + first + " ended with "
                        + result.exit().code() + "\n" + end(result));
            }
        }
        List<Integer> codes = new ArrayList<>();
        for (DocumentedCommand command : DocumentedCommand.of(block)) {
            Result result = place.type(command);
            codes.add(result.exit().code());
            boolean left = command.interrupted() && result.exit() == ExitCode.INTERRUPTED;
            String what = at(block, command.line()) + " " + command.text();
            if (!left && result.exit() != ExitCode.OK && result.exit().code() != typing.exit()) {
                wrong.add("-- " + what + "\n  ended with " + result.exit().code() + "\n" + end(result));
            }
            if (command.answered()) {
                new Likeness(typing.figuresVary())
                        .difference(command.answer(), lines(result.out(), command.interrupted()))
                        .ifPresent(difference -> wrong.add(what + "\n  " + difference + "\n" + end(result)));
            }
        }
        if (typing.exit() != 0 && !codes.contains(typing.exit())) {
            wrong.add(at(block, block.line()) + " nothing ended with " + typing.exit());
        }
    }

    private static DocumentedPlace place(Typing typing, Map<String, DocumentedPlace> places) throws Exception {
        if (typing.anew() && places.containsKey(typing.name())) {
            places.remove(typing.name()).close();
        }
        if (!places.containsKey(typing.name())) {
            places.put(typing.name(), new DocumentedPlace(typing.name(), Files.createTempDirectory(root, "page")));
        }
        return places.get(typing.name());
    }

    /** As they stand on the screen in the end; of a line drawn again, where Ctrl-C was pressed, also how it stood then. */
    private static List<String> lines(String printed, boolean interrupted) {
        List<String> lines = new ArrayList<>();
        for (String line : printed.split("\n")) {
            List<String> drawn = Stream.of(line.split("\r\u001b\\[K"))
                    .filter(state -> !state.isEmpty())
                    .toList();
            boolean key = interrupted
                    && drawn.size() > 1
                    && drawn.get(drawn.size() - 1).startsWith("detached");
            lines.addAll(drawn.subList(Math.max(0, drawn.size() - (key ? 2 : 1)), drawn.size()));
        }
        return lines;
    }

    private static String end(Result result) {
        List<String> lines = lines(result.out(), false);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    }

    private static String at(Block block, int line) {
        return block.page() + ":" + line;
    }

    /**
     * What {@code <!-- typed: … -->} says: {@code embedded; figures vary; exit 3; session 12}.
     *
     * @param exit the code with which a command of the block ends, where it is not 0
     * @param session the number of the place's first session, 0 where none is said
     */
    private record Typing(String place, boolean figuresVary, int exit, int session) {
        /** "embedded" of "embedded anew". */
        String name() {
            return place.split(" ")[0];
        }

        /** Whether nothing of the blocks above is there any more. */
        boolean anew() {
            return place.endsWith(" anew");
        }

        static Typing read(String declared) {
            String[] parts = declared.split("; ");
            Typing typing = new Typing(parts[0], false, 0, 0);
            for (String part : List.of(parts).subList(1, parts.length)) {
                typing = typing.with(part);
            }
            return typing;
        }

        private Typing with(String part) {
            if (part.equals("figures vary")) {
                return new Typing(place, true, exit, session);
            }
            if (part.startsWith("exit ")) {
                return new Typing(place, figuresVary, Integer.parseInt(part.substring("exit ".length())), session);
            }
            if (part.startsWith("session ")) {
                return new Typing(place, figuresVary, exit, Integer.parseInt(part.substring("session ".length())));
            }
            throw new AssertionError("'" + part + "' says nothing about typing");
        }
    }
}
