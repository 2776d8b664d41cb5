package io.npushell.shell.workbench;

import io.npushell.params.Origin;
import io.npushell.params.Setting;
import io.npushell.params.Settings;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Repeats on one state what was changed between two others: what another shell saved meanwhile stays. */
final class WorkbenchMerge {
    private WorkbenchMerge() {}

    /**
     * Applies the difference between two states.
     *
     * @param before what this shell began with
     * @param after what it made of that
     * @param there what is saved now
     */
    static WorkbenchState of(WorkbenchState before, WorkbenchState after, WorkbenchState there) {
        WorkbenchState place = before.title().equals(after.title()) ? there : after;
        WorkbenchState assumed = Objects.equals(before.machine(), after.machine()) ? there : after;
        Map<String, Choices> kept = new TreeMap<>(there.kept());
        Set<String> titles = new TreeSet<>(before.kept().keySet());
        titles.addAll(after.kept().keySet());
        for (String title : titles) {
            Choices old = before.kept().getOrDefault(title, Choices.NONE);
            Choices fresh = after.kept().getOrDefault(title, Choices.NONE);
            if (!fresh.equals(old)) {
                kept.put(title, choices(old, fresh, there.kept().getOrDefault(title, Choices.NONE)));
            }
        }
        return new WorkbenchState(place.profile(), place.runType(), kept, assumed.machine());
    }

    /** A preset is one choice, each setting of the operator is one. */
    private static Choices choices(Choices before, Choices after, Choices there) {
        boolean samePreset = Objects.equals(before.preset(), after.preset())
                && before.settings()
                        .layer(Origin.PRESET)
                        .equals(after.settings().layer(Origin.PRESET));
        Choices preset = samePreset ? there : after;
        Settings result = there.settings().withLayer(Origin.PRESET, preset.settings());
        Map<String, Setting> old = before.settings().layer(Origin.OPERATOR);
        Map<String, Setting> fresh = after.settings().layer(Origin.OPERATOR);
        Set<String> names = new TreeSet<>(old.keySet());
        names.addAll(fresh.keySet());
        for (String name : names) {
            Setting setting = fresh.get(name);
            if (setting == null) {
                result = result.without(name, Origin.OPERATOR);
            } else if (!setting.equals(old.get(name))) {
                result = result.with(setting.parameter(), setting.value(), Origin.OPERATOR);
            }
        }
        Set<String> imported = new TreeSet<>(there.imported());
        for (String name : names) {
            if (!Objects.equals(old.get(name), fresh.get(name))
                    || after.imported().contains(name)) {
                imported.remove(name);
            }
        }
        imported.addAll(after.imported());
        return new Choices(result, preset.preset(), imported);
    }
}
