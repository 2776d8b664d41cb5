package io.npushell.params;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterCatalogTest {
    private static final ParameterCatalog CATALOG = ParameterCatalog.standard();

    @TestFactory
    Stream<DynamicTest> hasOneEntryForEachNameCodeUses() {
        return Arrays.stream(ParameterNames.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .map(field -> DynamicTest.dynamicTest(field.getName(), () -> {
                    String name = (String) field.get(null);
                    assertThat(CATALOG.all())
                            .filteredOn(parameter -> parameter.name().equals(name))
                            .hasSize(1);
                }));
    }

    @Test
    void hasNoEntryThatCodeCannotName() {
        assertThat(CATALOG.all())
                .hasSize((int) Arrays.stream(ParameterNames.class.getFields()).count());
    }

    @TestFactory
    Stream<DynamicTest> saysWhatEachParameterMeansAndWhereThatComesFrom() {
        return CATALOG.all().stream()
                .map(parameter -> DynamicTest.dynamicTest(parameter.name(), () -> {
                    assertThat(parameter.summary())
                            .isNotBlank()
                            .hasSizeLessThan(60)
                            .doesNotEndWith(".");
                    assertThat(parameter.doc()).endsWith(".").doesNotContain("\n", "  ");
                    assertThat(parameter.source()).isNotBlank();
                    assertThat(parameter.variable()).matches("[A-Z][A-Z_]*");
                }));
    }

    @TestFactory
    Stream<DynamicTest> findsEachParameterUnderEachSpellingInAnyCase() {
        return CATALOG.all().stream()
                .map(parameter -> DynamicTest.dynamicTest(parameter.name(), () -> {
                    for (String spelling : parameter.spellings()) {
                        assertThat(CATALOG.find(spelling)).contains(parameter);
                        assertThat(CATALOG.find(spelling.toUpperCase(Locale.ROOT)))
                                .contains(parameter);
                        assertThat(CATALOG.find(spelling.toLowerCase(Locale.ROOT)))
                                .contains(parameter);
                        assertThat(CATALOG.find(spelling.replace('-', '_'))).contains(parameter);
                    }
                }));
    }

    @Test
    void refusesTwoParametersOfOneSpelling() {
        Parameter tp = CATALOG.get(ParameterNames.TENSOR_PARALLEL);
        Parameter rival = ParameterBuilder.parameter("rival", Parameter.Group.MODEL, ParameterBuilder.whole(1, 2))
                .named("Tensor-Parallel")
                .build();

        assertThatThrownBy(() -> new ParameterCatalog(List.of(tp, rival)))
                .hasMessage("'tensor-parallel' names both tp and rival");
    }

    @ParameterizedTest
    @ValueSource(strings = {"t", "tensor", "train", "tensor-paralle", "", " tp", "tpp"})
    void findsNothingUnderTheBeginningOfANameOrAWrongOne(String spelling) {
        assertThat(CATALOG.find(spelling)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "tpp, tp",
        "TPP, tp",
        "tensor-paralel, tensor-parallel",
        "tensor, tensor-parallel",
        "trian-iters, train-iters",
        "SEQ_LNE, seq-len",
        "learning-rte, learning-rate",
        "gsb, gbs",
        "work, work-dir"
    })
    void suggestsTheNearestSpellingFirst(String typed, String nearest) {
        assertThat(CATALOG.closest(typed).get(0)).isEqualTo(nearest);
    }

    @Test
    void suggestsNothingForWhatIsFarFromEverything() {
        assertThat(CATALOG.closest("bananas")).isEmpty();
    }

    @Test
    void suggestsAtMostThreeParametersEachOnce() {
        List<String> near = CATALOG.closest("node");

        assertThat(near).hasSizeBetween(1, 3);
        assertThat(near.stream().map(CATALOG::get).collect(Collectors.toSet())).hasSameSizeAs(near);
    }

    @ParameterizedTest
    @CsvSource({
        "tp, 8",
        "pp, 1",
        "mbs, 2",
        "gbs, 64",
        "seq-len, 4096",
        "nnodes, 1",
        "node-rank, 0",
        "work-dir, /home/ma-user/ws",
    })
    void knowsTheDefaultsTheManualStates(String name, String value) {
        assertThat(CATALOG.get(name).manualDefault())
                .isNotNull()
                .extracting(Value::text)
                .isEqualTo(value);
    }

    @Test
    void inventsNoDefaultWhereTheManualNamesNone() {
        assertThat(CATALOG.all())
                .filteredOn(parameter -> parameter.manualDefault() == null)
                .extracting(Parameter::name)
                .contains(
                        "train-iters",
                        "master-addr",
                        "master-port",
                        "save-interval",
                        "lr",
                        "seed",
                        "lora-r",
                        "devices");
    }
}
