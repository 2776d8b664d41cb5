package io.npushell.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A step that the machine itself lets down: the process ends, says why, and leaves nothing half-written. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StepDeathIT {
    @TempDir
    Path directory;

    @Test
    void aHeapThatIsTooSmallEndsTheStep() throws Exception {
        Path input = Files.writeString(directory.resolve("a.txt"), "river ".repeat(4_000_000));

        Process step = step("-Xmx24m", System.getProperty("java.class.path"), input);

        assertThat(step.waitFor()).as(log()).isEqualTo(1);
        assertThat(log()).contains("this step has run out of its memory of ", "try: --workers 1");
        assertThat(directory.resolve("a_text_document.bin")).doesNotExist();
        assertThat(directory.resolve("a_text_document.bin.part")).doesNotExist();
    }

    @Test
    void aLibraryThatIsMissingEndsTheStep() throws Exception {
        Path input = Files.writeString(directory.resolve("a.jsonl"), "{\"text\": \"river\"}\n");

        Process step = step("-Xmx96m", withoutJackson(), input);

        assertThat(step.waitFor()).as(log()).isEqualTo(9);
        assertThat(log()).contains("a bug in npu-shell", "java.lang.NoClassDefFoundError: com/fasterxml/jackson");
    }

    private static String withoutJackson() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("jackson-core"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private Process step(String heap, String classPath, Path input) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-cp",
                classPath,
                "io.npushell.step.Main",
                "data",
                "--input",
                input.toString(),
                "--output-prefix",
                directory.resolve("a").toString(),
                "--tokenizer-name-or-path",
                "profiles/qwen-nano");
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }
}
