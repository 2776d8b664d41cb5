package io.npushell.device;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers in the cells of npu-smi; null for "-", "NA", "N/A" and whatever else is none. */
final class Numbers {
    private static final Pattern WHOLE = Pattern.compile("\\d{1,15}");
    private static final Pattern SMALL = Pattern.compile("-?\\d{1,6}");
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,7}(\\.\\d{1,7})?");
    private static final Pattern USAGE = Pattern.compile("(\\d{1,12})\\s*/\\s*(\\d{1,12})");

    private Numbers() {}

    /** "3445 / 65536": what is used of how much. */
    record Usage(long used, long total) {}

    static @Nullable Long whole(String text) {
        return WHOLE.matcher(text).matches() ? Long.valueOf(text) : null;
    }

    static @Nullable Integer small(String text) {
        return SMALL.matcher(text).matches() ? Integer.valueOf(text) : null;
    }

    static @Nullable Double decimal(String text) {
        return DECIMAL.matcher(text).matches() ? Double.valueOf(text) : null;
    }

    static List<Usage> usages(String text) {
        List<Usage> usages = new ArrayList<>();
        Matcher matcher = USAGE.matcher(text);
        while (matcher.find()) {
            usages.add(new Usage(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))));
        }
        return usages;
    }
}
