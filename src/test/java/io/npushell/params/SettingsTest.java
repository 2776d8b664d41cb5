package io.npushell.params;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final ParameterCatalog CATALOG = ParameterCatalog.standard();

    @Test
    void letsTheStrongestOriginCountAndKeepsTheChain() {
        Settings settings = with(
                with(with(Settings.none(), "tp", "2", Origin.FLAG), "tp", "8", Origin.MANUAL),
                "tp",
                "4",
                Origin.PROFILE);

        assertThat(settings.whole("tp")).hasValue(2);
        assertThat(settings.chain("tp"))
                .extracting(Setting::toString)
                .isEqualTo(List.of("tp=2 (flag)", "tp=4 (profile)", "tp=8 (manual default)"));
    }

    @Test
    void fallsBackToTheNextOriginWhenOneIsTakenAway() {
        Settings settings = with(with(Settings.none(), "tp", "4", Origin.PROFILE), "tp", "2", Origin.OPERATOR);

        assertThat(settings.without("tp", Origin.OPERATOR).whole("tp")).hasValue(4);
        assertThat(settings.withoutLayer(Origin.PROFILE)
                        .without("tp", Origin.OPERATOR)
                        .has("tp"))
                .isFalse();
        assertThat(settings.without("mbs", Origin.OPERATOR)).isEqualTo(settings);
    }

    @Test
    void doesNotChangeWhenOthersAreMadeFromIt() {
        Settings settings = with(Settings.none(), "tp", "4", Origin.PROFILE);

        with(settings, "tp", "8", Origin.PROFILE);
        settings.withoutLayer(Origin.PROFILE);

        assertThat(settings.whole("tp")).hasValue(4);
        assertThat(Settings.none().names()).isEmpty();
    }

    @Test
    void takesOneLayerOfOthersAndLeavesTheRest() {
        Settings source = with(with(Settings.none(), "tp", "4", Origin.PRESET), "pp", "2", Origin.OPERATOR);
        Settings settings = with(with(Settings.none(), "mbs", "1", Origin.PRESET), "gbs", "8", Origin.OPERATOR);

        Settings result = settings.withLayer(Origin.PRESET, source);

        assertThat(result.names()).containsExactly("gbs", "tp");
    }

    @Test
    void readsNumbersOfEitherKindAsDecimalsAndNothingElse() {
        Settings settings = with(with(Settings.none(), "lr", "1e-5", Origin.FLAG), "tp", "4", Origin.FLAG);
        settings = with(settings, "run-type", "sft", Origin.FLAG);

        assertThat(settings.decimal("lr")).hasValue(1e-5);
        assertThat(settings.decimal("tp")).hasValue(4);
        assertThat(settings.decimal("run-type")).isEmpty();
        assertThat(settings.whole("lr")).isEmpty();
        assertThat(settings.whole("pp")).isEmpty();
        assertThat(settings.text("lr")).contains("1e-5");
    }

    @Test
    void isEqualWhereAllLayersAre() {
        Settings one = with(with(Settings.none(), "tp", "4", Origin.FLAG), "pp", "2", Origin.FLAG);
        Settings other = with(with(Settings.none(), "pp", "2", Origin.FLAG), "tp", "4", Origin.FLAG);

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one.withoutLayer(Origin.FLAG)).isEqualTo(Settings.none());
        assertThat(one).isNotEqualTo(with(Settings.none(), "tp", "4", Origin.FLAG));
    }

    private static Settings with(Settings settings, String name, String text, Origin origin) {
        return settings.with(CATALOG.get(name), CATALOG.get(name).value(text), origin);
    }
}
