package io.npushell.shell.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** docs/import.md lists what help says of each code. */
class ImportPageTest {
    @Test
    void theTableOfCodesIsWhatHelpSays() throws IOException {
        assertThat(Files.readAllLines(Path.of("docs/import.md")).stream().filter(line -> line.startsWith("| I")))
                .containsExactlyElementsOf(Arrays.stream(Mistake.Kind.values())
                        .map(kind ->
                                "| " + kind.code() + " | " + kind.severity().label() + " | " + kind.meaning() + " |")
                        .toList());
    }
}
