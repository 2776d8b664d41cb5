package io.npushell.doctor;

import io.npushell.plan.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The code package: where the plan looks for it, and all the parts the manual's steps use. */
final class CodeCheck extends HealthCheck {
    CodeCheck() {
        super("code", "code package and its layout", Engine::needsNpus, Set.of(Question.CODE));
    }

    @Override
    List<Verdict> judge(Examination found) {
        Answer answer = found.answer(Question.CODE);
        Subject subject = found.subject();
        List<String> missing = answer.allAfter("missing");
        if (missing.contains(".")) {
            String zip = answer.allAfter("found").stream()
                    .filter(file -> file.endsWith(".zip"))
                    .findFirst()
                    .orElse("AscendCloud-3rdLLM-….zip");
            return List.of(error(
                    "the code package is not in '" + subject.code() + "'",
                    "workspace unpack " + zip,
                    "set code-dir DIRECTORY"));
        }
        List<Verdict> verdicts = new ArrayList<>();
        for (String file : missing) {
            String sentence = "'" + subject.code() + "/" + file + "' is missing";
            // AscendSpeed is a directory some packages install with pip instead
            verdicts.add(
                    file.equals(subject.script())
                            ? error(sentence, "set code-dir DIRECTORY", "profile show")
                            : warning(sentence, "compare with the package: workspace status"));
        }
        answer.allAfter("closed")
                .forEach(file -> verdicts.add(error(
                        "'" + subject.code() + "/" + file + "' may not be read",
                        "sudo chown -R $(id -un):$(id -gn) " + subject.code())));
        if (verdicts.isEmpty()) {
            verdicts.add(ok("'" + subject.code() + "' with " + subject.script()));
        }
        verdicts.sort(java.util.Comparator.comparing(Verdict::level).reversed());
        return verdicts;
    }
}
