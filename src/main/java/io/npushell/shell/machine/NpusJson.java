package io.npushell.shell.machine;

import io.npushell.device.Npu;
import io.npushell.device.Npu.NpuProcess;
import io.npushell.device.Npu.Readings;
import io.npushell.device.NpuInventory;
import io.npushell.launch.NpuBoard;
import io.npushell.launch.NpuClaim;
import io.npushell.launch.NpuHolders.Holder;
import io.npushell.session.Session;
import io.npushell.shell.view.JsonObject;
import org.jspecify.annotations.Nullable;

/** The NPUs as JSON; what is not known is null, ids are strings. */
final class NpusJson {
    private NpusJson() {}

    static void write(JsonObject json, NpuBoard board) {
        NpuInventory inventory = board.inventory();
        json.field("driver", known(inventory.driver()))
                .objects("npus", board.seats(), (object, seat) -> npu(object, seat, inventory.holdersKnown()))
                .objects("strays", board.strays(), (object, stray) -> {
                    object.field("npu", stray.npu() < 0 ? null : Integer.toString(stray.npu()))
                            .field("chip", (long) stray.chip());
                    process(object, stray.process());
                })
                .field("problem", inventory.problem());
    }

    private static void npu(JsonObject json, NpuBoard.Seat seat, boolean holdersKnown) {
        Npu npu = seat.npu();
        Readings readings = npu.readings();
        json.field("id", Integer.toString(npu.id())).field("chip", (long) npu.chip());
        number(json, "physical_id", readings.physicalId());
        json.field("name", known(npu.name())).field("health", known(npu.health()));
        boolean memory = npu.memoryMib() > 0;
        number(json, "memory_used_mib", memory ? npu.usedMib() : null);
        number(json, "memory_total_mib", memory ? npu.memoryMib() : null);
        number(json, "ddr_used_mib", readings.ddrUsedMib());
        number(json, "ddr_total_mib", readings.ddrMib());
        number(json, "aicore_percent", readings.aicorePercent());
        number(json, "temperature_celsius", readings.temperatureCelsius());
        Double power = readings.powerWatt();
        json.field("power_watt", power == null ? Double.NaN : power)
                .field("bus_id", readings.busId())
                .objects("processes", seat.processes(), NpusJson::process)
                .objects("trainings", seat.claims(), NpusJson::claim);
        number(json, "unexplained_mib", seat.unexplainedMib() == 0 ? null : seat.unexplainedMib());
        json.field("device", (long) seat.device());
        if (seat.held() || holdersKnown) {
            json.field("free", !seat.held());
        } else {
            json.absent("free");
        }
    }

    private static void claim(JsonObject json, NpuClaim claim) {
        json.field("session", known(claim.session()))
                .field("work_dir", known(claim.workDir()))
                .field("user", known(claim.user()))
                .field("since", claim.since())
                .field("certain", claim.certain());
    }

    private static void process(JsonObject json, Holder holder) {
        NpuProcess process = holder.process();
        Session session = holder.session();
        json.field("pid", process.pid())
                .field("name", process.name())
                .field("memory_mib", process.memoryMib())
                .field("user", known(holder.user()))
                .field("session", session == null ? null : session.id().text())
                .field(
                        "work_dir",
                        session == null ? null : session.spec().request().workDir());
    }

    private static @Nullable String known(String text) {
        return text.isEmpty() ? null : text;
    }

    private static void number(JsonObject json, String name, @Nullable Number value) {
        if (value == null) {
            json.absent(name);
        } else {
            json.field(name, value.longValue());
        }
    }
}
