package io.npushell.doctor;

import io.npushell.plan.engine.Engine;
import java.util.List;
import java.util.Set;

/** docker, which the manual's image needs; nothing to say inside a container. */
final class DockerCheck extends HealthCheck {
    DockerCheck() {
        super("docker", "docker and its daemon", Engine::needsNpus, Set.of(Question.DOCKER));
    }

    @Override
    List<Verdict> judge(Examination found) {
        Answer answer = found.answer(Question.DOCKER);
        String client = answer.after("client");
        String server = answer.after("server");
        if (!server.isEmpty()) {
            return List.of(ok("docker " + client + ", daemon " + server));
        }
        if (!answer.after("inside").isEmpty()) {
            return List.of(ok("npu-shell runs inside a container, so docker is not needed here"));
        }
        if (!client.isEmpty()) {
            return List.of(warning(
                    "docker " + client + " is there, its daemon does not answer"
                            + (answer.complaint().isEmpty() ? "" : ": " + answer.complaint()),
                    answer.err().contains("permission denied")
                            ? "sudo usermod -aG docker $USER   and log in again"
                            : "sudo systemctl enable --now docker"));
        }
        return List.of(
                warning("docker is not installed, and the manual's image needs it", install(answer.after("os"))));
    }

    /** The manual's own line is for EulerOS and HCE only. */
    private static String install(String os) {
        return os.contains("debian") || os.contains("ubuntu")
                ? "sudo apt-get install docker.io"
                : "sudo yum install -y docker-engine.aarch64 docker-engine-selinux.noarch docker-runc.aarch64";
    }
}
