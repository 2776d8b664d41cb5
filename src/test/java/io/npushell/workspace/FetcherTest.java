package io.npushell.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.params.ParameterCatalog;
import io.npushell.plan.engine.Engines;
import io.npushell.process.Await;
import io.npushell.process.CommonsExecRunner;
import io.npushell.profile.ModelProfile;
import io.npushell.profile.ProfileStore;
import io.npushell.workspace.Fetcher.Kind;
import io.npushell.workspace.Fetcher.Listing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real curl against a server in this JVM. */
@Timeout(120)
class FetcherTest {
    private static final String MODEL = "/Qwen/Qwen-14B-Chat/resolve/main/";
    private static final String PARQUET =
            "/datasets/tatsu-lab/alpaca/resolve/main/data/train-00000-of-00001-a09b74b3ef9c3b56.parquet";
    private static final ModelProfile PROFILE = new ProfileStore(
                    Path.of("profiles"),
                    Path.of("none"),
                    ParameterCatalog.standard(),
                    Engines.standard().all())
            .load("qwen-14b");

    @TempDir
    Path workDir;

    private HubServer hub;
    private Path model;

    @BeforeEach
    void start() throws IOException {
        hub = new HubServer()
                .file(MODEL + "config.json", "{}")
                .file(MODEL + "qwen.tiktoken", "IQ== 0\n")
                .file(MODEL + "assets/logo.txt", "logo")
                .file(MODEL + "model-00001-of-00001.safetensors", "weights ".repeat(10_000))
                .file(MODEL + "pytorch_model-00001-of-00001.bin", "the same once more")
                .file(PARQUET, "PAR1 data");
        model = workDir.resolve("tokenizers/Qwen-14B");
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private Fetcher fetcher() {
        return new Fetcher(new CommonsExecRunner(), workDir, hub.address() + "/");
    }

    private void fetchAll(Set<Kind> kinds) {
        Listing listing = fetcher().list(PROFILE, model, kinds);
        assertThat(listing.offline()).isNull();
        for (Download file : listing.files()) {
            assertThat(fetcher().fetch(file, (of, bytes) -> {})).isNull();
        }
    }

    private static ExitCode code(Throwable e) {
        return ((OperatorException) e).exitCode();
    }

    @Test
    void fetchesAModelOnceThoughItIsPublishedTwice() throws IOException {
        fetchAll(EnumSet.of(Kind.WEIGHTS));

        try (var files = Files.walk(model)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> model.relativize(file).toString()))
                    .containsExactlyInAnyOrder(
                            "config.json", "qwen.tiktoken", "assets/logo.txt", "model-00001-of-00001.safetensors");
        }
        int asked = hub.requests().size();
        fetchAll(EnumSet.of(Kind.WEIGHTS));
        assertThat(hub.requests()).hasSize(asked + 1);
    }

    @Test
    void theTokenizerComesWithoutWeights() {
        fetchAll(EnumSet.of(Kind.TOKENIZER));

        assertThat(model.resolve("qwen.tiktoken")).hasContent("IQ== 0\n");
        assertThat(model.resolve("model-00001-of-00001.safetensors")).doesNotExist();
    }

    @Test
    void goesOnWhereTheConnectionBroke() {
        hub.cutNextAfter(5000);
        Download file = weights();

        assertThat(fetcher().fetch(file, (of, bytes) -> {})).isNull();

        assertThat(hub.requests()).last().asString().matches("GET .*safetensors bytes=[1-9][0-9]*-");
        assertThat(file.target()).hasSize(80_000).content().endsWith("weights ");
    }

    @Test
    void ctrlCEndsCurlToo() throws InterruptedException {
        hub.holdNextAfter(5000);
        Download file = weights();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread command = new Thread(() -> {
            try {
                fetcher().fetch(file, (of, bytes) -> {
                    if (bytes > 0) {
                        Thread.currentThread().interrupt();
                    }
                });
            } catch (OperatorException e) {
                thrown.set(e);
            }
        });

        command.start();
        command.join();

        assertThat(code(thrown.get())).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(part(file)).exists();
        Await.until(
                "curl has gone",
                () -> ProcessHandle.current()
                        .descendants()
                        .noneMatch(
                                process -> process.info().command().orElse("").endsWith("curl")));
    }

    @Test
    void goesOnWithWhatAKilledOneLeft() throws IOException {
        Download file = weights();
        Path part = part(file);
        Files.writeString(part, "weights weights ");

        fetcher().fetch(file, (of, bytes) -> {});

        assertThat(hub.requests()).last().asString().endsWith(" bytes=16-");
        assertThat(file.target()).hasSize(80_000);
        assertThat(part).doesNotExist();
    }

    @Test
    void startsAnewWhereTheServerKnowsNoRanges() throws IOException {
        hub.withoutRanges();
        Download file = weights();
        Files.writeString(part(file), "weights weights ");

        fetcher().fetch(file, (of, bytes) -> {});

        assertThat(file.target()).hasSize(80_000).content().startsWith("weights weights w");
    }

    @Test
    void throwsAwayWhatIsNotTheFile() throws IOException {
        Download page = new Download(hub.address() + "/page", workDir.resolve("a.json"), -1, "");
        hub.file("/page", "\n<!DOCTYPE html><html></html>");
        Download shorter = new Download(hub.address() + PARQUET, workDir.resolve("b"), 100, "");
        Download other = new Download(hub.address() + PARQUET, workDir.resolve("c"), 9, "00");

        assertThatThrownBy(() -> fetcher().fetch(page, (of, bytes) -> {}))
                .hasMessageEndingWith(" gave is a web page, not the file; it was thrown away")
                .satisfies(e -> assertThat(code(e)).isEqualTo(ExitCode.FAILED));
        assertThatThrownBy(() -> fetcher().fetch(shorter, (of, bytes) -> {}))
                .hasMessageContaining("has 9 bytes, not 100");
        assertThatThrownBy(() -> fetcher().fetch(other, (of, bytes) -> {})).hasMessageContaining("another checksum");
        assertThat(Files.list(workDir).map(path -> path.getFileName().toString()))
                .containsExactly(".npu-shell");
    }

    @Test
    void leavesAFileThatIsThereAlone() throws IOException {
        Download file = weights();
        Files.writeString(file.target(), "mine");

        assertThatThrownBy(() -> fetcher().fetch(file, (of, bytes) -> {}))
                .hasMessage("'" + file.target() + "' is there with 4 bytes, the published one has 80000")
                .satisfies(e -> assertThat(code(e)).isEqualTo(ExitCode.CONFLICT));
        assertThat(file.target()).hasContent("mine");
    }

    @Test
    void dataComesThroughTheMirrorToo() {
        Listing listing = fetcher().list(PROFILE, model, EnumSet.of(Kind.DATA));

        assertThat(listing.files())
                .extracting(Download::link)
                .containsExactly(
                        hub.address() + PARQUET,
                        "https://raw.githubusercontent.com/Instruction-Tuning-with-GPT-4/GPT-4-LLM/main/data/alpaca_gpt4_data.json");
        assertThat(fetcher().fetch(listing.files().get(0), (of, bytes) -> {})).isNull();
        assertThat(workDir.resolve("training_data/pretrain/train-00000-of-00001-a09b74b3ef9c3b56.parquet"))
                .hasContent("PAR1 data");
    }

    @Test
    void saysWhatTheServerSays() {
        Download gone = new Download(hub.address() + "/gone", workDir.resolve("a"), -1, "");

        assertThatThrownBy(() -> fetcher().fetch(gone, (of, bytes) -> {}))
                .hasMessageContaining("404")
                .satisfies(e -> assertThat(code(e)).isEqualTo(ExitCode.NOT_FOUND));
        hub.lists("<html>no list</html>");
        assertThatThrownBy(() -> fetcher().list(PROFILE, model, EnumSet.of(Kind.WEIGHTS)))
                .hasMessageContaining("gives no list of files");
        hub.lists(
                "{\"siblings\": [{\"rfilename\": \"../../evil\", \"size\": 1}, {\"rfilename\": \"/etc/evil\", \"size\": 1}]}");
        assertThatThrownBy(() -> fetcher().list(PROFILE, model, EnumSet.of(Kind.WEIGHTS)))
                .hasMessageContaining("gives no list of files");
        hub.close();
        assertThat(fetcher().list(PROFILE, model, EnumSet.of(Kind.WEIGHTS)).offline())
                .isNotBlank();
        assertThat(fetcher().fetch(gone, (of, bytes) -> {})).isNotBlank();
    }

    @Test
    void linksToPagesBecomeLinksToFiles() {
        assertThat(RawLink.of("https://github.com/a/b/blob/main/data/x.json"))
                .isEqualTo("https://raw.githubusercontent.com/a/b/main/data/x.json");
        assertThat(RawLink.of("https://huggingface.co/datasets/a/b/blob/main/x.jsonl"))
                .isEqualTo("https://huggingface.co/datasets/a/b/resolve/main/x.jsonl");
        assertThat(RawLink.of("https://huggingface.co/a/b/blob/main/x.bin"))
                .isEqualTo("https://huggingface.co/a/b/resolve/main/x.bin");
        assertThat(RawLink.of("https://example.org/blob.zip")).isEqualTo("https://example.org/blob.zip");
        assertThat(RawLink.name("https://example.org/a/b.zip?download=true")).isEqualTo("b.zip");
    }

    private Download weights() {
        List<Download> files =
                fetcher().list(PROFILE, model, EnumSet.of(Kind.WEIGHTS)).files();
        Download file = files.stream()
                .filter(each -> each.link().endsWith(".safetensors"))
                .findFirst()
                .orElseThrow();
        try {
            Files.createDirectories(file.target().getParent());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return file;
    }

    private static Path part(Download file) {
        return file.target().resolveSibling(file.target().getFileName() + Fetcher.PART);
    }
}
