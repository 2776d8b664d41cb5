package io.npushell.launch;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The scripts of npu-shell's own that a session gets a copy of: an engine's, and the guard of upstream's tools. */
final class EngineScript {
    static final String UPSTREAM = "upstream.sh";
    private static final String PLACE = "/io/npushell/trainer/";

    private EngineScript() {}

    static String text(String name) {
        String resource = PLACE + name;
        try (InputStream in = EngineScript.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new OperatorException(ExitCode.BUG, "this build of npu-shell lacks " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT,
                    "npu-shell's own " + resource + " cannot be read: " + e.getMessage(),
                    "remove its build directory in ~/.cache/npu-shell, it is built anew then",
                    e);
        }
    }
}
