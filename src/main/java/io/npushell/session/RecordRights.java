package io.npushell.session;

import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The rights that records are made with: readable as the umask has it, written by their owner alone, whatever the umask.
 *
 * <p>A record names the process that stop signals, and run.sh is executed: under umask 000, which containers and some sites have, every user of the machine
 * could otherwise have the operator signal or run what he likes. The directory counts as well: who may write to it can put another file in a file's place.
 */
final class RecordRights {
    static final FileAttribute<Set<PosixFilePermission>> FILE = rights("rw-r--r--");
    static final FileAttribute<Set<PosixFilePermission>> DIRECTORY = rights("rwxr-xr-x");

    private RecordRights() {}

    private static FileAttribute<Set<PosixFilePermission>> rights(String letters) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(letters));
    }
}
