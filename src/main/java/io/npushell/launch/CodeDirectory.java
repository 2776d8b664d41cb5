package io.npushell.launch;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Finds the unpacked code package in a workspace: {@code xxx-Ascend/llm_train/AscendSpeed}, the last by name where there are several. */
public final class CodeDirectory {
    private static final String BELOW = "llm_train/AscendSpeed";

    private CodeDirectory() {}

    public static Optional<Path> find(Path workDir) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> packages = Files.newDirectoryStream(workDir, "*-Ascend")) {
            packages.forEach(directory -> found.add(directory.resolve(BELOW)));
        } catch (IOException | DirectoryIteratorException e) {
            return Optional.empty();
        }
        Collections.sort(found);
        found.add(0, workDir.resolve(BELOW));
        Collections.reverse(found);
        return found.stream().filter(Files::isDirectory).findFirst();
    }
}
