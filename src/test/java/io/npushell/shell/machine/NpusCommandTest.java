package io.npushell.shell.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.npushell.ExitCode;
import io.npushell.device.FakeNpuSmi;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.ShellHarness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NpusCommandTest {
    @TempDir
    Path root;

    private ShellHarness shell;
    private final String me = System.getProperty("user.name");

    @BeforeEach
    void open() {
        shell = new ShellHarness(root, Map.of("PATH", root.resolve("bin") + ":/usr/bin:/bin"));
    }

    @Test
    void showsWhoHoldsWhat() throws IOException {
        long here = ProcessHandle.current().pid();
        FakeNpuSmi.of(3)
                .unwell(1, "Alarm")
                .held(2, here, "java")
                .held(2, 999_999_999, "python")
                .install(root.resolve("bin"));

        Result result = shell.run("npus");

        assertThat(result.exit()).isEqualTo(ExitCode.OK);
        assertThat(result.err()).isEmpty();
        String holder = "java " + here + " (" + me + ")";
        assertThat(result.out()).isEqualTo("""
                npu  health         memory  HELD-BY  AICore   temp  power  name
                0    OK       3.3/64.0 GiB  FREE     0 %  47 °C   93 W  910B3
                1    Alarm    3.3/64.0 GiB  FREE     0 %  47 °C   93 W  910B3
                2    OK      61.5/64.0 GiB  HOLDER     0 %  47 °C   93 W  910B3
                                            python 999999999
                """.replace("HELD-BY", pad("held by", holder))
                .replace("FREE", pad("free", holder))
                .replace("HOLDER", holder));
    }

    private static String pad(String text, String longest) {
        int width = Math.max(longest.length(), "python 999999999".length());
        return text + " ".repeat(width - text.length());
    }

    @Test
    void fitsANarrowTerminal() throws IOException {
        FakeNpuSmi.of(1).install(root.resolve("bin"));

        assertThat(shell.onTerminal(40).run("npus").outLines())
                .containsExactly(
                        "npu  health        memory  held by  AIC…", "0    OK      3.3/64.0 GiB  free        …");
    }

    @Test
    void givesADocument() throws IOException {
        long here = ProcessHandle.current().pid();
        FakeNpuSmi.of(2).held(1, here, "java").install(root.resolve("bin"));

        JsonNode document = new ObjectMapper().readTree(shell.run("npus --json").out());

        assertThat(document.get("schema").asText()).isEqualTo("npu-shell/npus/1");
        assertThat(document.get("driver").asText()).isEqualTo("23.0.rc2.b090");
        assertThat(document.get("problem").isNull()).isTrue();
        assertThat(document.get("npus").findValuesAsText("id")).containsExactly("0", "1");
        JsonNode busy = document.get("npus").get(1);
        assertThat(busy.get("name").asText()).isEqualTo("910B3");
        assertThat(busy.get("health").asText()).isEqualTo("OK");
        assertThat(busy.get("memory_used_mib").asLong()).isEqualTo(63010);
        assertThat(busy.get("memory_total_mib").asLong()).isEqualTo(65536);
        assertThat(busy.get("power_watt").asDouble()).isEqualTo(93.4);
        JsonNode process = busy.get("processes").get(0);
        assertThat(process.get("pid").asLong()).isEqualTo(here);
        assertThat(process.get("user").asText()).isEqualTo(me);
        assertThat(process.get("session").isNull()).isTrue();
        assertThat(document.get("npus").get(0).get("processes")).isEmpty();
    }

    @Test
    void saysThatThereIsNoNpuSmi() {
        Result result = shell.run("npus");

        assertThat(result.exit()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("npu-smi is not on this host's PATH\n  try: install driver and firmware");
        assertThat(shell.runJson("npus").out()).contains("\"code\" : \"environment\"", "\"exit\" : 6");
    }

    @Test
    void callsNoNpuFreeWhereTheProcessesAreNotPrinted() throws IOException {
        String table = FakeNpuSmi.of(2).table();
        String withoutProcesses = table.substring(0, table.indexOf("| NPU     Chip              | Process id"));
        for (String text : new String[] {withoutProcesses, "NPU ID : 0\nChip Count : 1\n"}) {
            FakeNpuSmi.install(root.resolve("bin"), Map.of("info", text));

            assertThat(shell.run("npus").out()).startsWith("npu  health").doesNotContain("free");
        }
    }

    @Test
    void doesNotQuoteBytesThatAreNoText() throws IOException {
        FakeNpuSmi.install(root.resolve("bin"), Map.of("info", "a\ufffd\ufffdb\n"));

        assertThat(shell.run("npus").err()).startsWith("npu-smi shows no NPU; it says: what is no text\n");
    }

    /** Whatever npu-smi prints, it is shown or said why not. */
    @TestFactory
    Stream<DynamicTest> showsEveryRecordingOrSaysWhyNot() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/recorded/npu-smi"))) {
            return files.toList().stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                        FakeNpuSmi.install(root.resolve("bin"), Map.of("info", Files.readString(file)));

                        Result result = shell.run("npus");

                        if (result.exit() == ExitCode.OK) {
                            assertThat(result.out()).startsWith("npu  health ");
                        } else {
                            assertThat(result.exit()).isEqualTo(ExitCode.ENVIRONMENT);
                            assertThat(result.err()).contains("npu-smi", "\n  try: ");
                        }
                    }));
        }
    }
}
