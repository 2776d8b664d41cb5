package io.npushell.device;

import io.npushell.device.Npu.NpuProcess;
import io.npushell.device.Npu.Readings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what npu-smi prints beside its table: {@code info -l}, {@code info -m} and the {@code Name : value} blocks of {@code info -t}.
 *
 * <p>A block says its chip first ({@code -t common}) or last ({@code -t usages}), and the management chip (Mcu) is in it too.
 */
final class QueryText {
    private static final Pattern PAIR = Pattern.compile("([A-Za-z][^:]{0,60}?)\\s*:\\s*(\\S.{0,100})");
    private static final Pattern MAPPING = Pattern.compile("(\\d{1,4})\\s+(\\d{1,4})\\s+(\\d{1,4}|-)\\s+(\\S.{0,60})");
    private static final Pattern PROCESS = Pattern.compile(
            "Process id\\s*:\\s*(\\d{1,15})\\s+Process name\\s*:\\s*(.{0,80}?)\\s*Process memory\\(MB\\)\\s*:\\s*(\\d{1,12})",
            Pattern.CASE_INSENSITIVE);

    private final Map<String, Map<String, String>> chips = new LinkedHashMap<>();
    private final List<NpuInventory.Stray> strays = new ArrayList<>();
    private Map<String, String> block = new HashMap<>();
    private int card = -1;
    private int chip = -1;
    private boolean chipSeen;
    private boolean management;
    private boolean mappingTitles;
    private @Nullable Integer total;

    void line(String line) {
        Matcher process = PROCESS.matcher(line);
        if (process.find()) {
            strays.add(new NpuInventory.Stray(
                    card,
                    0,
                    new NpuProcess(
                            Long.parseLong(process.group(1)), process.group(2), Long.parseLong(process.group(3)))));
            return;
        }
        if (line.startsWith("NPU ID ") && line.contains("Chip ID") && line.indexOf(':') < 0) {
            mappingTitles = true;
            return;
        }
        Matcher mapping = MAPPING.matcher(line);
        if (mappingTitles && mapping.matches()) {
            mapping(mapping);
            return;
        }
        Matcher pair = PAIR.matcher(line);
        if (pair.matches()) {
            pair(pair.group(1).strip().toLowerCase(Locale.ROOT), pair.group(2).strip());
        }
    }

    private void mapping(Matcher row) {
        if (!row.group(4).strip().equalsIgnoreCase("mcu")) {
            Map<String, String> fields =
                    chips.computeIfAbsent(row.group(1) + " " + row.group(2), key -> new HashMap<>());
            fields.put("chip name", row.group(4).strip());
            fields.put("logic id", row.group(3));
        }
    }

    private void pair(String key, String value) {
        Integer number = Numbers.small(value);
        switch (key) {
            case "total count" -> total = number;
            case "npu id" -> {
                end();
                card = number == null || number < 0 ? -1 : number;
            }
            case "chip id" -> chip(number == null ? 0 : number);
            case "chip count" -> {}
            case "chip name" -> {
                management = value.equalsIgnoreCase("mcu");
                keep(key, value);
            }
            default -> keep(key, value);
        }
    }

    private void keep(String key, String value) {
        if (card >= 0 && !management) {
            block.put(key, value);
        }
    }

    /** It closes the block where values stand before it, else it opens one. */
    private void chip(int number) {
        boolean closes = chip < 0 && !block.isEmpty();
        if (chip >= 0) {
            put();
        }
        chip = number;
        if (closes) {
            put();
        }
    }

    private void end() {
        if (chip >= 0 || !block.isEmpty() || !chipSeen) {
            put();
        }
        chipSeen = false;
    }

    private void put() {
        if (card >= 0) {
            chips.computeIfAbsent(card + " " + Math.max(chip, 0), key -> new HashMap<>())
                    .putAll(block);
        }
        block = new HashMap<>();
        chip = -1;
        chipSeen = true;
        management = false;
    }

    @Nullable NpuInventory inventory(String driver) {
        end();
        if (chips.isEmpty() && strays.isEmpty()) {
            return null;
        }
        List<Npu> npus = new ArrayList<>();
        chips.forEach((key, fields) -> npus.add(npu(key.split(" ", -1), fields)));
        long cards = npus.stream().map(Npu::id).distinct().count();
        Integer counted = total;
        String problem = counted != null && counted != cards
                ? "npu-smi counts " + counted + " NPUs and lists " + cards
                : "npu-smi printed no table of NPUs, so their state is not known whole";
        return new NpuInventory(npus, driver, strays, false, problem, "npu-smi info");
    }

    private static Npu npu(String[] key, Map<String, String> fields) {
        Long hbm = Numbers.whole(fields.getOrDefault("hbm capacity(mb)", ""));
        boolean hasHbm = hbm != null && hbm > 0;
        Long ddr = Numbers.whole(fields.getOrDefault("ddr capacity(mb)", ""));
        long memory = hasHbm ? hbm : ddr == null ? 0 : ddr;
        Integer rate = Numbers.small(fields.getOrDefault(hasHbm ? "hbm usage rate(%)" : "ddr usage rate(%)", ""));
        return new Npu(
                Integer.parseInt(key[0]),
                Integer.parseInt(key[1]),
                fields.getOrDefault("chip name", ""),
                fields.getOrDefault("health status", fields.getOrDefault("health", "")),
                memory,
                rate == null ? 0 : memory * rate / 100,
                List.of(),
                new Readings(
                        Numbers.small(fields.getOrDefault("logic id", "")),
                        null,
                        Numbers.decimal(fields.getOrDefault("npu real-time power(w)", "")),
                        Numbers.small(fields.getOrDefault("temperature(c)", "")),
                        Numbers.small(fields.getOrDefault("aicore usage rate(%)", "")),
                        null,
                        null));
    }
}
