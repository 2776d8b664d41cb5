package io.npushell.launch;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The script of the embedded engine, which each of its sessions gets a copy of. */
final class EngineScript {
    static final String NAME = "embedded.sh";
    private static final String RESOURCE = "/io/npushell/trainer/" + NAME;

    private EngineScript() {}

    static String text() {
        try (InputStream in = EngineScript.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new OperatorException(ExitCode.BUG, "this build of npu-shell lacks " + RESOURCE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT,
                    "npu-shell's own " + RESOURCE + " cannot be read: " + e.getMessage(),
                    "remove its build directory in ~/.cache/npu-shell, it is built anew then",
                    e);
        }
    }
}
