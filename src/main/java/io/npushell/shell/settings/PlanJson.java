package io.npushell.shell.settings;

import io.npushell.plan.CommandText;
import io.npushell.plan.DiskNeed;
import io.npushell.plan.Layout;
import io.npushell.plan.Machine;
import io.npushell.plan.NodeCommand;
import io.npushell.plan.Plan;
import io.npushell.plan.Step;
import io.npushell.shell.view.FindingsView;
import io.npushell.shell.view.JsonObject;

/** A plan in JSON. */
public final class PlanJson {
    private PlanJson() {}

    public static void write(JsonObject json, Plan plan) {
        json.field("profile", plan.profile().name())
                .field("run_type", plan.runType().label())
                .field("engine", plan.profile().engine().label())
                .field("ready", plan.ready());
        machine(json, plan.machine());
        layout(json, plan.layout());
        json.objects("steps", plan.steps(), PlanJson::step);
        DiskNeed disk = plan.disk();
        if (disk == null) {
            json.absent("disk");
        } else {
            json.object(
                    "disk",
                    need -> need.field("checkpoints", disk.checkpoints())
                            .field("checkpoint_bytes", disk.checkpointBytes())
                            .field("bytes", disk.bytes()));
        }
        FindingsView.json(json, plan.findings());
        SettingsView.json(json, plan.settings());
    }

    private static void machine(JsonObject json, Machine machine) {
        json.object(
                "machine",
                object -> object.field("nodes", (long) machine.nodes())
                        .field("devices_per_node", (long) machine.devicesPerNode())
                        .field("device_name", machine.deviceName())
                        .field("memory_mib", machine.memoryMib())
                        .field("assumed", machine.assumed())
                        .texts("busy", machine.busy()));
    }

    private static void layout(JsonObject json, @org.jspecify.annotations.Nullable Layout layout) {
        if (layout == null) {
            json.absent("layout");
            return;
        }
        json.object(
                "layout",
                object -> object.field("world", (long) layout.world())
                        .field("tensor_parallel", (long) layout.tensorParallel())
                        .field("pipeline_parallel", (long) layout.pipelineParallel())
                        .field("data_parallel", (long) layout.dataParallel())
                        .field("micro_batch", layout.microBatch())
                        .field("global_batch", layout.globalBatch())
                        .field("micro_batches", layout.microBatches()));
    }

    private static void step(JsonObject json, Step step) {
        json.field("kind", step.kind().label())
                .field("state", step.state().label())
                .field("summary", step.summary())
                .field("note", step.note())
                .objects("commands", step.commands(), PlanJson::command);
    }

    private static void command(JsonObject json, NodeCommand command) {
        json.field("node", (long) command.node())
                .field("directory", command.directory())
                .texts("setup", command.setup())
                .object("environment", command.environment())
                .texts("command", command.command())
                .field("text", CommandText.render(command));
    }
}
