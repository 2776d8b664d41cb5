package io.npushell.data.source;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.nio.file.Path;

/** Where in a file the trouble is; both counted from 1. */
record RecordPosition(Path file, long line, long record) {
    OperatorException error(String what, String remedy) {
        return new OperatorException(ExitCode.FAILED, file + ":" + line + " record " + record + " " + what, remedy);
    }
}
