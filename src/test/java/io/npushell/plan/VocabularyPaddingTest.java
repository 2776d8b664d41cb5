package io.npushell.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.model.RunType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Rows of the vocabulary as upstream.md section 2 works them out for len(tokenizer) = 151851. */
class VocabularyPaddingTest {
    private static final Scene SFT_7B = Scene.of(TestProfiles.qwen7b(), RunType.SFT);

    @Test
    void refusesQwen7bAtTheManualsTensorParallelUnlessTheScriptIsSaidToKnowBetter() {
        assertThat(SFT_7B.findings())
                .containsExactly(
                        "error P10 the public script pads the vocabulary to 151,872 rows at tensor parallel 4, the weights have 151,936"
                                + " | set padded-vocab-size 151872 | set tp 8");
        assertThat(SFT_7B.plan().ready()).isFalse();
        assertThat(SFT_7B.accepting("P10").plan().ready()).isTrue();
        assertThat(SFT_7B.set("padded-vocab-size=151872").codes()).isEmpty();
        assertThat(SFT_7B.set("tp=8").codes()).isEmpty();
    }

    @Test
    void saysNothingWhereNoWeightsAreLoaded() {
        assertThat(Scene.of(TestProfiles.qwen7b(), RunType.PRETRAIN).codes()).isEmpty();
        assertThat(Scene.of(TestProfiles.qwen7b(), RunType.RETRAIN).codes()).doesNotContain("P10");
    }

    @Test
    void believesTheTextOfTheScriptThatIsThere() {
        assertThat(padding(SFT_7B, Set.of(32L), Set.of())).isEmpty();
        assertThat(padding(SFT_7B, Set.of(16L, 128L), Set.of(151936L))).isEmpty();
        assertThat(padding(SFT_7B.accepting("P10"), Set.of(128L), Set.of()))
                .containsExactly(
                        "error P10 scripts/qwen/qwen.sh pads the vocabulary to 152,064 rows at tensor parallel 4, the weights have 151,936"
                                + " | set padded-vocab-size 152064 | set tp 1");
        assertThat(padding(SFT_7B, Set.of(16L), Set.of())).hasSize(1).allMatch(line -> line.contains("scripts/qwen"));
    }

    @Test
    void doesNotGuessBetweenSeveralNumbersOfAScript() {
        for (Set<Long> divisors : List.of(Set.of(16L, 32L), Set.of(0L), Set.<Long>of())) {
            assertThat(padding(SFT_7B, divisors, Set.of()))
                    .hasSize(1)
                    .allMatch(line -> line.contains("the public script pads the vocabulary to 151,872"));
        }
        assertThat(padding(SFT_7B, Set.of(32L), Set.of(0L))).hasSize(1);
    }

    @Test
    void comparesTheRowsThatWillBeConverted() {
        Scene glm = Scene.of(TestProfiles.glm3(), RunType.SFT);

        assertThat(glm.codes()).doesNotContain("P10");
        assertThat(glm.set("padded-vocab-size=65100").findings())
                .contains(
                        "error P10 the public script pads the vocabulary to 65,024 rows at tensor parallel 2, the weights have 65,100"
                                + " | unset padded-vocab-size");
        assertThat(SFT_7B.set("padded-vocab-size=151872 converter=modellink").findings())
                .contains(
                        "error P10 the public script pads the vocabulary to 151,872 rows at tensor parallel 4, the weights have 151,936"
                                + " | set converter native padded-vocab-size 151872 | set tp 8");
        Facts.Weights other = new Facts.Weights("/hf", null, "/mg", Step.State.TO_DO, "", null, null, 151872);
        assertThat(SFT_7B.seen(SFT_7B.facts().with(other, null)).codes()).doesNotContain("P10");
    }

    @Test
    void refusesRowsThatTheRanksCannotShare() {
        assertThat(SFT_7B.set("padded-vocab-size=151874").accepting("P10").findings())
                .containsExactly(
                        "error P10 151,874 rows of vocabulary are not divisible by 4 (tensor parallel) | set tp 2");
    }

    @Test
    void knowsTheEmbeddedEnginesVocabulary() {
        Scene nano = Scene.of(TestProfiles.nano(), RunType.SFT);

        assertThat(nano.codes()).doesNotContain("P10");
        assertThat(nano.set("padded-vocab-size=4000").findings())
                .anyMatch(line -> line.startsWith("error P10 the embedded engine has a vocabulary of ")
                        && line.endsWith(" | unset padded-vocab-size"));
    }

    private static List<String> padding(Scene scene, Set<Long> divisors, Set<Long> rows) {
        return scene
                .script(new Facts.Script(
                        "/c/qwen.sh",
                        true,
                        TestProfiles.qwen7b().variables().values().stream().collect(Collectors.toUnmodifiableSet()),
                        "ab",
                        options(divisors, rows)))
                .findings()
                .stream()
                .filter(line -> line.contains(" P10 "))
                .toList();
    }

    /** A number that is not known stands in the text as a variable. */
    private static Map<String, Set<String>> options(Set<Long> divisors, Set<Long> rows) {
        Map<String, Set<String>> options = new HashMap<>();
        Map.of("make-vocab-size-divisible-by", divisors, "padded-vocab-size", rows)
                .forEach((option, numbers) -> {
                    if (!numbers.isEmpty()) {
                        options.put(
                                option,
                                numbers.stream()
                                        .map(number -> number == 0 ? "$ROWS" : number.toString())
                                        .collect(Collectors.toUnmodifiableSet()));
                    }
                });
        return options;
    }
}
