package io.npushell.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version as python's packaging orders them (PEP 440), local part left out: 1.0.dev1 &lt; 1.0a1 &lt; 1.0rc1 &lt; 1.0 &lt; 1.0.post1.
 *
 * @param release its numbers, trailing zeros and all
 * @param stage order of what stands behind them
 * @param serial number of that stage
 */
record PythonVersion(List<Integer> release, int stage, int serial) implements Comparable<PythonVersion> {
    private static final Pattern FORM = Pattern.compile(
            "v?(?:\\d+!)?(\\d{1,9}(?:\\.\\d{1,9}){0,9})(?:[-_.]?(dev|alpha|a|beta|b|rc|c|pre|preview|post|rev|r)[-_.]?(\\d{0,9}))?.{0,60}");

    PythonVersion {
        release = List.copyOf(release);
    }

    static Optional<PythonVersion> read(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT);
        int local = plain.indexOf('+');
        Matcher matcher = FORM.matcher(local < 0 ? plain : plain.substring(0, local));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<Integer> release = new ArrayList<>();
        for (String number : matcher.group(1).split("\\.", -1)) {
            release.add(Integer.valueOf(number));
        }
        String stage = matcher.group(2);
        String serial = matcher.group(3);
        return Optional.of(new PythonVersion(
                release,
                stage == null ? 0 : order(stage),
                serial == null || serial.isEmpty() ? 0 : Integer.parseInt(serial)));
    }

    private static int order(String stage) {
        return switch (stage) {
            case "dev" -> -4;
            case "a", "alpha" -> -3;
            case "b", "beta" -> -2;
            case "rc", "c", "pre", "preview" -> -1;
            default -> 1;
        };
    }

    int length() {
        return release.size();
    }

    /** Whether the first numbers are the other's. */
    boolean startsWith(PythonVersion other, int count) {
        for (int i = 0; i < count; i++) {
            if (number(i) != other.number(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int compareTo(PythonVersion other) {
        for (int i = 0; i < Math.max(length(), other.length()); i++) {
            if (number(i) != other.number(i)) {
                return Integer.compare(number(i), other.number(i));
            }
        }
        return stage == other.stage ? Integer.compare(serial, other.serial) : Integer.compare(stage, other.stage);
    }

    private int number(int index) {
        return index < release.size() ? release.get(index) : 0;
    }
}
