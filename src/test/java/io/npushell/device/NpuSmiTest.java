package io.npushell.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.npushell.device.Npu.NpuProcess;
import io.npushell.device.Npu.Readings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

        assertThat(inventory.problem()).isNull();
        assertThat(inventory.driver()).isEqualTo("21.0.4");
        assertThat(inventory.npus())
                .containsExactly(
                        new Npu(
                                0,
                                0,
                                "910A",
                                "OK",
                                32768,
                                1,
                                List.of(),
                                readings(null, "0000:C1:00.0", 70.9, 42, 839, 15170)),
                        new Npu(
                                1,
                                0,
                                "910A",
                                "OK",
                                32768,
                                1,
                                List.of(),
                                readings(null, "0000:81:00.0", 67.2, 36, 1274, 15171)));
    }

    @Test
    void readsWhoHoldsAnNpu() throws IOException {
        NpuInventory inventory = recorded("01-info-910ProB-1card-process-23.0.rc1.txt");

        assertThat(inventory.npus())
                .containsExactly(new Npu(
                        0,
                        0,
                        "910ProB",
                        "OK",
                        32768,
                        30711,
                        List.of(new NpuProcess(55115, "python", 30784)),
                        readings(null, "0000:C1:00.0", 78.4, 33, 1198, 15137)));
        assertThat(inventory.npus().get(0).busy()).isTrue();
    }

    @Test
    void keepsWhatItReadOfAnElidedTableAndSaysWhatIsMissing() throws IOException {
        NpuInventory inventory = recorded("02-info-910B1-8card-training-process-23.0.rc2-elided.txt");

        assertThat(inventory.npus()).extracting(Npu::id).containsExactly(0, 7);
        assertThat(inventory.npus()).extracting(Npu::usedMib).containsExactly(64293L, 64114L);
        assertThat(inventory.npus())
                .extracting(npu -> npu.readings().aicorePercent())
                .containsExactly(57, 68);
        assertThat(inventory.npus().get(1).processes()).containsExactly(new NpuProcess(2441454, "python", 59802));
        assertThat(inventory.strays())
                .containsExactly(new NpuInventory.Stray(1, 0, new NpuProcess(2441448, "python", 59834)));
        assertThat(inventory.problem()).isEqualTo("npu-smi's table leaves out NPU 1, held by process 2441448");
    }

    @Test
    void readsTheWideTableWithTheColumnOfContainers() throws IOException {
        NpuInventory inventory = recorded("05-info-910B4-26.0.rc1-newcolumns-noprocess.txt");

        assertThat(inventory.problem()).isNull();
        assertThat(inventory.npus())
                .containsExactly(new Npu(
                        0, 0, "910B4", "OK", 32768, 2871, List.of(), readings(null, "0000:C1:00.0", 82.6, 32, 0, 0)));
        assertThat(inventory.npus().get(0).busy()).isFalse();
    }

    @Test
    void tellsTheDiesOfOneCardApart() {
        NpuInventory inventory = NpuSmi.parse("""
                | npu-smi 25.0.rc1                 Version: 25.0.rc1                                             |
                | NPU   Name                | Health        | Power(W)    Temp(C)           Hugepages-Usage(page)|
                | Chip  Phy-ID              | Bus-Id        | AICore(%)   Memory-Usage(MB)  HBM-Usage(MB)        |
                | 5     Ascend910           | OK            | 160.2       36                0    / 0             |
                | 0     10                  | 0000:9D:00.0  | 3           0    / 0          3124 / 65536         |
                +------------------------------------------------------------------------------------------------+
                | 5     Ascend910           | Alarm         | -           37                0    / 0             |
                | 1     11                  | 0000:9F:00.0  | 0           0    / 0          2898 / 65536         |
                | NPU     Chip              | Process id    | Process name       | Process memory(MB)    | Process id in container |
                | 5       1                 | 77            | python3.9          | 2000                  | 12                      |
                | 5       1                 | 78            |                    | 100                   | NA                      |
                """);

        assertThat(inventory.problem()).isNull();
        assertThat(inventory.npus())
                .containsExactly(
                        new Npu(
                                5,
                                0,
                                "Ascend910",
                                "OK",
                                65536,
                                3124,
                                List.of(),
                                new Readings(10, "0000:9D:00.0", 160.2, 36, 3, 0L, 0L)),
                        new Npu(
                                5,
                                1,
                                "Ascend910",
                                "Alarm",
                                65536,
                                2898,
                                List.of(new NpuProcess(77, "python3.9", 2000, 12L), new NpuProcess(78, "", 100)),
                                new Readings(11, "0000:9F:00.0", null, 37, 0, 0L, 0L)));
    }

    @Test
    void readsCardsWithoutHbmOrBusWhoseNameIsANumber() {
        NpuInventory inventory = NpuSmi.parse("""
                | NPU     Name                  | Health          | Power(W)     Temp(C)           Hugepages-Usage(page) |
                | Chip    Device                | Bus-Id          | AICore(%)    Memory-Usage(MB)                        |
                +===============================+=================+======================================================+
                | 1       310                   | OK              | 12.8         58                0     / 970           |
                | 0       0                     | NA              | 7            2621 / 8192                             |
                | 1       310                   | UNKNOWN         | NA           NA                NA    / NA            |
                | 1       NA                    | NA              | NA           NA / NA                                 |
                """);

        assertThat(inventory.problem()).isNull();
        assertThat(inventory.npus())
                .containsExactly(
                        new Npu(
                                1,
                                0,
                                "310",
                                "OK",
                                8192,
                                2621,
                                List.of(),
                                new Readings(0, null, 12.8, 58, 7, null, null)),
                        new Npu(
                                1,
                                1,
                                "310",
                                "UNKNOWN",
                                0,
                                0,
                                List.of(),
                                new Readings(null, null, null, null, null, null, null)));
    }

    @Test
    void readsTheTableThatGivesNumberAndNameColumnsOfTheirOwn() {
        NpuInventory inventory = NpuSmi.parse("""
                > | NPU ID | Name             | Health        | Power(W)       Temp(C)        Hugepages-Usage(page) |
                > |        |                  | Bus-Id        | NPU Util(%)    Memory-Usage(MB)  HBM-Usage(MB)      |
                > | 3      | Ascend950DT      | Warning       | 398.6          46             0     / 0             |
                > |        |                  | NA            | 42             0     / 0      4765  / 98304         |
                """);

        assertThat(inventory.npus())
                .containsExactly(new Npu(
                        3,
                        0,
                        "Ascend950DT",
                        "Warning",
                        98304,
                        4765,
                        List.of(),
                        new Readings(null, null, 398.6, 46, 42, 0L, 0L)));
    }

    @Test
    void keepsTheHealthOfAnNpuWhoseSecondRowIsCutOff() {
        NpuInventory inventory = NpuSmi.parse("""
                | NPU   Name                | Health        | Power(W)    Temp(C)           Hugepages-Usage(page)|
                | 4     910B3               | Critical      | 90.1        40                0    / 0             |
                """);

        assertThat(inventory.npus())
                .extracting(Npu::id, Npu::health, Npu::memoryMib)
                .containsExactly(tuple(4, "Critical", 0L));
        assertThat(inventory.problem()).endsWith("NPU 4 910B3 has no second row");
    }

    @Test
    void takesNobodyElsesTableForNpus() {
        assertThat(NpuSmi.parse("| 1 apple | red | 3 |\n| 2 pears | green | 4 |\n")
                        .npus())
                .isEmpty();
        assertThat(NpuSmi.parse("1 2 3 four\n").npus()).isEmpty();
    }

    @Test
    void repeatsWhatNpuSmiSaysWhenAnotherContainerHoldsTheCards() throws IOException {
        for (String name : List.of("11-error-device-used-8020.txt", "12-error-device-used-plus-runtime.txt")) {
            NpuInventory inventory = recorded(name);

            assertThat(inventory.problem())
                    .isEqualTo(
                            "npu-smi shows no NPU, as another container holds the NPUs; it says: dcmi model initialized failed,"
                                    + " because the device is used. ret is -8020");
            assertThat(inventory.remedy()).startsWith("docker ps ");
        }
        assertThat(recorded("14-error-bad-t-parameter.txt").problem())
                .isEqualTo(
                        "npu-smi shows no NPU, as this npu-smi does not know the question; it says: Error parameter of -t");
        assertThat(NpuSmi.parse("dcmi module initialize failed. ret is -8005").problem())
                .contains("as the driver does not answer");
    }

    @Test
    void readsWhatTheOtherQueriesTell() throws IOException {
        assertThat(recorded("09-info-l.txt").npus()).extracting(Npu::id).containsExactly(0, 1);
        assertThat(recorded("09-info-l.txt").problem()).isEqualTo("npu-smi counts 8 NPUs and lists 2");
        assertThat(recorded("10-info-m-910B3.txt").npus())
                .extracting(Npu::id, Npu::chip, Npu::name)
                .containsExactly(tuple(0, 0, "Ascend 910B3"), tuple(1, 0, "Ascend 910B3"));
        assertThat(recorded("15-proc-mem.txt").strays())
                .containsExactly(new NpuInventory.Stray(-1, 0, new NpuProcess(207795, "VLLMEngineCor", 55436)));
        assertThat(recorded("03-info-t-common-usages-memory-flash.md").npus())
                .extracting(Npu::id, Npu::chip)
                .containsExactly(tuple(1, 0), tuple(7, 0), tuple(0, 0));
    }

    @Test
    void readsTheBlocksOfACardWithTwoChips() {
        NpuInventory before = NpuSmi.parse("""
                NPU ID : 2
                Chip Count : 2
                Chip ID : 0
                HBM Capacity(MB) : 65536
                HBM Usage Rate(%) : 50
                Chip ID : 1
                HBM Capacity(MB) : 65536
                HBM Usage Rate(%) : 25
                Chip Name : mcu
                Temperature(C) : 40
                """);
        NpuInventory behind = NpuSmi.parse("""
                NPU ID : 2
                Chip Count : 2
                HBM Capacity(MB) : 65536
                HBM Usage Rate(%) : 50
                Chip ID : 0
                HBM Capacity(MB) : 65536
                HBM Usage Rate(%) : 25
                Chip ID : 1
                """);

        assertThat(before.npus())
                .extracting(Npu::id, Npu::chip, Npu::memoryMib, Npu::usedMib)
                .containsExactly(tuple(2, 0, 65536L, 32768L), tuple(2, 1, 65536L, 16384L));
        assertThat(behind.npus()).isEqualTo(before.npus());
    }

    @TestFactory
    Stream<DynamicTest> survivesAnyDamageToEveryRecording() throws IOException {
        try (Stream<Path> files = Files.list(RECORDED)) {
            return files.toList().stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                        String text = Files.readString(file);
                        Random random = new Random(7);
                        for (int round = 0; round < 500; round++) {
                            sound(NpuSmi.parse(damaged(text, random)));
                        }
                    }));
        }
    }

    @Test
    void anyTextIsAnInventoryAndSoon() {
        assertThat(NpuSmi.parse("").problem()).isEqualTo("npu-smi shows no NPU; it says: nothing");
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (String piece : List.of(
                    "|",
                    "| ",
                    "| 0 ",
                    "|0|",
                    " / ",
                    "1/1",
                    "NPU ",
                    "NPU ID : 1\n",
                    "Chip ID : 1\n",
                    "npu-smi ",
                    "Process id:1 ",
                    "\u001b[",
                    "...\n",
                    "a:",
                    "| 0 x | OK | 1 |\n",
                    "9")) {
                sound(NpuSmi.parse(piece.repeat(200_000)));
            }
        });
    }

    private static void sound(NpuInventory inventory) {
        assertThat(inventory.npus().isEmpty() && inventory.problem() == null).isFalse();
        assertThat(inventory.npus()).allMatch(npu -> npu.id() >= 0 && npu.usedMib() >= 0 && npu.memoryMib() >= 0);
    }

    /** Characters changed, lines dropped, doubled, cut or swapped. */
    private static String damaged(String text, Random random) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        for (int hit = 0; hit < 6 && !lines.isEmpty(); hit++) {
            int at = random.nextInt(lines.size());
            String line = lines.get(at);
            switch (random.nextInt(5)) {
                case 0 -> lines.remove(at);
                case 1 -> lines.add(at, line);
                case 2 -> lines.set(at, line.substring(0, random.nextInt(line.length() + 1)));
                case 3 -> lines.add(random.nextInt(lines.size()), lines.remove(at));
                default -> {
                    char[] characters = line.toCharArray();
                    for (int change = 0; change < 5 && characters.length > 0; change++) {
                        characters[random.nextInt(characters.length)] =
                                (char) random.nextInt(random.nextBoolean() ? 128 : 0x10000);
                    }
                    lines.set(at, new String(characters));
                }
            }
        }
        return String.join("\n", lines);
    }

    private static Readings readings(
            Integer physical, String bus, double power, int temperature, long ddrUsed, long ddr) {
        return new Readings(physical, bus, power, temperature, 0, ddrUsed, ddr);
    }

    private static NpuInventory recorded(String name) throws IOException {
        return NpuSmi.parse(Files.readString(RECORDED.resolve(name)));
    }
}
