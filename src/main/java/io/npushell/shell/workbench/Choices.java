package io.npushell.shell.workbench;

import io.npushell.params.Settings;
import org.jspecify.annotations.Nullable;

/**
 * What the operator chose for one profile and run type.
 *
 * @param settings layers preset and operator only
 * @param preset name of the preset in the preset layer, or null
 */
public record Choices(Settings settings, @Nullable String preset) {
    public static final Choices NONE = new Choices(Settings.none(), null);
}
