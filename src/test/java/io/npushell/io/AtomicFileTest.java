package io.npushell.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    @TempDir
    Path directory;

    @Test
    void replacesAFileAndLeavesNothingBeside() throws IOException {
        Path file = Files.writeString(directory.resolve("a.json"), "old");
        AtomicFile.write(file, "new 中", FileRights.PRIVATE);
        assertThat(file).hasContent("new 中");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(directory.toFile().list()).containsExactly("a.json");
    }

    @Test
    void createsOnlyWhatIsNotThere() throws IOException {
        Path file = directory.resolve("a.yaml");
        AtomicFile.create(file, "first");
        assertThatThrownBy(() -> AtomicFile.create(file, "second")).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("first");
        assertThat(directory.toFile().list()).containsExactly("a.yaml");
    }

    @Test
    void aTreeIsDeletedWithoutFollowingLinks() throws IOException {
        Path outside = Files.writeString(directory.resolve("outside"), "stays");
        Path tree = Files.createDirectories(directory.resolve("tree/deep"));
        Files.writeString(tree.resolve("file"), "12345");
        Files.createSymbolicLink(tree.resolve("link"), outside);
        Files.createSymbolicLink(tree.resolve("dangling"), directory.resolve("none"));
        DirectoryTree.delete(directory.resolve("tree"));
        assertThat(directory.toFile().list()).containsExactly("outside");
        assertThat(outside).hasContent("stays");
    }
}
