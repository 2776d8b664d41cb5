package io.npushell.plan;

import io.npushell.plan.Finding.Certainty;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The NPUs are free. */
final class DevicesBusy {
    static final Rule RULE = Rule.liftable("M03", "NPUs busy", """
        Another process holds NPUs; the training would run out of memory or fail to start. An inference that leaves enough memory may be
        harmless. What a training of npu-shell has, whoever started it and in whatever workspace or container of this machine, cannot be
        accepted: two trainings never share an NPU.\
        """);

    private DevicesBusy() {}

    static List<Finding> check(Draft draft) {
        Machine machine = draft.facts().machine();
        if (!draft.engine().needsNpus() || machine.assumed()) {
            return List.of();
        }
        Facts.Npus npus = draft.facts().npus();
        if (npus == null) {
            return machine.busy().isEmpty()
                    ? List.of()
                    : List.of(held(Certainty.SCRIPT_DECIDES, machine.busy(), List.of("sessions", "!npu-smi info")));
        }
        List<NpuStanding> wanted = npus.wanted(draft.devices());
        List<Finding> findings = new ArrayList<>();
        List<String> claims = sentences(wanted, NpuStanding.Holder::claimed);
        if (!claims.isEmpty()) {
            findings.add(held(Certainty.CERTAIN, claims, remedies(wanted)));
        }
        List<String> others = new ArrayList<>(sentences(wanted, holder -> !holder.claimed()));
        others.addAll(npus.strays());
        if (!others.isEmpty()) {
            findings.add(held(Certainty.SCRIPT_DECIDES, others, List.of("npus", "!npu-smi info")));
        }
        return findings;
    }

    private static Finding held(Certainty certainty, List<String> sentences, List<String> remedies) {
        int more = sentences.size() - 1;
        return RULE.error(certainty, sentences.get(0) + (more == 0 ? "" : ", and %d more".formatted(more)), remedies);
    }

    /** One for each holder, with all NPUs it has of those wanted. */
    private static List<String> sentences(List<NpuStanding> wanted, Predicate<NpuStanding.Holder> which) {
        Map<String, List<String>> held = new LinkedHashMap<>();
        wanted.forEach(npu -> npu.holders().stream()
                .filter(which)
                .forEach(holder -> held.computeIfAbsent(holder.words(), words -> new ArrayList<>())
                        .add(npu.label())));
        return held.entrySet().stream()
                .map(entry -> NpuStanding.names(entry.getValue())
                        + (entry.getValue().size() == 1 ? " is" : " are") + " held by " + entry.getKey())
                .toList();
    }

    private static List<String> remedies(List<NpuStanding> wanted) {
        return wanted.stream()
                .flatMap(npu -> npu.holders().stream())
                .map(NpuStanding.Holder::session)
                .flatMap(java.util.stream.Stream::ofNullable)
                .findFirst()
                .map(session -> List.of("stop " + session, "wait " + session))
                .orElse(List.of("npus"));
    }
}
