package io.npushell.doctor;

import java.util.List;
import java.util.Set;

/** The programs npu-shell starts trainings with, and the two it downloads and unpacks with. */
final class ToolsCheck extends HealthCheck {
    private static final Set<String> HANDY = Set.of("curl", "unzip");

    ToolsCheck() {
        super("tools", "programs npu-shell needs", EVERY_ENGINE, Set.of(Question.TOOLS));
    }

    @Override
    List<Verdict> judge(Examination found) {
        List<String> missing = found.answer(Question.TOOLS).allAfter("missing");
        List<String> needed =
                missing.stream().filter(tool -> !HANDY.contains(tool)).toList();
        if (!needed.isEmpty()) {
            return List.of(error(
                    String.join(", ", needed) + " missing, without which no session can be started",
                    "install util-linux and coreutils"));
        }
        if (missing.contains("curl")) {
            return List.of(warning("curl is missing, so workspace fetch cannot download", "install curl"));
        }
        return List.of(ok("setsid, flock, curl and the others are there"));
    }
}
