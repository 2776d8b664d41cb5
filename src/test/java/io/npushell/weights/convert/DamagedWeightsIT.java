package io.npushell.weights.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same in a JVM whose heap holds little more than the program: forged sizes must not be believed. */
@Timeout(180)
class DamagedWeightsIT {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(longs = 1)
    void neverFillsASmallHeap(long seed) throws Exception {
        Path said = directory.resolve("said");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx24m",
                        "-XX:MaxDirectMemorySize=48m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DamagedWeights.class.getName(),
                        directory.toString(),
                        Long.toString(seed),
                        "120"))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();

        assertThat(process.waitFor(150, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        assertThat(said).content().matches("\\d{2,} refused, \\d+ passed\\n");
    }
}
