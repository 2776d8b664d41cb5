package io.npushell.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole manual on a laptop, as the example has it. */
@Timeout(600)
class LaptopAllIT {
    private static final Path SCRIPT = Path.of("docs/examples/laptop-all.npu").toAbsolutePath();

    @TempDir
    Path root;

    private RealShell shell;
    private Path workspace;

    @BeforeEach
    void prepare() throws IOException {
        shell = new RealShell(root);
        workspace = root.resolve("home/npu-work");
    }

    @AfterEach
    void stop() throws Exception {
        shell.run("stop", "last", "--now");
    }

    @Test
    void trainsExportsConvertsTunesAndMerges() throws Exception {
        RealShell.Ended ended = shell.run("run", SCRIPT.toString());

        assertThat(ended.exit()).as(ended.err()).isZero();
        List<String> pretrain = losses("0001-qwen-nano-pretrain");
        List<String> sft = losses("0004-qwen-nano-sft");
        List<String> lora = losses("0005-qwen-nano-lora");
        assertThat(last(pretrain)).isLessThan(first(pretrain) - 1);
        assertThat(last(sft)).isLessThan(first(sft) - 1);
        assertThat(last(lora))
                .as("adapters go on where the fine-tuned model is")
                .isLessThan(first(lora));
        assertThat(first(lora)).isLessThan(first(sft) - 1).isLessThan(last(sft) + 0.3);

        // one model says one thing, in whatever form its weights are
        List<String> said = ended.out().lines().toList();
        assertThat(after(said, "pretrain-80")).startsWith("The operator").isEqualTo(after(said, "converted_weights"));
        assertThat(after(said, "lora-32")).isEqualTo(after(said, "after  iteration   32"));
        assertThat(after(said, "before iteration    0  What is a checkpoint?", 1))
                .as("what lora began with is what sft ended with")
                .isEqualTo(after(said, "after  iteration   40"));
        assertThat(Files.readString(workspace.resolve("exported/Qwen-nano/lora-32/config.json")))
                .contains("\"model_type\"");
    }

    /** The words after the marks of a line that begins so. */
    private static String after(List<String> lines, String beginning) {
        return after(lines, beginning, 0);
    }

    private static String after(List<String> lines, String beginning, int which) {
        List<String> found =
                lines.stream().filter(line -> line.startsWith(beginning)).toList();
        assertThat(found).as("%s in %s", beginning, lines).hasSizeGreaterThan(which);
        String line = found.get(which);
        return line.substring(Math.max(line.indexOf("The operator"), line.indexOf("What is")));
    }

    private List<String> losses(String session) throws IOException {
        return Files.readAllLines(workspace
                        .resolve(".npu-shell/sessions")
                        .resolve(session)
                        .resolve("run.log"))
                .stream()
                .filter(line -> line.contains("lm loss: "))
                .map(line -> line.replaceAll(".*lm loss: (\\S+) .*", "$1"))
                .toList();
    }

    private static double first(List<String> losses) {
        return Double.parseDouble(losses.get(0));
    }

    private static double last(List<String> losses) {
        return Double.parseDouble(losses.get(losses.size() - 1));
    }
}
