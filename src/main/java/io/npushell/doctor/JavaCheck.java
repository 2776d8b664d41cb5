package io.npushell.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The java that steps and the embedded engine run in, with the vector module the engine computes with, and processors for its threads. */
final class JavaCheck extends HealthCheck {
    JavaCheck() {
        super("java", "java, its vector module and threads", EVERY_ENGINE, Set.of(Question.JAVA));
    }

    @Override
    List<Verdict> judge(Examination found) {
        Answer answer = found.answer(Question.JAVA);
        String version = answer.after("version");
        boolean trains = found.subject().engine().needsJava();
        if (!version.contains("version")) {
            return List.of(error(
                    "'" + found.subject().java() + "' does not run" + (version.isEmpty() ? "" : ": " + version),
                    "install a Java of version 17 or later and start npu-shell anew"));
        }
        List<Verdict> verdicts = new ArrayList<>();
        if (trains && answer.after("vector").isEmpty()) {
            verdicts.add(error(
                    "this java has no module jdk.incubator.vector, which the embedded engine computes with",
                    "install a whole JDK, not a cut-down runtime"));
        }
        String processors = answer.after("processors");
        int threads = found.subject().threads();
        if (trains && processors.matches("\\d{1,6}") && threads > Integer.parseInt(processors)) {
            verdicts.add(warning(
                    "threads is " + threads + ", and there are " + processors + " processors",
                    "set threads " + processors));
        }
        if (verdicts.isEmpty()) {
            verdicts.add(
                    ok(version.replace("\"", "") + (processors.isEmpty() ? "" : ", " + processors + " processors")));
        }
        return verdicts;
    }
}
