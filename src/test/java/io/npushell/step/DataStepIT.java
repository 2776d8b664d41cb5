package io.npushell.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.data.DatasetFacts;
import io.npushell.data.IndexedDataset;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The data step as a process of its own: killed, in each other's way, out of disk. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DataStepIT {
    @TempDir
    Path directory;

    @Test
    void succeedsAfterItWasKilledAndKeepsASecondWriterOut() throws Exception {
        Path large = corpus("large.jsonl", 400);
        Process first = step("", large, "first");
        try {
            await(first, () -> size("a_text_document.bin.part") > 0);

            Process second = step("", large, "second");
            assertThat(second.waitFor()).isEqualTo(5);
            assertThat(output("second"))
                    .contains("\"" + directory.resolve("a") + "\" is being written by process " + first.pid() + " on ");
        } finally {
            first.destroyForcibly().waitFor();
        }
        assertThat(IndexedDataset.inspect(directory.resolve("a_text_document")).exists())
                .isFalse();

        Path small = corpus("small.jsonl", 1);
        assertThat(step("", small, "third").waitFor()).as(output("third")).isZero();

        DatasetFacts facts = IndexedDataset.inspect(directory.resolve("a_text_document"));
        assertThat(facts.problem()).isNull();
        assertThat(facts.documents()).isEqualTo(230);
        assertThat(directory.resolve("a_text_document.bin.part")).doesNotExist();
    }

    @Test
    void saysThatItCannotWriteAndLeavesNothing() throws Exception {
        // A limit on the size of a file fails half way as a full disk does, and needs no disk of its own.
        Path input = corpus("small.jsonl", 10);

        assertThat(step("ulimit -f 64; ", input, "full").waitFor()).isEqualTo(6);

        assertThat(output("full"))
                .contains("cannot write \"" + directory.resolve("a") + "\": File too large")
                .contains("make room on that disk and run this again");
        assertThat(IndexedDataset.inspect(directory.resolve("a_text_document")).problem())
                .isNull();
        assertThat(IndexedDataset.inspect(directory.resolve("a_text_document")).exists())
                .isFalse();
        assertThat(size("a_text_document.bin.part")).isEqualTo(-1);

        assertThat(step("", input, "again").waitFor()).as(output("again")).isZero();
    }

    @Test
    void saysThatThePackedThreeCannotBeWrittenAndKeepsTheOldOnes() throws Exception {
        String[] fineTuning = {"--handler-name", "GeneralInstructionHandler"};
        assertThat(step("", instructions(20), "old", fineTuning).waitFor())
                .as(output("old"))
                .isZero();
        Path larger = instructions(4000);

        assertThat(step("ulimit -f 64; ", larger, "full", fineTuning).waitFor()).isEqualTo(6);

        assertThat(output("full"))
                .contains("cannot write \"" + directory.resolve("a") + "\": File too large")
                .contains("nothing half-written is left");
        DatasetFacts facts = IndexedDataset.inspect(directory.resolve("a"));
        assertThat(facts.problem()).isNull();
        assertThat(facts.documents()).isEqualTo(20);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
        }

        assertThat(step("", larger, "again", fineTuning).waitFor())
                .as(output("again"))
                .isZero();
        assertThat(IndexedDataset.inspect(directory.resolve("a")).documents()).isEqualTo(4000);
    }

    @Test
    void succeedsAfterItWasKilledAtAnyMoment() throws Exception {
        Path input = instructions(6000);
        String[] fineTuning = {"--handler-name", "GeneralInstructionHandler"};
        for (int round = 0; round < 6; round++) {
            Process killed = step("", input, "killed" + round, fineTuning);
            // The moments differ on purpose: starting, reading, writing, renaming.
            killed.waitFor(200L + 250L * round, TimeUnit.MILLISECONDS);
            killed.destroyForcibly().waitFor();
            DatasetFacts facts = IndexedDataset.inspect(directory.resolve("a"));
            assertThat(facts.exists() && facts.problem() != null)
                    .as(facts.toString())
                    .isFalse();
        }

        assertThat(step("", input, "last", fineTuning).waitFor())
                .as(output("last"))
                .isZero();

        DatasetFacts facts = IndexedDataset.inspect(directory.resolve("a"));
        assertThat(facts.problem()).isNull();
        assertThat(facts.documents()).isEqualTo(6000);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
        }
    }

    private Path instructions(int records) throws IOException {
        Path file = directory.resolve("instructions.csv");
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write("instruction,input,output\n");
            for (int i = 0; i < records; i++) {
                writer.write("Name river " + i + ",,\"It is the river " + i + ", nothing else.\"\n");
            }
        }
        return file;
    }

    private Process step(String before, Path input, String name, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", before + "exec \"$@\"", "sh"));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.npushell.step.Main",
                "data",
                "--input",
                input.toString(),
                "--output-prefix",
                directory.resolve("a").toString(),
                "--tokenizer-name-or-path",
                Path.of("profiles/qwen-nano").toString()));
        command.addAll(List.of(more));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile())
                .start();
    }

    private Path corpus(String name, int times) throws IOException {
        String tales = Files.readString(Path.of("docs/examples/operator-tales.jsonl"));
        Path file = directory.resolve(name);
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (int i = 0; i < times; i++) {
                writer.write(tales);
            }
        }
        return file;
    }

    private String output(String name) throws IOException {
        return Files.readString(directory.resolve(name + ".log"));
    }

    private long size(String name) {
        return directory.resolve(name).toFile().exists()
                ? directory.resolve(name).toFile().length()
                : -1;
    }

    private static void await(Process process, BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            assertThat(process.waitFor(10, TimeUnit.MILLISECONDS))
                    .as("ended before it wrote anything")
                    .isFalse();
        }
    }
}
