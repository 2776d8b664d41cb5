package io.npushell.step;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.data.DatasetFacts;
import io.npushell.data.DatasetManifest;
import io.npushell.data.IndexedDataset;
import io.npushell.data.handler.Handlers;
import io.npushell.data.source.DocumentInput;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Judges what upstream's tool left by the files alone, and notes beside them how they were made. */
record CheckDataStep(DataOptions options, PrintStream out) {
    void run() throws IOException {
        boolean packed = Handlers.isPacked(options.handlerName());
        List<Path> prefixes = new ArrayList<>();
        if (packed) {
            prefixes.add(options.outputPrefix());
        } else {
            options.jsonKeys().forEach(key -> prefixes.add(options.prefix(key, false)));
        }
        List<DatasetFacts> all = new ArrayList<>();
        for (Path prefix : prefixes) {
            all.add(sound(prefix));
        }
        DocumentInput input = DocumentInput.of(options.input());
        input.hash();
        for (int i = 0; i < prefixes.size(); i++) {
            DatasetFacts facts = all.get(i);
            String key = packed ? "input_ids" : options.jsonKeys().get(i);
            Manifest manifest = new Manifest(
                    options, input.files().size(), input.bytes(), input.modified(), input.sha256(), facts.documents());
            DatasetManifest.write(prefixes.get(i), manifest.ofOthers(key, facts));
            out.printf(
                    " data: %s is sound, %d documents, %d tokens%n",
                    prefixes.get(i), facts.documents(), facts.tokens());
        }
    }

    private static DatasetFacts sound(Path prefix) {
        DatasetFacts facts = IndexedDataset.inspect(prefix);
        String problem = facts.problem();
        if (problem == null && !facts.exists()) {
            problem = "there are no files " + prefix + "*";
        } else if (problem == null && facts.tokens() == 0) {
            problem = prefix + " holds no tokens";
        }
        if (problem != null) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "ModelLink's preprocess_data.py left no usable dataset: " + problem,
                    "read its output above, or set preprocessor native");
        }
        return facts;
    }
}
