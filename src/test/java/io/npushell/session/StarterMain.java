package io.npushell.session;

import java.nio.file.Path;

/** A shell that starts a session and then only waits, to be killed by a test: work-dir, script. */
final class StarterMain {
    private StarterMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        new SessionWorld(Path.of(arguments[0])).start(arguments[1]);
        Thread.sleep(600_000);
    }
}
