package io.npushell.doctor;

import io.npushell.plan.engine.Engine;
import java.util.List;
import java.util.Set;

/** net.ipv4.ip_forward as the kernel has it: {@code sysctl -p} only prints what /etc/sysctl.conf says, and the manual's sed changes nothing where the line is absent. */
final class ForwardingCheck extends HealthCheck {
    ForwardingCheck() {
        super("ip-forward", "net.ipv4.ip_forward as the kernel has it", Engine::needsNpus, Set.of(Question.FORWARDING));
    }

    @Override
    List<Verdict> judge(Examination found) {
        String value = found.answer(Question.FORWARDING).out().strip();
        return switch (value) {
            case "1" -> List.of(ok("net.ipv4.ip_forward is 1"));
            case "0" ->
                List.of(
                        warning(
                                "net.ipv4.ip_forward is 0, so a container that is not on the host's network reaches no other machine",
                                "echo net.ipv4.ip_forward=1 | sudo tee /etc/sysctl.d/99-ip-forward.conf && sudo sysctl --system"));
            default -> List.of(warning("net.ipv4.ip_forward cannot be read", "cat /proc/sys/net/ipv4/ip_forward"));
        };
    }
}
