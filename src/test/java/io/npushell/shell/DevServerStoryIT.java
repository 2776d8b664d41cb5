package io.npushell.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.container.TestEngine;
import io.npushell.shell.ShellHarness.Result;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** docs/examples/devserver-14b.npu: all of the manual, with the stand-in scripts in a real container. */
@Timeout(300)
class DevServerStoryIT {
    @TempDir
    Path root;

    private DevServerSite site;

    @BeforeEach
    void prepare() throws Exception {
        site = new DevServerSite(root, Optional.of(TestEngine.require()));
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void doesTheWholeManual() {
        Result story = site.shell.invoke(
                "run",
                "--keep-going",
                "--set",
                "PACKAGE=" + site.zip,
                "--set",
                "WORKSPACE=" + site.shell.workspace(),
                "--set",
                "IMAGE=" + TestEngine.IMAGE,
                Path.of("docs/examples/devserver-14b.npu").toAbsolutePath().toString());

        assertThat(story.exit())
                .as("doctor misses CANN and torch_npu, and nothing else went wrong: %s", story.err())
                .isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(story.err())
                .contains("errors, ", "for qwen-14b/pretrain")
                .contains("tokenizers/Qwen-14B", "alpaca_gpt4_data.json")
                .contains("placed in " + site.shell.workspace().resolve("6.3.904-Ascend"))
                .contains("container ascendspeed is set up")
                .contains("Session 2 completed at iteration 200/200")
                .contains("Session 3 completed at iteration 300/300")
                .contains("Session 6 completed at iteration 300/300")
                .contains("Session 8 completed at iteration 300/300")
                .doesNotContain("try: launch --from data", "not launched");
        site.shell.run("use qwen-14b; set work-dir " + site.shell.workspace());
        assertThat(site.shell.runJson("sessions").out())
                .contains("\"id\" : \"9\"")
                .doesNotContain("\"state\" : \"failed\"");
        assertThat(site.shell.run("show 6").out()).contains("  container  ascendspeed (" + TestEngine.IMAGE + ")");
        assertThat(story.out()).contains("speed       1509.8 tokens/s/p = GBS 64 × SEQ_LEN 4096 ÷ (8 devices × time)");
    }
}
