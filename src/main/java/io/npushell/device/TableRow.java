package io.npushell.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The cells of one line of an npu-smi table, told apart by their shape: widths and titles change with the driver. */
record TableRow(List<String> cells) {
    private static final Pattern ESCAPES =
            Pattern.compile("\u001b\\[[0-9;?]{0,20}[A-Za-z]|[\\p{Cntrl}&&[^\t\n]]|\ufeff");
    private static final Pattern QUOTING = Pattern.compile("[\\s>#*]*");
    private static final Pattern ELIDED = Pattern.compile("[|\\s]*(\\.{3,}|…)[|.…\\s]*");

    /** Longer than any table is wide; the rest of such a line is nothing of ours. */
    private static final int LONGEST = 2000;

    TableRow {
        cells = List.copyOf(cells);
    }

    /** The line without colours, control characters and what mail and notes put before it. */
    static String clean(String line) {
        String start = line.length() > LONGEST ? line.substring(0, LONGEST) : line;
        return ESCAPES.matcher(start).replaceAll("").strip();
    }

    /** Whether it is text: bytes that are none, or of another encoding, would only spoil a terminal. */
    static boolean legible(String line) {
        return line.indexOf('\ufffd') < 0 && line.codePoints().allMatch(Character::isDefined);
    }

    static Optional<TableRow> of(String line) {
        int bar = line.indexOf('|');
        if (bar < 0 || !QUOTING.matcher(line.substring(0, bar)).matches()) {
            return Optional.empty();
        }
        List<String> cells = new ArrayList<>();
        for (String cell : line.substring(bar + 1).split("\\|", -1)) {
            cells.add(cell.strip());
        }
        if (cells.get(cells.size() - 1).isEmpty()) {
            cells.remove(cells.size() - 1);
        }
        return cells.isEmpty() ? Optional.empty() : Optional.of(new TableRow(cells));
    }

    /** Whether whoever sent the text left lines out here. */
    static boolean elision(String line) {
        return ELIDED.matcher(line).matches();
    }

    int size() {
        return cells.size();
    }

    String cell(int index) {
        return index < cells.size() ? cells.get(index) : "";
    }

    /** The words of a cell. */
    String[] words(int index) {
        return cell(index).split("\\s+", -1);
    }

    /** Whether it names columns instead of filling them. */
    boolean titles() {
        boolean filled = !cell(0).isEmpty() && Character.isDigit(cell(0).charAt(0));
        return !filled && (find("Health") >= 0 || find("Bus-Id") >= 0 || find("Process id") >= 0);
    }

    /** The first cell that begins with a title, -1 where there is none. */
    int find(String title) {
        for (int i = 0; i < cells.size(); i++) {
            if (cell(i).regionMatches(true, 0, title, 0, title.length())) {
                return i;
            }
        }
        return -1;
    }

    /** The same with the first cells made one: newer drivers give the number of a card a column of its own. */
    TableRow joined(int count) {
        if (count < 2 || count > cells.size()) {
            return this;
        }
        List<String> joined = new ArrayList<>();
        joined.add(String.join(" ", cells.subList(0, count)).strip());
        joined.addAll(cells.subList(count, cells.size()));
        return new TableRow(joined);
    }
}
