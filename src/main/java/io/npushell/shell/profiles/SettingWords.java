package io.npushell.shell.profiles;

import io.npushell.params.Setting;
import java.util.Collection;
import java.util.stream.Collectors;

/** Settings in a sentence: "mbs 1, gbs 64". */
final class SettingWords {
    private SettingWords() {}

    static String of(Collection<Setting> settings) {
        return settings.isEmpty()
                ? "nothing"
                : settings.stream()
                        .map(setting -> setting.parameter().name() + " "
                                + setting.value().text())
                        .collect(Collectors.joining(", "));
    }
}
