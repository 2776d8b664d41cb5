package io.npushell.launch;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths without links and other spellings, so that they can be compared; of what is not there yet the parent may still be a link. */
final class RealPath {
    private RealPath() {}

    static Path of(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        try {
            return absolute.toRealPath();
        } catch (IOException e) {
            return parent == null ? absolute : of(parent).resolve(absolute.getFileName());
        }
    }

    /** Whether a text names the path, which is without links; what is no absolute path names none. */
    static boolean same(String text, Path real) {
        try {
            return text.startsWith("/") && of(Path.of(text)).equals(real);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
