package io.npushell.launch;

import io.npushell.data.DatasetFacts;
import io.npushell.data.IndexedDataset;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.plan.Facts;
import io.npushell.profile.Engine;
import io.npushell.profile.RunType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at the raw text and at the dataset made of it. */
final class DataLook {
    private static final long MOST_HASHED = 64L << 20;
    private static final List<String> OWN_STEP_READS = List.of(".json", ".jsonl", ".txt");

    private DataLook() {}

    static Facts.@Nullable RawData raw(Settings settings, Engine engine) {
        Path path = path(settings, ParameterNames.RAW_INPUT).orElse(null);
        if (path == null) {
            return null;
        }
        if (!Files.exists(path)) {
            return new Facts.RawData(path.toString(), false, 0, null);
        }
        return new Facts.RawData(path.toString(), true, path.toFile().length(), rawProblem(path, engine));
    }

    private static @Nullable String rawProblem(Path path, Engine engine) {
        if (!Files.isReadable(path)) {
            return "it may not be read by this user";
        }
        if (Files.isDirectory(path)) {
            return engine == Engine.EMBEDDED ? "it is a directory, and the data step reads one file" : null;
        }
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        if (engine == Engine.EMBEDDED && OWN_STEP_READS.stream().noneMatch(name::endsWith)) {
            return "the data step reads " + String.join(", ", OWN_STEP_READS);
        }
        try (InputStream in = Files.newInputStream(path)) {
            String start = new String(in.readNBytes(64), StandardCharsets.ISO_8859_1)
                    .stripLeading()
                    .toLowerCase(Locale.ROOT);
            if (start.isEmpty()) {
                return "it is empty";
            }
            return start.startsWith("<!doctype") || start.startsWith("<html")
                    ? "it is a web page, not data: download the file itself (the link with /raw/ or /resolve/)"
                    : null;
        } catch (IOException e) {
            return "it cannot be read: " + e.getMessage();
        }
    }

    static Facts.@Nullable Dataset dataset(Settings settings, RunType runType) {
        Path prefix = path(settings, ParameterNames.DATASET_PATH).orElse(null);
        if (prefix == null) {
            return null;
        }
        DatasetFacts facts = IndexedDataset.inspect(prefix);
        String difference = facts.exists() ? difference(facts.manifest(), settings, runType) : null;
        return new Facts.Dataset(
                prefix.toString(), facts.exists(), facts.documents(), facts.tokens(), facts.problem(), difference);
    }

    /** How the dataset was made otherwise than it would be now. Only what its manifest says can differ. */
    private static @Nullable String difference(Map<String, String> manifest, Settings settings, RunType runType) {
        List<String> differences = new ArrayList<>();
        path(settings, ParameterNames.RAW_INPUT)
                .filter(Files::isRegularFile)
                .ifPresent(raw -> compareInput(manifest, raw, differences));
        String tokenizer = manifest.get("tokenizer");
        path(settings, ParameterNames.TOKENIZER_PATH).ifPresent(now -> {
            if (tokenizer != null
                    && tokenizer.startsWith("/")
                    && !Path.of(tokenizer).normalize().equals(now.normalize())) {
                differences.add("with the tokenizer " + tokenizer);
            }
        });
        String eod = manifest.get("append-eod");
        boolean nowEod =
                settings.text(ParameterNames.APPEND_EOD).filter("on"::equals).isPresent();
        if (eod != null && List.of("on", "true", "yes").contains(eod) != nowEod) {
            differences.add(nowEod ? "without end marks" : "with end marks");
        }
        String length = manifest.get("seq-len");
        String nowLength = settings.text(ParameterNames.SEQ_LEN).orElse(length);
        // plain text is cut while training; instruction data is packed to the length when it is prepared
        if (runType.finetunes() && length != null && !length.equals(nowLength)) {
            differences.add("for sequences of " + length);
        }
        return differences.isEmpty() ? null : "made " + String.join(", ", differences);
    }

    private static void compareInput(Map<String, String> manifest, Path raw, List<String> differences) {
        String digest = manifest.get("input-sha256");
        String input = manifest.getOrDefault("input", raw.toString());
        if (digest != null && raw.toFile().length() <= MOST_HASHED) {
            if (!digest.equals(Digest.sha256(raw))) {
                differences.add(input.equals(raw.toString()) ? "from other content of " + raw : "from " + input);
            }
        } else if (!Path.of(input).normalize().equals(raw.normalize())) {
            differences.add("from " + input);
        }
    }

    private static Optional<Path> path(Settings settings, String name) {
        return settings.text(name).filter(text -> text.startsWith("/")).map(Path::of);
    }
}
