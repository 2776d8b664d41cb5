package io.npushell.data.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/** A directory that Hugging Face's {@code datasets} wrote with save_to_disk, or keeps as its cache: Arrow files and descriptions, no text. */
final class SavedDataset {
    /** What lies beside data and is none. */
    static final Set<String> DESCRIPTIONS =
            Set.of("dataset_info.json", "dataset_infos.json", "dataset_dict.json", "state.json");

    private static final String SEVERAL = "dataset_dict.json";

    private SavedDataset() {}

    /** Refuses a saved dataset and says how it becomes Parquet. */
    static void refuse(Path directory) throws IOException {
        boolean described = Files.exists(directory.resolve("dataset_info.json"));
        boolean several = Files.exists(directory.resolve(SEVERAL));
        boolean saved = described && Files.exists(directory.resolve("state.json"));
        if (!several && !saved && !(described && hasArrow(directory))) {
            return;
        }
        String load = saved || several
                ? "from datasets import load_from_disk; d = load_from_disk(sys.argv[1])"
                : "from glob import glob; from datasets import Dataset, concatenate_datasets as all;"
                        + " d = all([Dataset.from_file(f) for f in sorted(glob(sys.argv[1] + \"/*.arrow\"))])";
        String split = several ? "[\"" + firstSplit(directory.resolve(SEVERAL)) + "\"]" : "";
        throw new OperatorException(
                ExitCode.FAILED,
                "the directory \"" + directory + "\" is a saved Hugging Face dataset ("
                        + (saved || several ? "save_to_disk" : "its cache")
                        + "), whose Arrow files cannot be read here",
                "python3 -c 'import sys; " + load + "; d" + split + ".to_parquet(sys.argv[2])' "
                        + ForeignContent.word(directory.toString())
                        + " data.parquet   then   set raw-input data.parquet");
    }

    private static boolean hasArrow(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(file -> Content.ending(file).equals("arrow"));
        }
    }

    /** {@code {"splits": ["train", "test"]}}; "train" where that cannot be read. */
    private static String firstSplit(Path description) {
        try (JsonParser parser = PythonJson.factory().createParser(Files.newBufferedReader(description))) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING && parser.getText().matches("\\w+")) {
                    return parser.getText();
                }
            }
            return "train";
        } catch (IOException e) {
            return "train";
        }
    }
}
