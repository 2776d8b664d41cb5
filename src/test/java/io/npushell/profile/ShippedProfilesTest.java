package io.npushell.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.npushell.data.Tokenizers;
import io.npushell.model.RunType;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.Settings;
import io.npushell.plan.engine.Engines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files in {@code profiles/}; a new one is tested without a change here. */
class ShippedProfilesTest {
    private static final Path PROFILES = Path.of("profiles");
    private static final ProfileStore STORE = new ProfileStore(
            PROFILES,
            Path.of("does-not-exist"),
            ParameterCatalog.standard(),
            Engines.standard().all());

    @TestFactory
    Stream<DynamicTest> haveNoProblems() {
        return STORE.names().stream()
                .map(name -> DynamicTest.dynamicTest(
                        name,
                        () -> assertThat(STORE.check(PROFILES.resolve(name + ".yaml")))
                                .isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> recommendWhatEachRunTypeNeedsOnOneNode() {
        return STORE.names().stream()
                .map(STORE::load)
                .flatMap(profile -> Stream.of(RunType.values())
                        .map(runType -> DynamicTest.dynamicTest(
                                profile.name() + "/" + runType.label(),
                                () -> assertThat(profile.recommended(runType, 1).names())
                                        .contains("tp", "pp", "mbs", "gbs", "seq-len", "train-iters"))));
    }

    @Test
    void areTheSixOfTheFirstRelease() {
        assertThat(STORE.names())
                .contains("glm3-6b", "glm3-nano", "qwen-14b", "qwen-72b", "qwen-7b", "qwen-nano")
                .isSorted();
    }

    /** Totals of the model cards, by the shapes of peers.md F.2. */
    @ParameterizedTest
    @CsvSource({
        "qwen-7b, 7.7213",
        "qwen-14b, 14.1673",
        "qwen-72b, 72.2879",
        "glm3-6b, 6.2436",
    })
    void haveTheParametersOfTheirModelCards(String name, double billions) {
        assertThat(STORE.load(name).parameters() / 1e9).isCloseTo(billions, within(0.00005));
    }

    @ParameterizedTest
    @CsvSource({
        "qwen-7b,  pretrain, 1, 4, 1, 2, 64, 4096, 200",
        "qwen-7b,  retrain,  1, 4, 1, 2, 64, 4096, 300",
        "qwen-14b, pretrain, 1, 8, 1, 2, 64, 4096, 200",
        "qwen-14b, retrain,  2, 8, 1, 2, 64, 4096, 300",
        "qwen-14b, sft,      1, 8, 1, 2, 64, 4096, 300",
        "qwen-14b, lora,     1, 8, 1, 4, 64, 4096, 300",
        "qwen-72b, pretrain, 5, 8, 5, 1, 64, 4096, 200",
        "qwen-72b, sft,      8, 8, 8, 1, 64, 4096, 300",
        "glm3-6b,  sft,      1, 2, 4, 1, 64, 8192, 200",
        "glm3-6b,  sft,      2, 2, 4, 2, 128, 8192, 200",
        "glm3-6b,  lora,     2, 2, 4, 2, 128, 8192, 300",
    })
    void recommendWhatTheManualRecommends(
            String name,
            String runType,
            int nodes,
            long tp,
            long pp,
            long mbs,
            long gbs,
            long seqLen,
            long iterations) {
        Settings settings = STORE.load(name).recommended(RunType.find(runType).orElseThrow(), nodes);

        assertThat(List.of("tp", "pp", "mbs", "gbs", "seq-len", "train-iters"))
                .extracting(parameter -> settings.whole(parameter).orElseThrow())
                .containsExactly(tp, pp, mbs, gbs, seqLen, iterations);
    }

    /** At the manual's TP 4 the public script's vocabulary would not have the rows of the weights. */
    @ParameterizedTest
    @ValueSource(strings = {"sft", "lora"})
    void recommendTheTensorParallelThatLoadsTheWeightsOfQwen7b(String runType) {
        Settings settings =
                STORE.load("qwen-7b").recommended(RunType.find(runType).orElseThrow(), 1);

        assertThat(List.of("tp", "pp", "mbs", "gbs", "seq-len", "train-iters"))
                .extracting(parameter -> settings.whole(parameter).orElseThrow())
                .containsExactly(8L, 1L, 2L, 64L, 4096L, 300L);
    }

    @Test
    void recommendLoraRankWhereItIsPublishedOnly() {
        assertThat(STORE.load("qwen-14b").recommended(RunType.LORA, 1).whole("lora-r"))
                .hasValue(16);
        assertThat(STORE.load("qwen-14b").recommended(RunType.SFT, 1).has("lora-r"))
                .isFalse();
        assertThat(STORE.load("glm3-6b").recommended(RunType.LORA, 1).has("lora-r"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen-nano", "glm3-nano"})
    void bringTheirTokenizerAndRunOnOneDeviceWhereTheyAreNano(String name) {
        ModelProfile profile = STORE.load(name);

        assertThat(profile.engine().label()).isEqualTo("embedded");
        assertThat(profile.modelType()).isEqualTo("nano");
        assertThat(profile.devicesPerNode()).isOne();
        assertThat(profile.bundledTokenizer())
                .isEqualTo(PROFILES.resolve(name).toAbsolutePath().toString());
        assertThat(profile.parameters()).isBetween(500_000L, 2_000_000L);
        assertThat(profile.shape().heads() % 4).isZero();
        assertThat(profile.recommended(RunType.PRETRAIN, 1).whole("save-interval"))
                .hasValue(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen-nano", "glm3-nano"})
    void haveTheVocabularyOfTheTokenizerTheyBring(String name) {
        ModelProfile profile = STORE.load(name);
        Path tokenizer = PROFILES.resolve(name);
        assumeThat(tokenizer).isDirectory();

        assertThat(profile.shape().vocabulary())
                .isEqualTo(Tokenizers.open(tokenizer).vocabularySize());
        assertThat(profile.tokenizerFiles()).anyMatch(file -> Files.exists(tokenizer.resolve(file)));
        assertThat(profile.shape().paddedVocabulary() % 4).isZero();
    }

    @Test
    void sayWhereEachRecommendationComesFrom() {
        List<ModelProfile.Advice> advice = STORE.load("qwen-72b").advice("pp");

        assertThat(advice).hasSize(2);
        assertThat(advice.get(0).nodes()).isEmpty();
        assertThat(advice.get(1).nodes()).isEqualTo(Set.of(8));
        assertThat(advice.get(1).value().text()).isEqualTo("8");
        assertThat(advice).allSatisfy(one -> assertThat(one.note()).contains("manual"));
    }
}
