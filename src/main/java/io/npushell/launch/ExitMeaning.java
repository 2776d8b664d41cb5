package io.npushell.launch;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an exit code says by itself: shells and kernels give some of them a meaning. */
final class ExitMeaning {
    private static final int SIGNALS = 128;

    private static final Map<Integer, String> SHELL =
            Map.of(126, "command cannot be executed", 127, "command not found");

    private static final Map<Integer, String> NAMES = Map.of(
            1, "SIGHUP", 2, "SIGINT", 3, "SIGQUIT", 6, "SIGABRT", 7, "SIGBUS", 9, "SIGKILL", 11, "SIGSEGV", 13,
            "SIGPIPE", 15, "SIGTERM");

    private static final Map<Integer, String> CAUSES = Map.of(
            127,
            "A command was not found. Try: check code-dir and the profile's env-setup.",
            128 + 6,
            "It was aborted by SIGABRT (128 + 6): a library of it gave up. Try: read the lines above the end.",
            128 + 7,
            "It was killed by SIGBUS (128 + 7), mostly for want of shared memory. Try: df -h /dev/shm; container start"
                    + " --recreate with a larger container-shm.",
            128 + 9,
            "It was killed by SIGKILL (128 + 9), mostly by a memory limit of the kernel or the container. Try: dmesg |"
                    + " grep -i 'killed process', or docker inspect -f '{{.State.OOMKilled}}' CONTAINER.",
            128 + 11,
            "It crashed by SIGSEGV (128 + 11): a fault in native code. Try: the plog in ~/ascend/log, and a core file"
                    + " if there is one.");

    private ExitMeaning() {}

    /** In a few words, for lists: "killed by SIGKILL (128 + 9)"; null where a code says nothing more than that it is not 0. */
    static @Nullable String title(int code) {
        String signal = NAMES.get(code - SIGNALS);
        return signal == null ? SHELL.get(code) : "killed by " + signal + " (128 + " + (code - SIGNALS) + ")";
    }

    /** What it means and what to try; "" where there is nothing to say. */
    static String diagnosis(int code) {
        return CAUSES.getOrDefault(code, "");
    }
}
