package io.npushell.params;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A parameter whose value differs between two settings.
 *
 * @param before null where it had no value
 * @param after null where it has none any more
 */
public record SettingChange(
        Parameter parameter,
        @Nullable Setting before,
        @Nullable Setting after) {

    /** What differs in the values that count, by group and name. Another origin of the same value is no change. */
    public static List<SettingChange> between(Settings before, Settings after) {
        TreeSet<String> names = new TreeSet<>(before.names());
        names.addAll(after.names());
        return names.stream()
                .flatMap(name ->
                        change(before.find(name).orElse(null), after.find(name).orElse(null)))
                .sorted(Comparator.comparing(change -> change.parameter().group()))
                .toList();
    }

    private static Stream<SettingChange> change(@Nullable Setting before, @Nullable Setting after) {
        if (before == null) {
            return after == null ? Stream.empty() : Stream.of(new SettingChange(after.parameter(), null, after));
        }
        return after != null && before.value().equals(after.value())
                ? Stream.empty()
                : Stream.of(new SettingChange(before.parameter(), before, after));
    }
}
