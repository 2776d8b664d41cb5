package io.npushell.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

class IoReasonTest {

    @Test
    void saysWhyInWordsInsteadOfRepeatingThePath() {
        assertThat(IoReason.of(new AccessDeniedException("/a"))).isEqualTo("permission denied");
        assertThat(IoReason.of(new NoSuchFileException("/a"))).isEqualTo("no such file or directory");
        assertThat(IoReason.of(new FileSystemException("/a", null, "No space left on device")))
                .isEqualTo("No space left on device");
        assertThat(IoReason.of(new NotDirectoryException("/a"))).isEqualTo("a file stands where a directory is needed");
        assertThat(IoReason.of(new IOException("Input/output error"))).isEqualTo("Input/output error");
    }

    @Test
    void namesTheFileWhereItIsKnown() {
        assertThat(IoReason.withFile(new NoSuchFileException("/a"))).isEqualTo("'/a': no such file or directory");
        assertThat(IoReason.withFile(new IOException("Input/output error"))).isEqualTo("Input/output error");
    }
}
