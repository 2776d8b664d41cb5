package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.data.Tokenizers;
import io.npushell.params.Origin;
import io.npushell.params.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetManifestCheckTest {
    private static final Path TOKENIZER = Path.of("profiles/qwen-nano").toAbsolutePath();

    @TempDir
    Path directory;

    Path raw;
    Map<String, String> manifest;

    @BeforeEach
    void prepare() throws IOException {
        raw = Files.writeString(directory.resolve("a.txt"), "some text\n");
        manifest = new HashMap<>(Map.of(
                "input", raw.toString(),
                "input-bytes", "10",
                "input-modified", Files.getLastModifiedTime(raw).toString(),
                "input-sha256", Digest.sha256(raw),
                "tokenizer", "/old-build/qwen-nano",
                "tokenizer-sha256", Tokenizers.fingerprint(TOKENIZER),
                "seq-len", "128",
                "append-eod", "true",
                "dropped", "0"));
    }

    @Test
    void findsNothingWhereItWouldBeMadeTheSameWay() {
        assertThat(difference()).isNull();
    }

    @Test
    void seesThatTheTextIsAnotherNow() throws IOException {
        Files.writeString(raw, "else text\n");
        Files.setLastModifiedTime(raw, FileTime.fromMillis(1));

        assertThat(difference()).isEqualTo("made from another state of " + raw);
    }

    @Test
    void takesACopyOfTheTextForTheSame() throws IOException {
        raw = Files.copy(raw, directory.resolve("copy.txt"));

        assertThat(difference()).isNull();
    }

    @Test
    void namesAllThatDiffers() throws IOException {
        raw = Files.writeString(directory.resolve("b.txt"), "other text\n");
        manifest.put("tokenizer-sha256", "other");

        assertThat(difference("append-eod=off", "seq-len=64"))
                .isEqualTo("made from " + directory
                        + "/a.txt (now " + raw + "), with another tokenizer (/old-build/qwen-nano), with end marks,"
                        + " for sequences of 128 tokens");
    }

    @Test
    void doesNotMindEndMarksWhereTheHandlerDoesAsItLikes() {
        manifest.put("handler", "MOSSInstructionHandler");
        assertThat(difference("append-eod=off", "handler=MOSSInstructionHandler"))
                .isNull();

        manifest.put("handler", "BelleMultiTurnInstructionHandler");
        assertThat(difference("append-eod=off", "handler=BelleMultiTurnInstructionHandler"))
                .isEqualTo("made with end marks");
    }

    @Test
    void doesNotMindALongerLimitWhereNothingWasTooLong() {
        assertThat(difference("seq-len=256")).isNull();

        manifest.put("dropped", "3");

        assertThat(difference("seq-len=256")).isEqualTo("made for sequences of 128 tokens");
    }

    @Test
    void mindsALimitThatWasAskedForWhereThereWasNone() {
        manifest.put("seq-len", "0");

        assertThat(DatasetManifestCheck.difference(
                        manifest,
                        AscendSite.settings(
                                Origin.OPERATOR,
                                "raw-input=" + raw,
                                "tokenizer-path=" + TOKENIZER,
                                "append-eod=on",
                                "seq-len=128")))
                .isNull();
        assertThat(difference("seq-len=64")).isEqualTo("made for sequences of any length");
    }

    @Test
    void knowsNothingOfADatasetWithoutManifest() {
        manifest.clear();

        assertThat(difference("seq-len=64")).isNull();
    }

    private String difference(String... changes) {
        Settings settings = AscendSite.settings(
                Origin.OPERATOR, "raw-input=" + raw, "tokenizer-path=" + TOKENIZER, "append-eod=on", "seq-len=128");
        for (String change : changes) {
            settings = settings.withLayer(Origin.FLAG, merged(settings, change));
        }
        return DatasetManifestCheck.difference(manifest, settings);
    }

    private static Settings merged(Settings settings, String change) {
        Settings one = AscendSite.settings(Origin.FLAG, change);
        Settings all = settings;
        for (var setting : one.layer(Origin.FLAG).values()) {
            all = all.with(setting.parameter(), setting.value(), Origin.FLAG);
        }
        return all;
    }
}
