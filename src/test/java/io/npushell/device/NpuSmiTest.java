package io.npushell.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.npushell.device.Npu.NpuProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class NpuSmiTest {
    private static final Path RECORDED = Path.of("src/test/resources/recorded/npu-smi");

    @Test
    void readsTheNarrowTableOfTheFirstDrivers() throws IOException {
        NpuInventory inventory = recorded("07-info-910A-21.0.4-narrow.txt");

        assertThat(inventory)
                .isEqualTo(new NpuInventory(
                        List.of(
                                new Npu(0, 0, "910A", "OK", 32768, 1, List.of()),
                                new Npu(1, 0, "910A", "OK", 32768, 1, List.of())),
                        "21.0.4",
                        null));
    }

    @Test
    void readsWhoHoldsAnNpu() throws IOException {
        NpuInventory inventory = recorded("01-info-910ProB-1card-process-23.0.rc1.txt");

        assertThat(inventory.npus())
                .containsExactly(
                        new Npu(0, 0, "910ProB", "OK", 32768, 30711, List.of(new NpuProcess(55115, "python", 30784))));
        assertThat(inventory.npus().get(0).busy()).isTrue();
    }

    @Test
    void keepsWhatItReadOfAnElidedTableAndSaysWhatIsMissing() throws IOException {
        NpuInventory inventory = recorded("02-info-910B1-8card-training-process-23.0.rc2-elided.txt");

        assertThat(inventory.npus()).extracting(Npu::id).containsExactly(0, 7);
        assertThat(inventory.npus()).extracting(Npu::usedMib).containsExactly(64293L, 64114L);
        assertThat(inventory.npus().get(1).processes()).containsExactly(new NpuProcess(2441454, "python", 59802));
        assertThat(inventory.problem()).contains("2441448");
    }

    @Test
    void readsTheWideTableWithTheColumnOfContainers() throws IOException {
        NpuInventory inventory = recorded("05-info-910B4-26.0.rc1-newcolumns-noprocess.txt");

        assertThat(inventory)
                .isEqualTo(new NpuInventory(
                        List.of(new Npu(0, 0, "910B4", "OK", 32768, 2871, List.of())), "26.0.rc1", null));
        assertThat(inventory.npus().get(0).busy()).isFalse();
    }

    @Test
    void tellsTheDiesOfOneCardApart() {
        NpuInventory inventory = NpuSmi.parse("""
                | npu-smi 25.0.rc1                 Version: 25.0.rc1                                             |
                | NPU   Name                | Health        | Power(W)    Temp(C)           Hugepages-Usage(page)|
                | Chip  Phy-ID              | Bus-Id        | AICore(%)   Memory-Usage(MB)  HBM-Usage(MB)        |
                | 0     Ascend910           | OK            | 160.2       36                0    / 0             |
                | 0     0                   | 0000:9D:00.0  | 0           0    / 0          3124 / 65536         |
                | 0     Ascend910           | Alarm         | -           37                0    / 0             |
                | 1     1                   | 0000:9F:00.0  | 0           0    / 0          2898 / 65536         |
                | NPU     Chip              | Process id    | Process name             | Process memory(MB)      |
                | 0       1                 | 77            | python3.9                | 2000                    |
                """);

        assertThat(inventory.problem()).isNull();
        assertThat(inventory.npus())
                .containsExactly(
                        new Npu(0, 0, "Ascend910", "OK", 65536, 3124, List.of()),
                        new Npu(
                                0,
                                1,
                                "Ascend910",
                                "Alarm",
                                65536,
                                2898,
                                List.of(new NpuProcess(77, "python3.9", 2000))));
    }

    @Test
    void repeatsWhatNpuSmiSaysWhenAnotherContainerHoldsTheCards() throws IOException {
        assertThat(recorded("11-error-device-used-8020.txt").problem())
                .isEqualTo("npu-smi shows no NPU, it says: dcmi model initialized failed, because the device is used."
                        + " ret is -8020");
    }

    @TestFactory
    Stream<DynamicTest> readsEveryRecordingOrSaysWhyNot() throws IOException {
        try (Stream<Path> files = Files.list(RECORDED)) {
            return files.toList().stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                        NpuInventory inventory = NpuSmi.parse(Files.readString(file));

                        if (inventory.npus().isEmpty()) {
                            assertThat(inventory.problem()).startsWith("npu-smi shows no NPU, it says: ");
                        } else {
                            assertThat(inventory.npus())
                                    .allMatch(npu -> npu.memoryMib() == 32768 || npu.memoryMib() == 65536);
                        }
                    }));
        }
    }

    @Test
    void survivesAnyText() throws IOException {
        String text = Files.readString(RECORDED.resolve("01-info-910ProB-1card-process-23.0.rc1.txt"));
        Random random = new Random(7);

        for (int round = 0; round < 2000; round++) {
            char[] damaged = text.toCharArray();
            for (int hit = 0; hit < 40; hit++) {
                damaged[random.nextInt(damaged.length)] = (char) random.nextInt(256);
            }
            assertThatCode(() -> NpuSmi.parse(new String(damaged))).doesNotThrowAnyException();
        }
        assertThat(NpuSmi.parse("").problem()).isEqualTo("npu-smi shows no NPU, it says: nothing");
    }

    private static NpuInventory recorded(String name) throws IOException {
        return NpuSmi.parse(Files.readString(RECORDED.resolve(name)));
    }
}
