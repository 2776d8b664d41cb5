package io.npushell.device;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the text of {@code npu-smi info} and of its other queries. Any text gives an inventory: what cannot be read is its problem. */
public final class NpuSmi {
    private static final Pattern VERSION = Pattern.compile("npu-smi\\s{1,40}(\\S{1,40})\\s{1,60}Version");
    private static final int MOST_SAID = 300;

    /** More than any machine prints; a text without end is not read to its end. */
    private static final int MOST_LINES = 20_000;

    private NpuSmi() {}

    public static NpuInventory parse(String text) {
        InfoTable table = new InfoTable();
        QueryText queries = new QueryText();
        String driver = "";
        for (String line : (Iterable<String>) lines(text)::iterator) {
            Matcher version = VERSION.matcher(line);
            if (version.find()) {
                driver = version.group(1);
                continue;
            }
            table.line(line);
            queries.line(line);
        }
        NpuInventory inventory = table.inventory(driver);
        if (inventory == null) {
            inventory = queries.inventory(driver);
        }
        return inventory == null ? nothing(text) : inventory;
    }

    private static Stream<String> lines(String text) {
        return text.lines().limit(MOST_LINES).map(TableRow::clean);
    }

    private static NpuInventory nothing(String text) {
        String said = lines(text).filter(line -> !line.isEmpty()).findFirst().orElse("nothing");
        String start = said.length() > MOST_SAID ? said.substring(0, MOST_SAID) + "…" : said;
        String quoted = TableRow.legible(said) ? start : "what is no text";
        Optional<NpuTrouble> known = NpuTrouble.in(text);
        return NpuInventory.none(
                "npu-smi shows no NPU"
                        + known.map(trouble -> ", as " + trouble.meaning()).orElse("") + "; it says: " + quoted,
                known.map(NpuTrouble::remedy).orElse("npu-smi info"));
    }
}
