package io.npushell.session;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says in words what Java's file exceptions say by their class only. */
final class FileFailure {
    private FileFailure() {}

    static String explain(IOException failure) {
        if (failure instanceof AccessDeniedException denied) {
            return "no permission for \"" + denied.getFile() + "\"";
        }
        if (failure instanceof FileAlreadyExistsException taken) {
            return "\"" + taken.getFile() + "\" is in the way";
        }
        if (failure instanceof NoSuchFileException missing) {
            return "\"" + missing.getFile() + "\" is not there";
        }
        if (failure instanceof FileSystemException other && other.getReason() != null) {
            return other.getReason() + " (\"" + other.getFile() + "\")";
        }
        return String.valueOf(failure.getMessage());
    }
}
