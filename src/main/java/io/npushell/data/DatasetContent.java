package io.npushell.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What is in a prepared dataset, plain text or the packed three; reads only. */
public final class DatasetContent {
    private static final int IGNORED = -100;
    private static final int MOST_PROBLEMS = 20;
    private static final String OTHER_LABELS = "MOSSMultiTurnHandler"; // its label of a side's mark is the end mark

    private final List<IndexedDataset> parts;
    private final boolean labelsAreTokens;

    private DatasetContent(List<IndexedDataset> parts, boolean labelsAreTokens) {
        this.parts = parts;
        this.labelsAreTokens = labelsAreTokens;
    }

    /** One sample: its tokens, and which of them are trained on; in plain text all. */
    public static final class Sample {
        private final int[] ids;
        private final boolean[] trained;

        private Sample(int[] ids, boolean[] trained) {
            this.ids = ids;
            this.trained = trained;
        }

        public int[] ids() {
            return ids.clone();
        }

        public int length() {
            return ids.length;
        }

        public boolean isTrained(int token) {
            return trained[token];
        }
    }

    /**
     * Opens a prefix as {@link IndexedDataset#inspect} takes it.
     *
     * @throws io.npushell.OperatorException where its files are missing or broken
     */
    public static DatasetContent open(Path prefix) throws IOException {
        DatasetFiles files = new DatasetFiles(prefix);
        boolean single = Files.exists(files.bin()) || Files.exists(files.index());
        List<IndexedDataset> parts = new ArrayList<>();
        for (DatasetFiles part : single ? List.of(files) : files.packed()) {
            parts.add(IndexedDataset.open(part.prefix()));
        }
        String handler = DatasetManifest.read(files.manifest()).getOrDefault("handler", "");
        return new DatasetContent(parts, !handler.equals(OTHER_LABELS));
    }

    public boolean packed() {
        return parts.size() > 1;
    }

    public int sequences() {
        return parts.get(0).sequences();
    }

    public LengthStatistics lengths() {
        int[] lengths = new int[sequences()];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = parts.get(0).length(i);
        }
        return LengthStatistics.of(lengths);
    }

    public Sample sample(int index) {
        int[] ids = tokens(parts.get(0), index);
        boolean[] trained = new boolean[ids.length];
        int[] labels = packed() ? tokens(parts.get(2), index) : ids;
        for (int i = 0; i < ids.length; i++) {
            trained[i] = labels[i] != IGNORED;
        }
        return new Sample(ids, trained);
    }

    private static int[] tokens(IndexedDataset dataset, int index) {
        int[] ids = new int[dataset.length(index)];
        dataset.copy(index, 0, ids, 0, ids.length);
        return ids;
    }

    /**
     * Reads everything.
     *
     * @param vocabulary number of ids there are, 0 where it is not known
     * @return what is wrong, at most a few of them; empty where nothing is
     */
    public List<String> verify(int vocabulary) {
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < sequences() && problems.size() < MOST_PROBLEMS; i++) {
            wrongToken(i, vocabulary).ifPresent(problems::add);
            if (packed()) {
                wrongMask(i).ifPresent(problems::add);
                wrongLabel(i, vocabulary).ifPresent(problems::add);
            }
        }
        return problems;
    }

    private Optional<String> wrongToken(int index, int vocabulary) {
        int most = vocabulary == 0 ? Integer.MAX_VALUE : vocabulary;
        int[] ids = tokens(parts.get(0), index);
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] < 0 || ids[i] >= most) {
                return Optional.of("sample " + index + " has the id " + ids[i] + " at token " + i
                        + (vocabulary == 0 ? "" : "; the tokenizer has " + vocabulary + " ids"));
            }
        }
        return Optional.empty();
    }

    private Optional<String> wrongMask(int index) {
        int[] mask = tokens(parts.get(1), index);
        for (int i = 0; i < mask.length; i++) {
            if (mask[i] != 1) {
                return Optional.of("sample " + index + " has the attention mask " + mask[i] + " at token " + i);
            }
        }
        return Optional.empty();
    }

    private Optional<String> wrongLabel(int index, int vocabulary) {
        int[] ids = tokens(parts.get(0), index);
        int[] labels = tokens(parts.get(2), index);
        for (int i = 0; i < labels.length; i++) {
            boolean fits = labelsAreTokens
                    ? labels[i] == ids[i]
                    : labels[i] >= 0 && (vocabulary == 0 || labels[i] < vocabulary);
            if (labels[i] != IGNORED && !fits) {
                return Optional.of("sample " + index + " has the label " + labels[i] + " at token " + i
                        + ", which is neither -100 nor its id " + ids[i]);
            }
        }
        return Optional.empty();
    }

    /** Samples in which every token is masked, so that the training learns nothing from them; 0 in plain text. */
    public long untrained() {
        return !packed()
                ? 0
                : IntStream.range(0, sequences()).filter(this::isMasked).count();
    }

    private boolean isMasked(int index) {
        return IntStream.of(tokens(parts.get(2), index)).allMatch(label -> label == IGNORED);
    }
}
