package io.npushell.trainer;

import java.util.concurrent.CountDownLatch;

/**
 * A SIGTERM that lets the training finish its iteration and save.
 *
 * <p>The virtual machine ends when its shutdown hooks have: the hook here waits for the training, which then must not call exit but {@link #finished}.
 */
final class StopRequest {
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean asked;
    private volatile int exitCode;

    /** Listens for the end of the virtual machine. */
    static StopRequest listening() {
        StopRequest request = new StopRequest();
        Runtime.getRuntime().addShutdownHook(new Thread(request::holdTheEnd, "stop"));
        return request;
    }

    private void holdTheEnd() {
        asked = true;
        boolean waiting = true;
        while (waiting) {
            try {
                done.await();
                waiting = false;
            } catch (InterruptedException e) {
                // the machine ends when the training says so
            }
        }
        Runtime.getRuntime().halt(exitCode);
    }

    boolean asked() {
        return asked;
    }

    /** For tests: as if the signal had come. */
    void ask() {
        asked = true;
    }

    /** The training has ended; a waiting hook ends the machine with this code. */
    void finished(int code) {
        exitCode = code;
        done.countDown();
    }
}
