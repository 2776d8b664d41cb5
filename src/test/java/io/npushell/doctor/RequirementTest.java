package io.npushell.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RequirementTest {
    @Test
    void readsNamesAndVersions() {
        assertThat(Requirement.read("""
                # for training
                transformers==4.32.0
                numpy >= 1.20, < 1.25 ; python_version < "3.10"
                tokenizers[testing] (~=0.13)
                --extra-index-url https://example.org/simple
                -e .
                git+https://example.org/x.git
                """))
                .containsExactly(
                        new Requirement("transformers", "==4.32.0"),
                        new Requirement("numpy", ">= 1.20, < 1.25"),
                        new Requirement("tokenizers", "~=0.13"));
    }

    @Test
    void comparesAsPythonDoes() {
        for (List<String> fits : List.of(
                List.of("==4.32", "4.32.0"),
                List.of("==2.1.*", "2.1.0.post3"),
                List.of("!=1.5,>=1.4", "1.6"),
                List.of("~=0.13", "0.15.2"),
                List.of("~=0.13.2", "0.13.9"),
                List.of(">=1.10", "1.10.0+cpu"),
                List.of("<2", "2.0rc1"),
                List.of(">1.0", "1.0.post1"),
                List.of("===weird", "weird"))) {
            assertThat(new Requirement("x", fits.get(0)).allows(fits.get(1)))
                    .as("%s", fits)
                    .isTrue();
        }
        for (List<String> not : List.of(
                List.of("==4.32.0", "4.32.1"),
                List.of("~=0.13.2", "0.14"),
                List.of(">=1.10", "1.9"),
                List.of("<2,>1", "2.0"),
                List.of("==2.1.0", "2.1.0rc1"),
                List.of("!=1.*", "1.7"))) {
            assertThat(new Requirement("x", not.get(0)).allows(not.get(1)))
                    .as("%s", not)
                    .isFalse();
        }
    }
}
