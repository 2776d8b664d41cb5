package io.npushell.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Makes the directory a training saves to before it starts, as the first of its files is ours. */
final class OutputDirectories {
    private OutputDirectories() {}

    /**
     * Makes it and what is missing above it.
     *
     * @param otherUser whether the training may run as another user, who then gets what he could have made himself: it is like the directory above it
     */
    static void create(Path directory, boolean otherUser) throws IOException {
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null && !Files.exists(parent)) {
            create(parent, otherUser);
        }
        Files.createDirectories(directory);
        if (otherUser && parent != null) {
            Set<PosixFilePermission> rights = Files.getPosixFilePermissions(parent);
            Files.setPosixFilePermissions(directory, rights);
            if (!Files.getOwner(directory).equals(Files.getOwner(parent))) {
                try {
                    Files.setOwner(directory, Files.getOwner(parent));
                } catch (IOException notRoot) {
                    Files.delete(directory);
                    throw notRoot;
                }
            }
        }
    }
}
