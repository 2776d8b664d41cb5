package io.npushell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/manual-errata.md lists every mistake of the manual, each with tests that exist. */
class ManualErrataTest {
    private static final Path PAGE = Path.of("docs/manual-errata.md");
    private static final Path TESTS = Path.of("src/test/java/io/npushell");
    private static final int KNOWN = 40;
    private static final Pattern ENTRY = Pattern.compile("(?m)^### (\\w+)\\. (.+)\\n\\n((?:- .*\\n?)+)");
    private static final Pattern TEST = Pattern.compile("`((?:\\w+/)?\\w+)#(\\w+)`");

    record Entry(String number, String title, String text) {
        @Override
        public String toString() {
            return number + " " + title;
        }
    }

    static List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        Matcher entry = ENTRY.matcher(Files.readString(PAGE));
        while (entry.find()) {
            entries.add(new Entry(entry.group(1), entry.group(2), entry.group(3)));
        }
        return entries;
    }

    @Test
    void listsEveryMistakeOnceInOrder() throws IOException {
        List<String> expected = IntStream.rangeClosed(1, KNOWN)
                .mapToObj(Integer::toString)
                .collect(Collectors.toCollection(ArrayList::new));
        expected.add("GLM3");

        assertThat(entries()).extracting(Entry::number).containsExactlyElementsOf(expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("entries")
    void saysWhatItIsAndNamesTestsThatExist(Entry entry) throws IOException {
        assertThat(entry.text().lines().map(line -> line.replaceFirst(": .*", "")))
                .containsExactly("- Manual", "- Then", "- npu-shell", "- Test");
        Matcher test = TEST.matcher(entry.text());
        Set<String> found = new TreeSet<>();
        while (test.find()) {
            assertThat(source(test.group(1))).as(test.group()).contains("void " + test.group(2) + "(");
            found.add(test.group());
        }
        assertThat(found).isNotEmpty();
    }

    /** The text of a test class by its name, with its package's last name before it where two have one. */
    private static String source(String name) throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            List<Path> found = files.filter(file -> ("/" + file).endsWith("/" + name + ".java"))
                    .toList();
            assertThat(found).as("test class " + name).hasSize(1);
            return Files.readString(found.get(0));
        }
    }
}
