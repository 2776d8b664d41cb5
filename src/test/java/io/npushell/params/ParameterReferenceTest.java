package io.npushell.params;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ParameterReferenceTest {
    private static final Path PAGE = Path.of("docs", "parameters.md");

    @Test
    void isWhatTheCatalogueSays() throws IOException {
        String made = ParameterReference.markdown(ParameterCatalog.standard());
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, made);
        }

        assertThat(PAGE)
                .as(
                        "%s is out of date; to refresh: ./mvnw -q test -Dtest=ParameterReferenceTest -Dgolden.update=true",
                        PAGE)
                .exists()
                .content()
                .isEqualTo(made);
    }

    @Test
    void describesEveryParameter() {
        String made = ParameterReference.markdown(ParameterCatalog.standard());

        assertThat(ParameterCatalog.standard().all())
                .allSatisfy(parameter -> assertThat(made)
                        .contains("\n### " + parameter.name() + "\n", parameter.doc(), parameter.source()));
    }
}
