package io.npushell.profile;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads YAML text into a tree with positions.
 *
 * <p>Streams instead of binding: a bound tree forgets where its values stood. Aliases are refused, so nothing in a file can grow.
 */
final class YamlTree {
    private static final int DEEPEST = 16;
    private static final YAMLFactory FACTORY = new YAMLFactory();

    private final YAMLParser parser;
    private final FileProblems problems;

    private YamlTree(YAMLParser parser, FileProblems problems) {
        this.parser = parser;
        this.problems = problems;
    }

    /** The one group of keys a file must be; empty where it is not, with the problem noted. */
    static Optional<YamlNode.Mapping> read(String text, FileProblems problems) {
        try (YAMLParser parser = FACTORY.createParser(text)) {
            return new YamlTree(parser, problems).document();
        } catch (Unreadable e) {
            problems.add(e.line, e.column, e.sentence);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            problems.add(at == null ? 0 : at.getLineNr(), at == null ? 0 : at.getColumnNr(), sentence(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.empty();
    }

    private Optional<YamlNode.Mapping> document() throws IOException, Unreadable {
        if (parser.nextToken() == null) {
            throw new Unreadable(1, 1, "is empty");
        }
        YamlNode root = node(0);
        if (parser.nextToken() != null) {
            throw unreadable("a second document begins here; a file holds one");
        }
        if (root instanceof YamlNode.Mapping mapping) {
            return Optional.of(mapping);
        }
        problems.add(root, "the file must be a group of keys, not " + root.kind());
        return Optional.empty();
    }

    private YamlNode node(int depth) throws IOException, Unreadable {
        if (parser.isCurrentAlias()) {
            throw unreadable("aliases (*" + parser.getText() + ") are not allowed here; write the value again");
        }
        if (depth > DEEPEST) {
            throw unreadable("is nested more than " + DEEPEST + " deep");
        }
        JsonToken token = parser.currentToken();
        JsonLocation at = parser.currentTokenLocation();
        if (token == JsonToken.START_OBJECT) {
            return new YamlNode.Mapping(at.getLineNr(), at.getColumnNr(), entries(depth));
        }
        if (token == JsonToken.START_ARRAY) {
            return new YamlNode.Sequence(at.getLineNr(), at.getColumnNr(), items(depth));
        }
        return token == JsonToken.VALUE_NULL ? new YamlNode.Nothing(at.getLineNr(), at.getColumnNr()) : scalar();
    }

    private List<YamlNode> items(int depth) throws IOException, Unreadable {
        List<YamlNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(depth + 1));
        }
        return items;
    }

    private Map<String, YamlNode.Entry> entries(int depth) throws IOException, Unreadable {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            YamlNode.Scalar key = scalar();
            parser.nextToken();
            YamlNode.Entry first = entries.putIfAbsent(key.text(), new YamlNode.Entry(key, node(depth + 1)));
            if (first != null) {
                problems.add(
                        key,
                        "the key '" + key.text() + "' stands twice, first on line "
                                + first.key().line());
            }
        }
        return entries;
    }

    private YamlNode.Scalar scalar() throws IOException {
        JsonLocation at = parser.currentTokenLocation();
        return new YamlNode.Scalar(at.getLineNr(), at.getColumnNr(), parser.getText());
    }

    private Unreadable unreadable(String sentence) {
        JsonLocation at = parser.currentTokenLocation();
        return new Unreadable(at.getLineNr(), at.getColumnNr(), sentence);
    }

    /** The parser's words without its drawings of the line: "while parsing a flow sequence: expected ',' or ']'". */
    private static String sentence(JsonProcessingException e) {
        String words = e.getOriginalMessage()
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith(" "))
                .collect(Collectors.joining(": "));
        return "is not valid YAML: " + words;
    }

    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        private final int line;
        private final int column;
        private final String sentence;

        Unreadable(int line, int column, String sentence) {
            super(sentence);
            this.line = line;
            this.column = column;
            this.sentence = sentence;
        }
    }
}
