package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeDirectoryTest {
    @TempDir
    Path workDir;

    @Test
    void takesTheNewestUnpackedPackage() throws IOException {
        Files.createDirectories(workDir.resolve("llm_train/AscendSpeed"));
        Files.createDirectories(workDir.resolve("20240301-Ascend/llm_train/AscendSpeed"));
        Path newest = Files.createDirectories(workDir.resolve("20240516-Ascend/llm_train/AscendSpeed"));

        assertThat(CodeDirectory.find(workDir)).contains(newest);
    }

    @Test
    void takesThePackageThatWasUnpackedWithoutItsOuterDirectory() throws IOException {
        Files.createDirectories(workDir.resolve("half-Ascend/llm_train"));
        Path code = Files.createDirectories(workDir.resolve("llm_train/AscendSpeed"));

        assertThat(CodeDirectory.find(workDir)).contains(code);
    }

    @Test
    void findsNothingInAWorkspaceThatIsNotThere() {
        assertThat(CodeDirectory.find(workDir.resolve("gone"))).isEmpty();
    }
}
