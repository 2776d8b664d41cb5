package io.npushell.device;

import io.npushell.device.Npu.NpuProcess;
import io.npushell.device.Npu.Readings;
import io.npushell.device.Numbers.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tables of {@code npu-smi info}: two rows for each NPU, then a table of processes.
 *
 * <p>A row of the process table looks like the first row of a card; after the process header there are no cards any more.
 */
final class InfoTable {
    private static final Pattern CARD = Pattern.compile("(\\d{1,4})\\s+(\\S.*)");
    private static final Pattern CHIP = Pattern.compile("(\\d{1,4})(?:\\s+(\\d{1,4}|-|NA|N/A))?");
    private static final Pattern BUS =
            Pattern.compile("[0-9A-Fa-f]{4,8}:[0-9A-Fa-f]{2}:[0-9A-Fa-f]{2}\\.[0-9A-Fa-f]{1,2}");
    private static final Pattern NO_BUS = Pattern.compile("NA|N/A|-|");
    private static final Pattern HOLDER = Pattern.compile("(\\d{1,4})(?:\\s+(\\d{1,4}|NA|-))?");

    private final Map<String, Npu> npus = new LinkedHashMap<>();
    private final List<NpuInventory.Stray> strays = new ArrayList<>();
    private final List<String> unread = new ArrayList<>();
    private boolean header;
    /** How many columns stand before the health. */
    private int before = 1;

    private @Nullable TableRow processes;
    private boolean processTable;
    private boolean processesElided;
    private boolean elided;
    private @Nullable First first;

    /** The first row of an NPU, until its second one is read. */
    private record First(
            int card,
            String name,
            String health,
            @Nullable Double power,
            @Nullable Integer temperature) {}

    void line(String line) {
        if (TableRow.elision(line)) {
            elided = true;
            processesElided |= processes != null;
            first = null;
            return;
        }
        TableRow row = TableRow.of(line).orElse(null);
        if (row == null || row.size() < 2) {
            return;
        }
        if (row.titles()) {
            titles(row);
        } else if (!(processes == null
                ? second(row.joined(before)) || first(row.joined(before))
                : process(row, processes))) {
            unread.add(line);
        }
    }

    private void titles(TableRow row) {
        endFirst();
        int pid = row.find("Process id");
        processes = pid < 0 ? null : row;
        processTable |= pid >= 0;
        header |= pid < 0;
        if (row.find("Health") >= 0) {
            before = row.find("Health");
        }
    }

    private boolean second(TableRow row) {
        Matcher chip = CHIP.matcher(row.cell(0));
        First open = first;
        if (open == null || row.size() < 3 || !(chip.matches() || row.cell(0).isEmpty()) || !isBus(row.cell(1))) {
            return false;
        }
        boolean numbered = chip.matches();
        int number = numbered ? Integer.parseInt(chip.group(1)) : 0;
        List<Usage> usages = Numbers.usages(row.cell(2));
        Usage memory = usages.stream().filter(usage -> usage.total() > 0).reduce(new Usage(0, 0), (a, b) -> b);
        Usage ddr = usages.size() > 1 ? usages.get(0) : null;
        Readings readings = new Readings(
                numbered && chip.group(2) != null ? Numbers.small(chip.group(2)) : null,
                BUS.matcher(row.cell(1)).matches() ? row.cell(1) : null,
                open.power(),
                open.temperature(),
                Numbers.small(row.words(2)[0]),
                ddr == null ? null : Long.valueOf(ddr.used()),
                ddr == null ? null : Long.valueOf(ddr.total()));
        put(open, number, memory, readings);
        first = null;
        return true;
    }

    private void put(First of, int chip, Usage memory, Readings readings) {
        npus.put(
                of.card() + " " + chip,
                new Npu(of.card(), chip, of.name(), of.health(), memory.total(), memory.used(), List.of(), readings));
    }

    private boolean first(TableRow row) {
        Matcher card = CARD.matcher(row.cell(0));
        if (row.size() < 3
                || !card.matches()
                || row.cell(1).isEmpty()
                || BUS.matcher(row.cell(1)).matches()) {
            return false;
        }
        endFirst();
        String[] measured = row.words(2);
        first = new First(
                Integer.parseInt(card.group(1)),
                card.group(2),
                row.cell(1),
                Numbers.decimal(measured[0]),
                measured.length < 2 ? null : Numbers.small(measured[1]));
        return true;
    }

    /** Its second row is missing. Without titles above it may be anybody's table, and nothing is said of it. */
    private void endFirst() {
        First open = first;
        first = null;
        if (open == null || !header) {
            return;
        }
        if (!npus.containsKey(open.card() + " 0")) {
            put(open, 0, new Usage(0, 0), new Readings(null, null, open.power(), open.temperature(), null, null, null));
        }
        unread.add("NPU " + open.card() + " " + open.name() + " has no second row");
    }

    private boolean process(TableRow row, TableRow titles) {
        int column = titles.find("Process id");
        Matcher holder = HOLDER.matcher(row.joined(column).cell(0));
        Long pid = Numbers.whole(row.cell(column));
        if (column < 1 || !holder.matches() || pid == null) {
            return false;
        }
        Long memory = Numbers.whole(row.cell(column + 2));
        NpuProcess process = new NpuProcess(
                pid, row.cell(column + 1), memory == null ? 0 : memory, Numbers.whole(row.cell(column + 3)));
        int card = Integer.parseInt(holder.group(1));
        Integer chip = holder.group(2) == null ? null : Numbers.small(holder.group(2));
        Npu npu = find(card, chip == null ? 0 : chip);
        if (npu == null) {
            strays.add(new NpuInventory.Stray(card, chip == null ? 0 : chip, process));
        } else {
            npus.put(npu.id() + " " + npu.chip(), npu.heldBy(process));
        }
        return true;
    }

    /** That die, or the only one of its card: some drivers number it differently in the two tables. */
    private @Nullable Npu find(int card, int chip) {
        Npu exact = npus.get(card + " " + chip);
        List<Npu> dies = npus.values().stream().filter(npu -> npu.id() == card).toList();
        return exact == null && dies.size() == 1 ? dies.get(0) : exact;
    }

    private boolean isBus(String cell) {
        return BUS.matcher(cell).matches() || NO_BUS.matcher(cell).matches();
    }

    /** What was read, or null where the text has no such table. */
    @Nullable NpuInventory inventory(String driver) {
        endFirst();
        if (npus.isEmpty() && strays.isEmpty()) {
            return null;
        }
        return new NpuInventory(
                List.copyOf(npus.values()), driver, strays, processTable && !processesElided, problem(), null);
    }

    private @Nullable String problem() {
        if (!strays.isEmpty()) {
            String left =
                    strays.stream().map(NpuInventory.Stray::npu).collect(Collectors.toCollection(TreeSet::new)).stream()
                            .map(String::valueOf)
                            .collect(Collectors.joining(", "));
            String pids = strays.stream()
                    .map(stray -> Long.toString(stray.process().pid()))
                    .collect(Collectors.joining(", "));
            return "npu-smi's table leaves out NPU " + left + ", held by process " + pids;
        }
        if (!unread.isEmpty()) {
            return "npu-smi printed a row that cannot be read"
                    + (TableRow.legible(unread.get(0)) ? ": " + unread.get(0) : "");
        }
        return elided ? "rows of npu-smi's table are left out (…)" : null;
    }
}
