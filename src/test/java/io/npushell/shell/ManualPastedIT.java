package io.npushell.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.npushell.weights.Checkpoints;
import io.npushell.weights.SafetensorsFile;
import io.npushell.weights.TensorContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command that the manual prints, pasted at the prompt as it is printed, in the manual's order, up to its results on the stand-ins.
 *
 * <p>They name /home/ma-user/ws, so the shell runs where that is a directory of the test: in a mount name space of its own.
 */
@Timeout(240)
class ManualPastedIT {
    private static final Path DIALOGUE = Path.of("src/test/resources/manual/session.txt");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** $1 is the workspace; what else is below /home stays where it is. */
    private static final String MANUALS_WORKSPACE = """
            set -e
            mount --make-rprivate /
            mkdir "$1/../home-of-host"
            mount --bind /home "$1/../home-of-host"
            mount -t tmpfs none /home
            for place in "$1"/../home-of-host/*; do
                [ -d "$place" ] && [ "${place##*/}" != ma-user ] || continue
                mkdir "/home/${place##*/}"
                mount --bind "$place" "/home/${place##*/}"
            done
            mkdir -p /home/ma-user/ws
            mount --bind "$1" /home/ma-user/ws
            shift
            exec "$@"
            """;

    @TempDir
    Path root;

    private RealShell shell;

    /** What is pasted or typed, and what has to be said. */
    private record Exchange(String text, boolean typed, List<String> said, boolean imports) {}

    @BeforeEach
    void prepare() throws Exception {
        assumeTrue(TerminalSession.available(), "tmux is not installed");
        assumeTrue(canMount(), "no mount name space of one's own");
        shell = new RealShell(root).withNpus();
        DevServerSite.smallProfile(shell.home(), "http://127.0.0.1:9/");
        DevServerSite.placeDownloads(Files.createDirectories(shell.workspace()));
    }

    @Test
    void endsInTheManualsResults() throws Exception {
        try (TerminalSession terminal = shell.terminal(180, 100, around())) {
            // the greeting may say it above the first prompt
            terminal.waitFor("8 NPUs 910B3").waitForPrompt("npu-shell ›");
            for (Exchange exchange : dialogue()) {
                run(terminal, exchange);
            }
        }
        Path output = shell.workspace().resolve("saved_dir_for_ma_output/Qwen-14B");
        for (String trained : List.of("pretrain", "sft", "lora")) {
            assertThat(output.resolve(trained + "/latest_checkpointed_iteration.txt"))
                    .hasContent("300");
        }
        Path prepared = shell.workspace().resolve("processed_for_ma_input/Qwen-14B");
        assertThat(prepared.resolve("data/pretrain/alpaca_text_document.idx")).isNotEmptyFile();
        for (String key : List.of("attention_mask", "input_ids", "labels")) {
            assertThat(prepared.resolve("data/finetune/alpaca_ft_packed_" + key + "_document.bin"))
                    .isNotEmptyFile();
        }
        assertThat(Checkpoints.inspect(prepared.resolve("converted_weights")).tensorParallel())
                .isEqualTo(8);
        Path downloaded = root.resolve("downloaded");
        DevServerSite.model().save(downloaded, 1);
        for (String merged : List.of("sft-300", "lora-300")) {
            // the stand-in saves the weights that it was given
            assertThat(tensors(shell.workspace().resolve("exported/Qwen-14B/" + merged + "/model.safetensors")))
                    .as(merged)
                    .isEqualTo(tensors(downloaded.resolve("model.safetensors")))
                    .isNotEmpty();
        }
    }

    /** All tensors with their types, shapes and bits. */
    private static Map<String, List<Object>> tensors(Path file) throws IOException {
        Map<String, List<Object>> tensors = new TreeMap<>();
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            for (Map.Entry<String, TensorContent> each : opened.tensors().entrySet()) {
                ByteBuffer bytes = ByteBuffer.allocate((int) each.getValue().bytes());
                each.getValue().read(0, bytes);
                tensors.put(
                        each.getKey(),
                        List.of(each.getValue().dtype(), each.getValue().shape(), bytes.flip()));
            }
        }
        return tensors;
    }

    private static void run(TerminalSession terminal, Exchange exchange) {
        terminal.clear().waitForMatch("\\A\\S+ ›\\s*\\z", PATIENCE);
        if (exchange.typed()) {
            terminal.type(exchange.text());
        } else {
            terminal.paste(exchange.text());
        }
        terminal.key("Enter");
        if (exchange.imports()) {
            terminal.waitForMatch("^\\S+ › import '", PATIENCE);
            said(terminal, exchange);
            terminal.clear().key("Enter");
        }
        said(terminal, exchange);
        terminal.waitForMatch("^\\S+ ›\\s*\\z", PATIENCE);
    }

    private static void said(TerminalSession terminal, Exchange exchange) {
        for (String words : exchange.said()) {
            terminal.waitForMatch(Pattern.quote(words), PATIENCE);
        }
    }

    private List<String> around() {
        List<String> around = new ArrayList<>(unshare());
        around.addAll(
                List.of("sh", "-c", MANUALS_WORKSPACE, "sh", shell.workspace().toString()));
        return around;
    }

    private static List<String> unshare() {
        return "root".equals(System.getProperty("user.name"))
                ? List.of("unshare", "--mount")
                : List.of("unshare", "--user", "--map-root-user", "--mount");
    }

    private static boolean canMount() throws InterruptedException {
        List<String> command = new ArrayList<>(unshare());
        command.addAll(List.of("mount", "-t", "tmpfs", "none", "/mnt"));
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Exchange> dialogue() throws IOException {
        List<Exchange> exchanges = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        List<String> said = new ArrayList<>();
        List<String> all = new ArrayList<>(Files.readAllLines(DIALOGUE));
        all.subList(0, all.indexOf("")).clear();
        all.add("");
        for (String line : all) {
            if (line.startsWith("=> ")) {
                said.add(line.substring(3));
            } else if (!said.isEmpty()) {
                String text = String.join("\n", lines);
                boolean typed = text.contains("› ");
                exchanges.add(new Exchange(
                        typed ? text.substring(text.indexOf("› ") + 2) : text,
                        typed,
                        said.stream().filter(words -> !words.equals("import")).toList(),
                        said.contains("import")));
                lines.clear();
                said.clear();
            } else if (!line.isEmpty() || !lines.isEmpty()) {
                lines.add(line);
            }
        }
        assertThat(exchanges).hasSizeGreaterThan(40);
        return exchanges;
    }
}
