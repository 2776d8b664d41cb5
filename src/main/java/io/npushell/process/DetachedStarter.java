package io.npushell.process;

import java.nio.file.Path;
import java.util.List;

/** Starts a command that outlives this JVM, its terminal and its login: {@code setsid --fork}, streams not ours. */
public interface DetachedStarter {
    /** Returns when the command has been started; what it does then is its own affair. */
    void start(List<String> command, Path directory);
}
