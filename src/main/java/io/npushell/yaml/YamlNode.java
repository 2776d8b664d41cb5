package io.npushell.yaml;

import java.util.List;
import java.util.Map;

/** A piece of a YAML file that knows where it stands. Line and column count from 1. */
public sealed interface YamlNode {
    int line();

    int column();

    /** What it is, for "must be …, not …". */
    String kind();

    /** @param text as written, without quotes */
    record Scalar(int line, int column, String text) implements YamlNode {
        @Override
        public String kind() {
            return "'" + text + "'";
        }
    }

    /** A key without a value, or null. */
    record Nothing(int line, int column) implements YamlNode {
        @Override
        public String kind() {
            return "nothing";
        }
    }

    record Sequence(int line, int column, List<YamlNode> items) implements YamlNode {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** @param entries in the order of the file */
    record Mapping(int line, int column, Map<String, Entry> entries) implements YamlNode {
        @Override
        public String kind() {
            return "a group of keys";
        }
    }

    /** A key with where it stands, and its value. */
    record Entry(Scalar key, YamlNode value) {}
}
