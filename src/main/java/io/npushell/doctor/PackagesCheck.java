package io.npushell.doctor;

import io.npushell.plan.engine.Engine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The python packages of the code package's requirements.txt, versions compared; a recreated container has lost them. */
final class PackagesCheck extends HealthCheck {
    private static final int MOST_NAMED = 8;

    PackagesCheck() {
        super(
                "packages",
                "python packages of requirements.txt",
                Engine::needsNpus,
                Set.of(Question.REQUIREMENTS, Question.PACKAGES));
    }

    @Override
    List<Verdict> judge(Examination found) {
        Answer file = found.answer(Question.REQUIREMENTS);
        String path = found.subject().code() + "/scripts/requirements.txt";
        if (!file.succeeded()) {
            return List.of(warning("there is no '" + path + "' to compare python's packages with", "doctor code"));
        }
        Answer installed = found.answer(Question.PACKAGES);
        Map<String, String> versions = new HashMap<>();
        for (String line : installed.allAfter("package")) {
            int blank = line.indexOf(' ');
            if (blank > 0) {
                versions.putIfAbsent(Requirement.normalized(line.substring(0, blank)), line.substring(blank + 1));
            }
        }
        String install = "cd " + found.subject().code() + "/scripts && pip install -r requirements.txt";
        if (versions.isEmpty()) {
            return List.of(error("python's packages cannot be listed in the environment of a session", "doctor torch"));
        }
        List<String> wrong = new ArrayList<>();
        int count = 0;
        for (Requirement requirement : Requirement.read(file.out())) {
            count++;
            String version = versions.get(requirement.normalized());
            if (version == null) {
                wrong.add(requirement.name() + " is missing");
            } else if (!requirement.allows(version)) {
                wrong.add(requirement.name() + " is " + version + ", not " + requirement.specification());
            }
        }
        if (wrong.isEmpty()) {
            return List.of(ok(
                    count == 1
                            ? "1 package of requirements.txt is as it says"
                            : count + " packages of requirements.txt are as it says"));
        }
        List<String> named = wrong.subList(0, Math.min(MOST_NAMED, wrong.size()));
        String more = wrong.size() > named.size() ? " and " + (wrong.size() - named.size()) + " more" : "";
        return List.of(error(String.join("; ", named) + more, install));
    }
}
