package io.npushell.params;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SettingChangeTest {
    private static final Settings BEFORE = Settings.none()
            .with(parameter("tp"), value("tp", "8"), Origin.PROFILE)
            .with(parameter("mbs"), value("mbs", "2"), Origin.OPERATOR)
            .with(parameter("work-dir"), value("work-dir", "/a"), Origin.OPERATOR);

    @Test
    void findsNoneBetweenEqualSettings() {
        assertThat(SettingChange.between(BEFORE, BEFORE)).isEmpty();
        assertThat(SettingChange.between(Settings.none(), Settings.none())).isEmpty();
    }

    @Test
    void findsWhatWasAddedChangedAndTakenAwayInTheOrderOfTheGroups() {
        Settings after = BEFORE.without("work-dir", Origin.OPERATOR)
                .with(parameter("tp"), value("tp", "4"), Origin.OPERATOR)
                .with(parameter("seed"), value("seed", "7"), Origin.OPERATOR);

        assertThat(SettingChange.between(BEFORE, after))
                .containsExactly(
                        new SettingChange(
                                parameter("tp"),
                                setting("tp", "8", Origin.PROFILE),
                                setting("tp", "4", Origin.OPERATOR)),
                        new SettingChange(parameter("seed"), null, setting("seed", "7", Origin.OPERATOR)),
                        new SettingChange(parameter("work-dir"), setting("work-dir", "/a", Origin.OPERATOR), null));
    }

    @Test
    void takesAnotherOriginOfTheSameValueForNoChange() {
        Settings after = BEFORE.with(parameter("tp"), value("tp", "8"), Origin.OPERATOR);

        assertThat(SettingChange.between(BEFORE, after)).isEmpty();
    }

    @Test
    void comparesTheValuesThatCountOnly() {
        Settings overridden = BEFORE.with(parameter("tp"), value("tp", "4"), Origin.FLAG);

        assertThat(SettingChange.between(
                        overridden, overridden.with(parameter("tp"), value("tp", "2"), Origin.OPERATOR)))
                .isEmpty();
    }

    private static Parameter parameter(String name) {
        return ParameterCatalog.standard().get(name);
    }

    private static Value value(String name, String text) {
        return parameter(name).value(text);
    }

    private static Setting setting(String name, String text, Origin origin) {
        return new Setting(parameter(name), value(name, text), origin);
    }
}
