package io.npushell.trainlog;

import java.nio.charset.StandardCharsets;

/** Numbers as trainers print them: {@code 1.25E-06}, {@code nan}, {@code 85.8G}, {@code 2701.3/2712.7}, of which the first counts. */
final class LogNumbers {
    private static final int LONGEST_UNIT = 3;
    private static final double[] POWERS = new double[23];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10; // exact up to 10^22
        }
    }

    private LogNumbers() {}

    static double parse(byte[] line, int from, int to) {
        return parse(line, from, to, false);
    }

    /**
     * The number at the start of a range, after blanks; NaN where there is none.
     *
     * @param count whether it is a whole number, so that a comma groups its digits; else it is a decimal comma where no point follows
     */
    static double parse(byte[] line, int from, int to, boolean count) {
        int start = from;
        while (start < to && line[start] == ' ') {
            start++;
        }
        int at = start;
        boolean negative = at < to && line[at] == '-';
        if (negative || (at < to && line[at] == '+')) {
            at++;
        }
        long mantissa = 0;
        int digits = 0;
        int scale = 0;
        boolean point = false;
        for (; at < to; at++) {
            int letter = line[at];
            if (letter >= '0' && letter <= '9') {
                mantissa = mantissa * 10 + (letter - '0');
                digits++;
                scale -= point ? 1 : 0;
            } else if (letter == '.' && !point) {
                point = true;
            } else if (letter == ',' && digits > 0 && at + 1 < to && line[at + 1] >= '0' && line[at + 1] <= '9') {
                return withCommas(line, start, to, count);
            } else {
                break;
            }
        }
        if (digits == 0) {
            return infinite(line, at, to)
                    ? (negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY)
                    : Double.NaN;
        }
        int exponent = 0;
        if (at + 1 < to && (line[at] | 32) == 'e') {
            int sign = line[at + 1] == '-' ? -1 : 1;
            int digit = line[at + 1] == '-' || line[at + 1] == '+' ? at + 2 : at + 1;
            int end = digit;
            for (; end < to && line[end] >= '0' && line[end] <= '9' && end - digit < 4; end++) {
                exponent = exponent * 10 + (line[end] - '0');
            }
            exponent *= sign;
            at = end > digit ? end : at;
            if (end - digit > 3) { // no trainer's number, but glog's E0313 behind one that was cut
                return Double.NaN;
            }
        }
        if (foreign(line, at, to)) {
            return Double.NaN;
        }
        return value(line, start, at, digits, negative ? -mantissa : mantissa, scale + exponent) * unit(line, at, to);
    }

    /** Where a number that another writer's text cut ends: right before that text; -1 where none did. */
    static int cutAt(byte[] line, int from, int to) {
        int start = from;
        while (start < to && line[start] == ' ') {
            start++;
        }
        int end = start;
        while (end < to && "0123456789+-.,".indexOf(line[end]) >= 0) {
            end++;
        }
        if (end + 1 < to && (line[end] | 32) == 'e' && (line[end + 1] == '-' || line[end + 1] == '+')) {
            end += 2;
            while (end < to && digit(line[end])) {
                end++;
            }
        }
        return end < to && (end > start || line[end] == '[') && foreign(line, end, to) ? end : -1;
    }

    /** Whether bytes can be the rest of a number that was cut, with the end of its field behind it. */
    static boolean restOfNumber(byte[] line, int from, int to) {
        int at = from;
        while (at < to && "0123456789+-.,eE".indexOf(line[at]) >= 0) {
            at++;
        }
        while (at < to && line[at] == ' ') {
            at++;
        }
        return at > from && at < to && line[at] == '|';
    }

    /** Whether what stands right behind a number is neither a unit nor the end of the field: then the number may be cut. */
    private static boolean foreign(byte[] line, int at, int to) {
        if (at >= to || line[at] == ' ' || ends(line[at])) {
            return false;
        }
        int end = at;
        while (end < to && letter(line[end])) {
            end++;
        }
        boolean unit = end > at && end - at <= LONGEST_UNIT;
        return !unit || (end < to && !ends(line[end]));
    }

    private static boolean ends(byte letter) {
        return " \t|/,%\"\\})];'".indexOf(letter) >= 0;
    }

    private static boolean letter(byte letter) {
        int small = letter | 32;
        return small >= 'a' && small <= 'z';
    }

    private static boolean digit(byte letter) {
        return letter >= '0' && letter <= '9';
    }

    /** Whether it says "nan". */
    static boolean nan(byte[] line, int from, int to) {
        int at = from;
        while (at < to && (line[at] == ' ' || line[at] == '-' || line[at] == '+')) {
            at++;
        }
        return to - at >= 3 && (line[at] | 32) == 'n' && (line[at + 1] | 32) == 'a' && (line[at + 2] | 32) == 'n';
    }

    /** Whether a number has a unit of thousands behind it, so that its last digits are not said. */
    static boolean rounded(byte[] line, int from, int to) {
        int at = to - 1;
        while (at > from && line[at] == ' ') {
            at--;
        }
        return at > from && digit(line[at - 1]) && unit(line, at, to) > 1;
    }

    /** What the number of a time must be multiplied by to be milliseconds: by the unit behind it, or {@code otherwise}. */
    static double millis(byte[] line, int from, int to, double otherwise) {
        int end = to;
        while (end > from && line[end - 1] == ' ') {
            end--;
        }
        if (end - from < 2 || line[end - 1] != 's') {
            return otherwise;
        }
        return line[end - 2] == 'm' ? 1 : line[end - 2] == ' ' || line[end - 2] <= '9' ? 1000 : otherwise;
    }

    private static double withCommas(byte[] line, int from, int to, boolean count) {
        int end = from;
        while (end < to && "0123456789+-.,eE".indexOf(line[end]) >= 0) {
            end++;
        }
        if (foreign(line, end, to)) {
            return Double.NaN;
        }
        String text = new String(line, from, end - from, StandardCharsets.ISO_8859_1);
        byte[] bytes = plain(text, count).getBytes(StandardCharsets.ISO_8859_1);
        return parse(bytes, 0, bytes.length, count);
    }

    /** With a decimal point and no other marks; of a list only its first number. */
    private static String plain(String text, boolean count) {
        int comma = text.indexOf(',');
        int point = text.indexOf('.');
        if (point >= 0 && point < comma) {
            boolean grouped = comma - point == 4 && text.lastIndexOf(',') == comma && text.lastIndexOf('.') == point;
            return grouped ? text.replace(".", "").replace(',', '.') : text.substring(0, comma);
        }
        boolean grouping = count || point > comma || text.lastIndexOf(',') > comma;
        return grouping ? text.replace(",", "") : text.replace(',', '.');
    }

    /** Exact where the mantissa and the power of ten both are, by the JDK otherwise. */
    private static double value(byte[] line, int start, int end, int digits, long mantissa, int power) {
        if (digits <= 15 && power >= -22 && power <= 22) {
            return power < 0 ? mantissa / POWERS[-power] : mantissa * POWERS[power];
        }
        return Double.parseDouble(new String(line, start, end - start, StandardCharsets.ISO_8859_1));
    }

    private static double unit(byte[] line, int at, int to) {
        if (at >= to || (at + 1 < to && line[at + 1] != ' ' && line[at + 1] != '|')) {
            return 1;
        }
        return switch (line[at]) {
            case 'K' -> 1e3;
            case 'M' -> 1e6;
            case 'G', 'B' -> 1e9;
            case 'T' -> 1e12;
            default -> 1;
        };
    }

    private static boolean infinite(byte[] line, int at, int to) {
        return to - at >= 3 && (line[at] | 32) == 'i' && (line[at + 1] | 32) == 'n' && (line[at + 2] | 32) == 'f';
    }
}
