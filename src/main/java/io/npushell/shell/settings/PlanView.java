package io.npushell.shell.settings;

import io.npushell.params.ParameterNames;
import io.npushell.plan.CommandText;
import io.npushell.plan.DiskNeed;
import io.npushell.plan.Layout;
import io.npushell.plan.Machine;
import io.npushell.plan.MachineText;
import io.npushell.plan.NodeCommand;
import io.npushell.plan.Plan;
import io.npushell.plan.Step;
import io.npushell.shell.view.FindingsView;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Paragraph;
import io.npushell.shell.view.Spans;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;
import java.util.ArrayList;
import java.util.List;

/** A plan on the screen: headline, steps, disk, findings. */
public final class PlanView {
    private PlanView() {}

    public static List<Text> lines(Plan plan, int width) {
        List<Text> lines = new ArrayList<>();
        lines.addAll(Paragraph.lines(headline(plan), 6, width));
        int number = 1;
        for (Step step : plan.steps()) {
            lines.addAll(Paragraph.lines(step(number++, step), 13, width));
        }
        DiskNeed need = plan.disk();
        if (need != null) {
            lines.add(Text.of("  disk       ", Style.FAINT).plus(disk(need)));
        }
        lines.addAll(FindingsView.lines(plan.findings(), width));
        return lines;
    }

    /** The exact commands, to copy and run by hand: one block per node where there are several. */
    public static void commands(Plan plan, Output out) {
        List<Integer> nodes = plan.steps().stream()
                .flatMap(step -> step.commands().stream())
                .map(NodeCommand::node)
                .distinct()
                .sorted()
                .toList();
        for (int node : nodes) {
            if (nodes.size() > 1) {
                out.line(Text.of("# ---- node " + node + " ----", Style.FAINT));
            }
            for (Step step : plan.steps()) {
                step.commands().stream()
                        .filter(command -> command.node() == node)
                        .forEach(command -> {
                            out.line(Text.of("# " + step.kind().label() + ": " + step.summary(), Style.FAINT));
                            CommandText.render(command).lines().forEach(out::copy);
                        });
            }
        }
    }

    private static Text headline(Plan plan) {
        Text line = Text.of("Plan  ", Style.ACCENT)
                .plus(plan.profile().name(), Style.STRONG)
                .plus(" · " + plan.runType().label() + " · " + machine(plan.machine()) + place(plan));
        Layout layout = plan.layout();
        return layout == null ? line : line.plus(" · " + layout(layout));
    }

    /** "TP 8 · PP 1 · DP 1 · 32 micro-batches of 2". */
    static String layout(Layout layout) {
        return "TP " + layout.tensorParallel() + " · PP " + layout.pipelineParallel() + " · DP " + layout.dataParallel()
                + " · " + layout.microBatches()
                + (layout.microBatches() == 1 ? " micro-batch of " : " micro-batches of ")
                + layout.microBatch();
    }

    private static String place(Plan plan) {
        return plan.settings()
                .text(ParameterNames.CONTAINER)
                .map(container -> ", in container " + container)
                .orElse("");
    }

    private static String machine(Machine machine) {
        if (machine.assumed()) {
            return "assumed " + MachineText.render(machine);
        }
        if (machine.deviceName().equals("CPU")) {
            return "this CPU";
        }
        String devices = devices(machine.devicesPerNode());
        return machine.nodes() == 1
                ? devices + " on this machine"
                : machine.nodes() + " nodes with " + devices + " each";
    }

    private static String devices(int count) {
        return switch (count) {
            case 0 -> "no NPU";
            case 1 -> "1 NPU";
            default -> count + " NPUs";
        };
    }

    private static Text step(int number, Step step) {
        Text line = Text.of("  " + number + " ", Style.FAINT)
                .plus(String.format("%-8s ", step.kind().label()), Style.STRONG)
                .plus(step.summary());
        Text state = step.note().isEmpty() ? line : line.plus("    " + step.note(), Style.FAINT);
        return step.state() == Step.State.STALE ? state.plus("  stale", Style.WARNING) : state;
    }

    private static String disk(DiskNeed need) {
        String wanted = need.checkpoints() + (need.checkpoints() == 1 ? " checkpoint" : " checkpoints") + " of about "
                + Spans.bytes(need.checkpointBytes());
        return need.freeBytes() < 0 ? wanted : wanted + ", " + Spans.bytes(need.freeBytes()) + " free";
    }
}
