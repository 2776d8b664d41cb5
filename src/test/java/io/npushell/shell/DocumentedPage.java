package io.npushell.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation as its tests read it: the fenced blocks with what a comment above each declares, and the spans of code in its text.
 *
 * <p>{@code <!-- typed: embedded -->} has a block's commands run; {@code <!-- first: use qwen-nano -->} above it runs what the reader is taken to
 * have typed before; {@code <!-- not typed: needs an NPU -->} says why nobody runs it; {@code <!-- shown -->} stands above what is no command.
 */
public final class DocumentedPage {
    /** Made from the product itself, each held to it by a test of its own. */
    private static final List<String> GENERATED = List.of("commands.md", "parameters.md", "findings.md");

    private static final Pattern COMMENT = Pattern.compile("\\s*<!-- (typed|not typed|shown|first)(?:: (.*?))? -->");
    private static final Pattern SPAN = Pattern.compile("(?<!`)`([^`]+)`(?!`)");

    /** A comment above a block, for its test. */
    record Declaration(String word, String text) {}

    /**
     * A fenced block.
     *
     * @param line where its first line of text stands in the page, from 1
     */
    record Block(Path page, int line, List<Declaration> declarations, List<String> lines) {
        Optional<String> declared(String word) {
            return declarations.stream()
                    .filter(declaration -> declaration.word().equals(word))
                    .map(Declaration::text)
                    .findFirst();
        }

        List<String> first() {
            return declarations.stream()
                    .filter(declaration -> declaration.word().equals("first"))
                    .map(Declaration::text)
                    .toList();
        }
    }

    /** Code within the text, by the line it stands on. */
    public record Span(Path page, int line, String text) {
        @Override
        public String toString() {
            return page + ":" + line;
        }
    }

    private final Path file;
    private final List<Block> blocks = new ArrayList<>();
    private final List<Span> spans = new ArrayList<>();
    private List<Declaration> declared = new ArrayList<>();

    private DocumentedPage(Path file, List<String> lines) {
        this.file = file;
        for (int at = 0; at < lines.size(); at++) {
            if (lines.get(at).strip().startsWith("```")) {
                int end = at + 1;
                while (!lines.get(end).strip().equals("```")) {
                    end++;
                }
                blocks.add(new Block(file, at + 2, declared, List.copyOf(lines.subList(at + 1, end))));
                declared = new ArrayList<>();
                at = end;
            } else {
                text(at + 1, lines.get(at));
            }
        }
    }

    private void text(int number, String line) {
        Matcher comment = COMMENT.matcher(line);
        if (comment.matches()) {
            declared.add(new Declaration(
                    comment.group(1), Optional.ofNullable(comment.group(2)).orElse("")));
        } else if (!line.isBlank()) {
            declared = new ArrayList<>();
            SPAN.matcher(line).results().forEach(span -> spans.add(new Span(file, number, span.group(1))));
        }
    }

    /** README and all of docs that a person writes. */
    public static List<DocumentedPage> all() throws IOException {
        return withGenerated().stream()
                .filter(page -> !GENERATED.contains(page.file.getFileName().toString()))
                .toList();
    }

    /** These, and the pages made from the product itself. */
    public static List<DocumentedPage> withGenerated() throws IOException {
        List<DocumentedPage> pages = new ArrayList<>();
        pages.add(read(Path.of("README.md")));
        try (Stream<Path> files = Files.walk(Path.of("docs"))) {
            for (Path file : files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList()) {
                pages.add(read(file));
            }
        }
        return pages;
    }

    /** Where a block stands of which no comment says whether it is typed. */
    public static List<String> undeclared() throws IOException {
        return all().stream()
                .flatMap(page -> page.blocks.stream())
                .filter(block -> Stream.of("typed", "not typed", "shown")
                        .noneMatch(word -> block.declared(word).isPresent()))
                .map(block -> block.page() + ":" + block.line())
                .toList();
    }

    static DocumentedPage read(Path file) throws IOException {
        return new DocumentedPage(file, Files.readAllLines(file));
    }

    Path file() {
        return file;
    }

    List<Block> blocks() {
        return blocks;
    }

    public List<Span> spans() {
        return spans;
    }
}
