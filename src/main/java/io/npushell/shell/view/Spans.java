package io.npushell.shell.view;

import java.time.Duration;
import java.util.Locale;

/** Lengths of time and sizes as people read them: "43 min", "1 h 20 min", "185 GiB". */
public final class Spans {
    private static final long KIB = 1024;

    private Spans() {}

    /** The two largest units that matter; seconds below two minutes. */
    public static String of(Duration length) {
        long seconds = Math.max(0, length.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        long minutes = seconds / 60;
        if (minutes < 60) {
            return minutes + " min";
        }
        long hours = minutes / 60;
        if (hours < 48) {
            return hours + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
        }
        return hours / 24 + " d" + (hours % 24 == 0 ? "" : " " + hours % 24 + " h");
    }

    /** "00:01:12". */
    public static String clock(Duration length) {
        long seconds = Math.max(0, length.toSeconds());
        return String.format(Locale.ROOT, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** Bytes in binary units, three digits at most before the unit. */
    public static String bytes(long bytes) {
        if (bytes < KIB) {
            return bytes + " B";
        }
        double value = bytes;
        for (String unit : new String[] {"KiB", "MiB", "GiB", "TiB"}) {
            value /= KIB;
            if (value < KIB || unit.equals("TiB")) {
                return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, unit);
            }
        }
        throw new IllegalStateException("no unit for " + bytes);
    }
}
