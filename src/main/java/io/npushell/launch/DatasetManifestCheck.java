package io.npushell.launch;

import io.npushell.OperatorException;
import io.npushell.data.Tokenizers;
import io.npushell.data.handler.Handlers;
import io.npushell.data.source.DocumentInput;
import io.npushell.params.Origin;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Compares how a dataset was made with how it would be made now. Only what its manifest says can differ. */
final class DatasetManifestCheck {
    private static final long MOST_HASHED = 64L << 20;

    private final Map<String, String> manifest;
    private final Settings settings;
    private final List<String> differences = new ArrayList<>();

    private DatasetManifestCheck(Map<String, String> manifest, Settings settings) {
        this.manifest = manifest;
        this.settings = settings;
    }

    /** "made from /data/other.txt (now /data/this.txt), without end marks", or null where nothing differs. */
    static @Nullable String difference(Map<String, String> manifest, Settings settings) {
        DatasetManifestCheck check = new DatasetManifestCheck(manifest, settings);
        check.input();
        check.tokenizer();
        check.endMarks();
        check.handler();
        check.length();
        return check.differences.isEmpty() ? null : "made " + String.join(", ", check.differences);
    }

    private void input() {
        Path now = DataLook.path(settings, ParameterNames.RAW_INPUT).orElse(null);
        String then = manifest.get("input");
        if (now == null || then == null || !Files.exists(now)) {
            return;
        }
        boolean samePlace = Path.of(then).equals(now.toAbsolutePath().normalize());
        if ((samePlace && untouched(now)) || sameContent(now)) {
            return;
        }
        differences.add(samePlace ? "from another state of " + now : "from " + then + " (now " + now + ")");
    }

    private boolean untouched(Path input) {
        try {
            DocumentInput files = DocumentInput.of(input);
            return Long.toString(files.bytes()).equals(manifest.get("input-bytes"))
                    && files.modified().equals(manifest.get("input-modified"));
        } catch (IOException | OperatorException e) {
            return false;
        }
    }

    private boolean sameContent(Path input) {
        return Files.isRegularFile(input)
                && input.toFile().length() <= MOST_HASHED
                && Digest.sha256(input).equals(manifest.get("input-sha256"));
    }

    /** A bundled tokenizer moves with each build, so it is known by its content. */
    private void tokenizer() {
        String then = manifest.get("tokenizer-sha256");
        Path now = DataLook.path(settings, ParameterNames.TOKENIZER_PATH).orElse(null);
        if (then == null || now == null) {
            return;
        }
        try {
            if (!Tokenizers.fingerprint(now).equals(then)) {
                differences.add("with another tokenizer (" + manifest.get("tokenizer") + ")");
            }
        } catch (OperatorException e) {
            // there is none now: that is a finding of its own
        }
    }

    private void endMarks() {
        String then = manifest.get("append-eod");
        String handler = manifest.getOrDefault("handler", "");
        boolean now = Handlers.endMarks(handler, settings.is(ParameterNames.APPEND_EOD, "on"));
        if (then != null && Handlers.endMarks(handler, Boolean.parseBoolean(then)) != now) {
            differences.add(now ? "without end marks" : "with end marks");
        }
    }

    private void handler() {
        String then = manifest.get("handler");
        String now = settings.text(ParameterNames.HANDLER).orElse("");
        if (then != null && !now.isEmpty() && !then.equals(now)) {
            differences.add("by " + then);
        }
    }

    /** Longer documents were left out; where none was, a longer limit leaves out none either. */
    private void length() {
        OptionalLong now = settings.whole(ParameterNames.SEQ_LEN);
        String then = manifest.getOrDefault("seq-len", "");
        String longNow = settings.text(ParameterNames.LONG_DOCUMENTS).orElse("drop");
        boolean anyLong =
                !"0".equals(manifest.getOrDefault("dropped", "0")) || !"0".equals(manifest.getOrDefault("split", "0"));
        if (anyLong && !longNow.equals(manifest.getOrDefault("long-documents", "drop"))) {
            differences.add(longNow.equals("split") ? "without its long documents" : "with long documents split");
            return;
        }
        boolean asked = settings.find(ParameterNames.SEQ_LEN)
                .filter(setting -> setting.origin() == Origin.FLAG)
                .isPresent();
        if (then.equals("0") && asked) {
            differences.add("for sequences of any length");
            return;
        }
        if (now.isEmpty() || !then.matches("\\d{1,9}") || Long.parseLong(then) == now.getAsLong()) {
            return;
        }
        if (!"0".equals(manifest.getOrDefault("split", "0"))) {
            differences.add("with documents split for sequences of " + then + " tokens");
            return;
        }
        boolean longer = now.getAsLong() > Long.parseLong(then);
        if (!longer || !"0".equals(manifest.get("dropped"))) {
            differences.add("for sequences of " + then + " tokens");
        }
    }
}
