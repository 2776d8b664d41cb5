package io.npushell.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares text with a file of the tree; {@code -Dgolden.update=true} writes the file instead. */
final class Golden {
    private Golden() {}

    static void assertMatches(Path file, String text) throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        }
        assertThat(file).as("run with -Dgolden.update=true to write it").exists();
        assertThat(text)
                .as("%s (run with -Dgolden.update=true if the change is meant)", file)
                .isEqualTo(Files.readString(file));
    }
}
