package io.npushell.device;

import io.npushell.device.Npu.NpuProcess;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text of {@code npu-smi info}. Any text gives an inventory: what cannot be read is its problem.
 *
 * <p>Column widths and names change with the driver (21.x to 26.x), so rows are told apart by the shape of their cells. A row of the
 * process table looks like the first row of a card; after the process header there are no cards any more.
 */
public final class NpuSmi {
    private static final Pattern VERSION = Pattern.compile("npu-smi\\s+(\\S+)\\s+Version");
    private static final Pattern PROCESS_HEADER =
            Pattern.compile("NPU\\s+Chip\\s*\\|\\s*Process id", Pattern.CASE_INSENSITIVE);
    private static final Pattern CARD = Pattern.compile("(\\d{1,4})\\s+(\\S.*)");
    private static final Pattern CHIP = Pattern.compile("(\\d{1,4})(?:\\s+(\\d{1,4}|-))?");
    private static final Pattern BUS =
            Pattern.compile("[0-9A-Fa-f]{4,8}:[0-9A-Fa-f]{2}:[0-9A-Fa-f]{2}\\.[0-9A-Fa-f]|NA|-");
    private static final Pattern USAGE = Pattern.compile("(\\d{1,9})\\s*/\\s*(\\d{1,9})");
    private static final Pattern HOLDER = Pattern.compile("(\\d{1,4})\\s+(\\d{1,4})");
    private static final Pattern WHOLE = Pattern.compile("\\d{1,15}");

    private final Map<String, Npu> npus = new LinkedHashMap<>();
    private final List<String> unread = new ArrayList<>();
    private String driver = "";
    private boolean processes;
    private int card = -1;
    private String name = "";
    private String health = "";

    private NpuSmi() {}

    public static NpuInventory parse(String text) {
        NpuSmi reader = new NpuSmi();
        text.lines().forEach(reader::line);
        return reader.inventory(text);
    }

    private void line(String raw) {
        String line = raw.strip();
        Matcher version = VERSION.matcher(line);
        if (version.find()) {
            driver = version.group(1);
            return;
        }
        if (!line.startsWith("|")) {
            return;
        }
        if (PROCESS_HEADER.matcher(line).find()) {
            processes = true;
            return;
        }
        List<String> cells = cells(line);
        if (cells.size() < 2 || cells.get(0).startsWith("NPU") || cells.get(0).startsWith("Chip")) {
            return;
        }
        boolean read = processes ? process(cells) : firstRow(cells) || secondRow(cells);
        if (!read) {
            unread.add(line);
        }
    }

    private boolean secondRow(List<String> cells) {
        Matcher chip = CHIP.matcher(cells.get(0));
        if (card < 0
                || cells.size() < 3
                || !chip.matches()
                || !BUS.matcher(cells.get(1)).matches()) {
            return false;
        }
        long used = 0;
        long total = 0;
        Matcher usage = USAGE.matcher(cells.get(2));
        while (usage.find()) {
            if (Long.parseLong(usage.group(2)) > 0) {
                used = Long.parseLong(usage.group(1));
                total = Long.parseLong(usage.group(2));
            }
        }
        int number = Integer.parseInt(chip.group(1));
        npus.put(card + " " + number, new Npu(card, number, name, health, total, used, List.of()));
        return true;
    }

    private boolean firstRow(List<String> cells) {
        Matcher first = CARD.matcher(cells.get(0));
        if (cells.size() < 3 || !first.matches() || BUS.matcher(cells.get(1)).matches()) {
            return false;
        }
        card = Integer.parseInt(first.group(1));
        name = first.group(2);
        health = cells.get(1);
        return true;
    }

    private boolean process(List<String> cells) {
        Matcher holder = HOLDER.matcher(cells.get(0));
        if (cells.size() < 4
                || !holder.matches()
                || !WHOLE.matcher(cells.get(1)).matches()) {
            return false;
        }
        String key = Integer.parseInt(holder.group(1)) + " " + Integer.parseInt(holder.group(2));
        Npu npu = npus.get(key);
        if (npu == null) {
            // a die the first table did not show: cut out of the text, or the table could not be read
            return false;
        }
        long memory = WHOLE.matcher(cells.get(3)).matches() ? Long.parseLong(cells.get(3)) : 0;
        List<NpuProcess> holders = new ArrayList<>(npu.processes());
        holders.add(new NpuProcess(Long.parseLong(cells.get(1)), cells.get(2), memory));
        npus.put(key, new Npu(npu.id(), npu.chip(), npu.name(), npu.health(), npu.memoryMib(), npu.usedMib(), holders));
        return true;
    }

    private NpuInventory inventory(String text) {
        if (!unread.isEmpty()) {
            return new NpuInventory(
                    List.copyOf(npus.values()), driver, "npu-smi printed a row that cannot be read: " + unread.get(0));
        }
        if (!npus.isEmpty()) {
            return new NpuInventory(List.copyOf(npus.values()), driver, null);
        }
        String said = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("nothing");
        return new NpuInventory(List.of(), driver, "npu-smi shows no NPU, it says: " + said);
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.substring(1).split("\\|", -1)) {
            cells.add(cell.strip());
        }
        if (cells.get(cells.size() - 1).isEmpty()) {
            cells.remove(cells.size() - 1);
        }
        return cells;
    }
}
