package io.npushell.params;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.params.ParameterKind.Reading;
import org.junit.jupiter.api.Test;

class ContainerParametersTest {
    @Test
    void takesNoBlankIntoTheImage() {
        assertThat(accepts("image", "ascendspeed ")).isFalse();
        assertThat(accepts("image", "${image_name}")).isFalse();
        assertThat(accepts("image", "registry.example:5000/a/b@sha256:0123")).isTrue();
        assertThat(accepts("image", "e3a091ac6d5d")).isTrue();
    }

    @Test
    void takesNamesUsersSizesAndPathsAsDockerDoes() {
        assertThat(accepts("container", "a")).as("docker wants two characters").isFalse();
        assertThat(accepts("container", "-v")).isFalse();
        assertThat(accepts("container-user", "1000:1000")).isTrue();
        assertThat(accepts("container-user", "root --privileged")).isFalse();
        assertThat(accepts("container-shm", "200g")).isTrue();
        assertThat(accepts("container-shm", "0g")).isFalse();
        assertThat(accepts("container-mounts", "/data,/etc/hccn.conf")).isTrue();
        assertThat(accepts("container-mounts", "/data:/elsewhere")).isFalse();
        assertThat(accepts("container-npus", "0,1,1")).isFalse();
    }

    @Test
    void areTheManualsWhereNothingIsSaid() {
        assertThat(ParameterCatalog.standard().get("container").manualDefault())
                .isEqualTo(new Value.Text("ascendspeed"));
        assertThat(ParameterCatalog.standard().get("container-cpus").manualDefault())
                .isEqualTo(new Value.Whole(192));
    }

    private static boolean accepts(String parameter, String text) {
        return ParameterCatalog.standard().get(parameter).kind().read(text) instanceof Reading.Accepted;
    }
}
