package io.npushell.workspace;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes directories that are missing; those that are there are left as they are. */
public final class TreeMaker {
    private TreeMaker() {}

    /** A directory of the tree and whether it was made now, or would be. */
    public record Place(Path directory, boolean made) {}

    /**
     * Makes them.
     *
     * @param act false to only say what would be made
     * @throws OperatorException CONFLICT where a file stands in the way, ENVIRONMENT where none can be made
     */
    public static List<Place> make(List<Path> directories, boolean act) {
        List<Place> places = new ArrayList<>();
        for (Path directory : directories) {
            if (Files.isDirectory(directory)) {
                places.add(new Place(directory, false));
                continue;
            }
            if (Files.exists(directory)) {
                throw new OperatorException(
                        ExitCode.CONFLICT,
                        "'" + directory + "' is a file, where a directory is needed",
                        "mv " + directory + " elsewhere");
            }
            if (act) {
                create(directory);
            }
            places.add(new Place(directory, true));
        }
        return places;
    }

    private static void create(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT,
                    "'" + directory + "' cannot be made: " + IoReason.of(e),
                    "set work-dir DIRECTORY   or   sudo chown $(id -un) the directory above it",
                    e);
        }
    }
}
