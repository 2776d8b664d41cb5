package io.npushell.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.model.RunType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContainerFindingsTest {
    private static final Facts.Container GOOD =
            new Facts.Container("a1", null, "", null, List.of(), "ma-user", true, 8, false, null);

    @Test
    void sayNothingOfAContainerThatIsAsItShouldBe() {
        assertThat(codes(GOOD)).isEmpty();
    }

    @Test
    void sayOnlyWhyItCannotBeUsedAtAll() {
        assertThat(findings(Facts.Container.troubled("a1", "container a1 is exited", "container start")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo("C01");
                    assertThat(finding.sentence()).isEqualTo("container a1 is exited");
                    assertThat(finding.remedies()).containsExactly("container start", "unset container");
                });
    }

    @Test
    void nameWhatTheContainerLacks() {
        assertThat(codes(new Facts.Container(
                        "a1", null, "", null, List.of("flock"), "ma-user", false, 4, false, "not installed")))
                .containsExactly("C03", "C04", "C05", "C07");
        assertThat(codes(new Facts.Container(
                        "a1", null, "", "not mounted", List.of(), "ma-user", false, 8, false, null)))
                .as("what is not mounted cannot be written to either")
                .containsExactly("C02");
    }

    @Test
    void nameWhatWasNotGivenToItAndForbidNothing() {
        Facts.Container bare = new Facts.Container(
                "a1",
                null,
                "",
                null,
                List.of(),
                "ma-user",
                true,
                8,
                true,
                null,
                List.of(new Facts.Container.Lack("lacks /dev/davinci_manager", "container start --recreate")),
                List.of());

        assertThat(findings(bare)).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("C08");
            assertThat(finding.sentence()).isEqualTo("container a1 lacks /dev/davinci_manager");
            assertThat(finding.blocks()).isFalse();
        });
    }

    @Test
    void wantJavaForTheEmbeddedEngineOnly() {
        Scene embedded = Scene.of(TestProfiles.nano(), RunType.PRETRAIN);

        assertThat(embedded.seen(embedded.facts().in(GOOD)).plan().findings())
                .filteredOn(finding -> finding.code().startsWith("C"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence())
                        .startsWith("container a1 cannot run '")
                        .endsWith("', which the embedded engine needs"));
    }

    @Test
    void pointToTheHostForAStepOfOurOwn() {
        Scene due = Scene.pretrain14b();

        assertThat(due.seen(due.facts().in(GOOD)).plan().findings())
                .filteredOn(finding -> finding.code().equals("C06"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.sentence()).endsWith("', which the data step needs");
                    assertThat(finding.remedies()).containsExactly("data prepare", "set preprocessor modellink");
                });
    }

    private static List<String> codes(Facts.Container container) {
        return findings(container).stream().map(Finding::code).toList();
    }

    private static List<Finding> findings(Facts.Container container) {
        Scene scene = Scene.pretrain14b().dataset(100, 1_000_000);
        return scene.seen(scene.facts().in(container)).plan().findings().stream()
                .filter(finding -> finding.code().startsWith("C"))
                .toList();
    }
}
