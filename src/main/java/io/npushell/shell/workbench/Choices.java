package io.npushell.shell.workbench;

import io.npushell.params.Origin;
import io.npushell.params.Settings;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the operator chose for one profile and run type.
 *
 * @param settings layers preset and operator only
 * @param preset name of the preset in the preset layer, or null
 * @param imported names of the operator's settings that commands gave: a later import takes none of them back
 */
public record Choices(Settings settings, @Nullable String preset, Set<String> imported) {
    public static final Choices NONE = new Choices(Settings.none(), null);

    public Choices {
        Set<String> set = settings.layer(Origin.OPERATOR).keySet();
        imported = imported.stream().filter(set::contains).collect(Collectors.toUnmodifiableSet());
    }

    /** With nothing that commands gave. */
    public Choices(Settings settings, @Nullable String preset) {
        this(settings, preset, Set.of());
    }

    /** With other settings: what is set otherwise than before is the operator's own from now on. */
    public Choices withSettings(Settings changed) {
        Set<String> still = new TreeSet<>(imported);
        still.removeIf(name -> !changed.text(name).equals(settings.text(name)));
        return new Choices(changed, preset, still);
    }
}
