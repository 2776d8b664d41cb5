package io.npushell.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads YAML text into a tree with positions.
 *
 * <p>Takes SnakeYAML's events instead of its objects: those forget where their values stood. Aliases are refused, so nothing in a file can grow.
 */
public final class YamlTree {
    private static final int DEEPEST = 16;
    private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");

    private final Parser parser;
    private final FileProblems problems;
    /** The end of what was understood; what is not valid comes right behind it. */
    private Mark readTo = new Mark("", 0, 0, 0, new int[0], 0);

    private YamlTree(Parser parser, FileProblems problems) {
        this.parser = parser;
        this.problems = problems;
    }

    /** The one group of keys a file must be; empty where it is not, with the problem noted. */
    public static Optional<YamlNode.Mapping> read(String text, FileProblems problems) {
        YamlTree tree = new YamlTree(new ParserImpl(new StreamReader(text), new LoaderOptions()), problems);
        try {
            return tree.document();
        } catch (Unreadable e) {
            problems.add(e.line, e.column, e.sentence);
        } catch (YAMLException e) {
            problems.add(tree.readTo.getLine() + 1, tree.readTo.getColumn() + 1, sentence(e));
        }
        return Optional.empty();
    }

    private Event next() {
        Event event = parser.getEvent();
        readTo = event.getEndMark();
        return event;
    }

    private Optional<YamlNode.Mapping> document() throws Unreadable {
        next(); // the stream begins
        if (!(next() instanceof DocumentStartEvent)) {
            throw new Unreadable(1, 1, "is empty");
        }
        YamlNode root = node(next(), 0);
        next(); // the document ends
        Event after = next();
        if (after instanceof DocumentStartEvent) {
            throw unreadable(parser.peekEvent(), "a second document begins here; a file holds one");
        }
        if (root instanceof YamlNode.Mapping mapping) {
            return Optional.of(mapping);
        }
        problems.add(root, "the file must be a group of keys, not " + root.kind());
        return Optional.empty();
    }

    private YamlNode node(Event event, int depth) throws Unreadable {
        if (event instanceof AliasEvent alias) {
            throw unreadable(event, "aliases (*" + alias.getAnchor() + ") are not allowed here; write the value again");
        }
        if (depth > DEEPEST) {
            throw unreadable(event, "is nested more than " + DEEPEST + " deep");
        }
        if (event instanceof MappingStartEvent) {
            return new YamlNode.Mapping(line(event), column(event), entries(depth));
        }
        if (event instanceof SequenceStartEvent) {
            return new YamlNode.Sequence(line(event), column(event), items(depth));
        }
        ScalarEvent scalar = (ScalarEvent) event;
        boolean nothing = scalar.isPlain() && NOTHING.contains(scalar.getValue());
        return nothing ? new YamlNode.Nothing(line(event), column(event)) : text(scalar);
    }

    private List<YamlNode> items(int depth) throws Unreadable {
        List<YamlNode> items = new ArrayList<>();
        while (!parser.checkEvent(Event.ID.SequenceEnd)) {
            items.add(node(next(), depth + 1));
        }
        next();
        return items;
    }

    private Map<String, YamlNode.Entry> entries(int depth) throws Unreadable {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        while (!parser.checkEvent(Event.ID.MappingEnd)) {
            Event event = next();
            if (!(event instanceof ScalarEvent scalar)) {
                throw unreadable(event, "a key must be one word");
            }
            YamlNode.Scalar key = text(scalar);
            YamlNode.Entry first = entries.putIfAbsent(key.text(), new YamlNode.Entry(key, node(next(), depth + 1)));
            if (first != null) {
                problems.add(
                        key,
                        "the key '" + key.text() + "' stands twice, first on line "
                                + first.key().line());
            }
        }
        next();
        return entries;
    }

    private static YamlNode.Scalar text(ScalarEvent scalar) {
        return new YamlNode.Scalar(line(scalar), column(scalar), scalar.getValue());
    }

    private static int line(Event event) {
        return event.getStartMark().getLine() + 1;
    }

    private static int column(Event event) {
        return event.getStartMark().getColumn() + 1;
    }

    private static Unreadable unreadable(Event at, String sentence) {
        return new Unreadable(line(at), column(at), sentence);
    }

    /** The parser's words without its drawings of the line: "while parsing a flow sequence: expected ',' or ']'". */
    private static String sentence(YAMLException e) {
        String words = String.valueOf(e.getMessage())
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
