package io.npushell.io;

import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The rights that files are made with, whatever the umask adds; it still takes away.
 *
 * <p>A record names the process that stop signals, and run.sh is executed: under umask 000, which containers and some sites have, every user of the machine
 * could otherwise have the operator signal or run what he likes. The directory counts as well: who may write to it can put another file in a file's place.
 */
public final class FileRights {
    /** Readable as the umask has it, written by its owner alone. */
    public static final FileAttribute<Set<PosixFilePermission>> RECORD = rights("rw-r--r--");

    public static final FileAttribute<Set<PosixFilePermission>> RECORD_DIRECTORY = rights("rwxr-xr-x");

    /** Its owner's alone. */
    public static final FileAttribute<Set<PosixFilePermission>> PRIVATE = rights("rw-------");

    private FileRights() {}

    private static FileAttribute<Set<PosixFilePermission>> rights(String letters) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(letters));
    }
}
