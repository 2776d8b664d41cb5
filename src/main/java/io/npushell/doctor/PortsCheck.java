package io.npushell.doctor;

import io.npushell.plan.engine.Engine;
import io.npushell.process.ListeningPorts;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The ports a training listens on: MASTER_PORT, and HCCL's from 60000 on (EJ0003 where they are taken). */
final class PortsCheck extends HealthCheck {
    /** ModelLink's public scripts: 6000 for Qwen, 6001 for ChatGLM3. */
    private static final Set<Integer> USUAL = Set.of(6000, 6001);

    private static final int HCCL = 60_000;
    private static final int HCCL_COUNT = 16;

    PortsCheck() {
        super("ports", "MASTER_PORT and the ports of HCCL", Engine::needsNpus, Set.of(Question.PORTS));
    }

    @Override
    List<Verdict> judge(Examination found) {
        Answer answer = found.answer(Question.PORTS);
        if (answer.lines().isEmpty()) {
            return List.of(warning("which ports are taken cannot be told", "ss -ltn"));
        }
        Set<Integer> taken = ListeningPorts.parse(answer.lines());
        int port = found.subject().masterPort();
        if (port > 0 && taken.contains(port)) {
            return List.of(error(
                    "port " + port + ", master-port, is taken",
                    "ss -ltnp sport = :" + port,
                    "set master-port " + free(taken, port)));
        }
        List<Integer> hccl = IntStream.range(HCCL, HCCL + HCCL_COUNT)
                .filter(taken::contains)
                .boxed()
                .toList();
        if (!hccl.isEmpty()) {
            return List.of(warning(
                    "HCCL starts at port 60000, and " + words(hccl)
                            + " taken: another training runs, or one has just been killed",
                    "npus",
                    "wait 10 s after a stop"));
        }
        List<Integer> usual = USUAL.stream().filter(taken::contains).sorted().toList();
        if (port == 0 && !usual.isEmpty()) {
            return List.of(warning(
                    words(usual) + " taken, which the scripts use where no master-port is set",
                    "set master-port " + free(taken, usual.get(0))));
        }
        return List.of(ok(
                port > 0
                        ? "port " + port + " and HCCL's are free"
                        : "the usual ports 6000 and 60000 to 60015 are free"));
    }

    private static int free(Set<Integer> taken, int port) {
        return IntStream.range(port + 1, port + 1000)
                .filter(each -> !taken.contains(each))
                .findFirst()
                .orElse(port);
    }

    private static String words(List<Integer> ports) {
        String numbers = ports.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return ports.size() == 1 ? "port " + numbers + " is" : "ports " + numbers + " are";
    }
}
