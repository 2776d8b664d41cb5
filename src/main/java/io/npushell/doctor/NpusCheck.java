package io.npushell.doctor;

import io.npushell.device.Npu;
import io.npushell.device.NpuInventory;
import io.npushell.plan.Sizes;
import io.npushell.plan.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The NPUs: as many as the script starts ranks on, well, and nobody on them. */
final class NpusCheck extends HealthCheck {
    NpusCheck() {
        super("npus", "NPUs: count, health, memory, who holds them", Engine::needsNpus, Set.of(Question.NPUS));
    }

    @Override
    List<Verdict> judge(Examination found) {
        NpuInventory inventory = found.npus();
        List<Npu> npus = inventory.npus();
        String problem = inventory.problem();
        String remedy = inventory.remedy();
        if (npus.isEmpty()) {
            String sentence = problem == null ? "npu-smi shows no NPU" : problem;
            return List.of(remedy == null ? error(sentence) : error(sentence, remedy));
        }
        List<Verdict> verdicts = new ArrayList<>();
        unwell(npus, verdicts);
        count(found, verdicts);
        if (problem != null) {
            verdicts.add(warning(problem, "npu-smi info"));
        }
        busy(found, verdicts);
        if (verdicts.isEmpty()) {
            verdicts.add(ok(summary(npus) + ", all well and free"));
        }
        return verdicts;
    }

    private void unwell(List<Npu> npus, List<Verdict> verdicts) {
        for (Npu npu : npus) {
            if (npu.healthy()) {
                continue;
            }
            boolean warns =
                    npu.health().equalsIgnoreCase("Warning") || npu.health().isEmpty();
            String sentence = label(npu)
                    + (npu.health().isEmpty()
                            ? ": its health is not known"
                            : " is not well: its health is " + npu.health());
            String look = "npu-smi info -t health -i " + npu.id();
            verdicts.add(warns ? warning(sentence, look) : error(sentence, look));
        }
    }

    private void count(Examination found, List<Verdict> verdicts) {
        int here = found.npus().npus().size();
        long cards = found.npus().npus().stream().map(Npu::id).distinct().count();
        Subject subject = found.subject();
        if (here < subject.devices()) {
            verdicts.add(error(
                    subject.script() + " starts " + subject.devices() + " ranks on a node, but there are " + here
                            + " NPUs",
                    "npu-smi info -l"));
        }
        if (found.counted() > cards) {
            verdicts.add(warning(
                    "npu-smi info -l counts " + found.counted() + " NPUs, npu-smi info shows " + cards
                            + ": the others are not given to this container, or are lost",
                    "ls /dev/davinci*"));
        }
    }

    private void busy(Examination found, List<Verdict> verdicts) {
        List<Npu> busy = found.npus().npus().stream().filter(Npu::busy).toList();
        for (Npu npu : busy) {
            String holders = npu.processes().stream()
                    .map(process -> found.holders().getOrDefault(process.pid(), "process " + process.pid()))
                    .collect(Collectors.joining(", "));
            verdicts.add(warning(
                    label(npu) + " is held by " + holders + "; " + Sizes.text(npu.usedMib() << 20) + " of "
                            + Sizes.text(npu.memoryMib() << 20) + " are in use",
                    "npus"));
        }
    }

    private static String label(Npu npu) {
        return npu.chip() == 0 ? "NPU " + npu.id() : "NPU " + npu.id() + " chip " + npu.chip();
    }

    private static String summary(List<Npu> npus) {
        String names = npus.stream().map(Npu::name).distinct().collect(Collectors.joining(" and "));
        long memory = npus.stream()
                .mapToLong(Npu::memoryMib)
                .filter(known -> known > 0)
                .min()
                .orElse(0);
        return npus.size()
                + (npus.size() == 1 ? " NPU " : " NPUs ")
                + names
                + (memory == 0 ? "" : ", " + Sizes.text(memory << 20));
    }
}
