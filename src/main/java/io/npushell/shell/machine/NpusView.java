package io.npushell.shell.machine;

import io.npushell.device.Npu;
import io.npushell.device.Npu.NpuProcess;
import io.npushell.device.NpuInventory;
import io.npushell.launch.NpuBoard;
import io.npushell.launch.NpuHolders.Holder;
import io.npushell.session.Session;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Table;
import io.npushell.shell.view.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The NPUs as a table; what tells least stands last, where a narrow terminal cuts. */
final class NpusView {
    private static final String UNKNOWN = "–";

    private NpusView() {}

    static List<Text> lines(NpuBoard board, int width) {
        NpuInventory inventory = board.inventory();
        Table table = Table.of("npu", "health", ">memory", "held by", ">AICore", ">temp", ">power", "name");
        boolean dies = inventory.npus().stream().anyMatch(npu -> npu.chip() > 0);
        for (NpuBoard.Seat seat : board.seats()) {
            Npu npu = seat.npu();
            String id = dies ? npu.id() + "/" + npu.chip() : Integer.toString(npu.id());
            rows(table, id, seat, holders(board, seat));
        }
        for (NpuBoard.Stray stray : board.strays()) {
            table.row(
                    Text.of(stray.npu() < 0 ? "?" : Integer.toString(stray.npu()), Style.STRONG),
                    Text.of(UNKNOWN),
                    Text.of(UNKNOWN),
                    holder(stray.process()),
                    Text.of(UNKNOWN),
                    Text.of(UNKNOWN),
                    Text.of(UNKNOWN),
                    Text.of(UNKNOWN));
        }
        return table.lines(width);
    }

    private static void rows(Table table, String id, NpuBoard.Seat seat, List<Text> holders) {
        Npu npu = seat.npu();
        table.row(
                Text.of(id, Style.STRONG),
                health(npu),
                Text.of(memory(npu)),
                holders.get(0),
                Text.of(number(npu.readings().aicorePercent(), " %")),
                Text.of(number(npu.readings().temperatureCelsius(), " °C")),
                Text.of(power(npu.readings().powerWatt())),
                Text.of(npu.name().isEmpty() ? UNKNOWN : npu.name()));
        holders.stream().skip(1).forEach(holder -> {
            Text none = Text.empty();
            table.row(none, none, none, holder, none, none, none, none);
        });
    }

    /** Never empty: the last word is whether it is free. */
    private static List<Text> holders(NpuBoard board, NpuBoard.Seat seat) {
        List<Text> holders = new ArrayList<>();
        seat.unlisted()
                .forEach(claim -> holders.add(Text.of(claim.words(board.workDir(), board.zone()), Style.ACCENT)));
        seat.processes().forEach(process -> holders.add(holder(process)));
        if (seat.unexplainedMib() > 0) {
            holders.add(Text.of("a process not listed", Style.WARNING));
        }
        if (holders.isEmpty()) {
            holders.add(nobody(board.inventory().holdersKnown()));
        }
        return holders;
    }

    private static Text nobody(boolean known) {
        return known ? Text.of("free", Style.GOOD) : Text.of(UNKNOWN);
    }

    private static Text health(Npu npu) {
        if (npu.health().isEmpty()) {
            return Text.of(UNKNOWN);
        }
        Style style = npu.healthy() ? Style.GOOD : npu.bad() ? Style.BAD : Style.WARNING;
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
