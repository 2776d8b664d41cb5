package io.npushell.shell.machine;

import io.npushell.device.Npu;
import io.npushell.device.Npu.NpuProcess;
import io.npushell.device.NpuInventory;
import io.npushell.launch.NpuHolders;
import io.npushell.launch.NpuHolders.Holder;
import io.npushell.session.Session;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Table;
import io.npushell.shell.view.Text;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The NPUs as a table; what tells least stands last, where a narrow terminal cuts. */
final class NpusView {
    private static final String UNKNOWN = "–";

    private NpusView() {}

    static List<Text> lines(NpuInventory inventory, NpuHolders holders, int width) {
        Table table = Table.of("npu", "health", ">memory", "held by", ">AICore", ">temp", ">power", "name");
        boolean dies = inventory.npus().stream().anyMatch(npu -> npu.chip() > 0);
        for (Npu npu : inventory.npus()) {
            String id = dies ? npu.id() + "/" + npu.chip() : Integer.toString(npu.id());
            rows(table, id, npu, holders, inventory.holdersKnown());
        }
        for (NpuInventory.Stray stray : inventory.strays()) {
            table.row(
                    Text.of(stray.npu() < 0 ? "?" : Integer.toString(stray.npu()), Style.STRONG),
                    Text.of(UNKNOWN),
                    Text.of(UNKNOWN),
                    holder(holders.identify(stray.process())),
                    Text.of(UNKNOWN),
                    Text.of(UNKNOWN),
                    Text.of(UNKNOWN),
                    Text.of(UNKNOWN));
        }
        return table.lines(width);
    }

    private static void rows(Table table, String id, Npu npu, NpuHolders holders, boolean known) {
        List<NpuProcess> processes = npu.processes();
        table.row(
                Text.of(id, Style.STRONG),
                health(npu),
                Text.of(memory(npu)),
                processes.isEmpty() ? nobody(known) : holder(holders.identify(processes.get(0))),
                Text.of(number(npu.readings().aicorePercent(), " %")),
                Text.of(number(npu.readings().temperatureCelsius(), " °C")),
                Text.of(power(npu.readings().powerWatt())),
                Text.of(npu.name().isEmpty() ? UNKNOWN : npu.name()));
        processes.stream().skip(1).forEach(process -> {
            Text none = Text.empty();
            table.row(none, none, none, holder(holders.identify(process)), none, none, none, none);
        });
    }

    private static Text nobody(boolean known) {
        return known ? Text.of("free", Style.GOOD) : Text.of(UNKNOWN);
    }

    private static Text health(Npu npu) {
        if (npu.health().isEmpty()) {
            return Text.of(UNKNOWN);
        }
        Style style = npu.healthy() ? Style.GOOD : npu.health().equalsIgnoreCase("Warning") ? Style.WARNING : Style.BAD;
        return Text.of(npu.health(), style);
    }

    /** "59.8/64.0 GiB". */
    private static String memory(Npu npu) {
        return npu.memoryMib() == 0
                ? UNKNOWN
                : String.format(Locale.ROOT, "%.1f/%.1f GiB", npu.usedMib() / 1024.0, npu.memoryMib() / 1024.0);
    }

    private static Text holder(Holder holder) {
        Session session = holder.session();
        NpuProcess process = holder.process();
        Text text = session == null
                ? Text.empty()
                : Text.of("session " + session.id().text(), Style.ACCENT).plus(" · ");
        String name = process.name().isEmpty() ? "?" : process.name();
        return text.plus(name + " " + process.pid() + (holder.user().isEmpty() ? "" : " (" + holder.user() + ")"));
    }

    private static String number(@Nullable Integer value, String unit) {
        return value == null ? UNKNOWN : value + unit;
    }

    private static String power(@Nullable Double watt) {
        return watt == null ? UNKNOWN : Math.round(watt) + " W";
    }
}
