package io.npushell.trainer;

import io.npushell.data.IndexedDataset;
import io.npushell.model.ModelShape;
import java.io.Closeable;
import java.io.IOException;

/** The dataset of DATASET_PATH, of the kind that the run type reads. Open while its batches are used. */
final class TrainingData implements AutoCloseable {
    private final RunSettings settings;
    private final Closeable files;
    private final BatchMaker maker;

    private interface BatchMaker {
        Batches make(ModelShape shape, TrainingLog log);
    }

    private TrainingData(RunSettings settings, Closeable files, BatchMaker maker) {
        this.settings = settings;
        this.files = files;
        this.maker = maker;
    }

    static TrainingData open(RunSettings settings) throws IOException {
        int length = settings.batch().sequenceLength();
        long seed = settings.seed();
        if (settings.runType().finetunes()) {
            PackedDataset packed = PackedDataset.open(settings.dataset());
            return new TrainingData(settings, packed::close, (shape, log) -> {
                AnswerBatches batches = new AnswerBatches(packed, length, shape.paddedVocabulary(), seed);
                log.line(
                        " > %s: %d samples, %d left out with nothing to learn, %d tokens to learn an epoch",
                        settings.dataset(), packed.samples(), batches.leftOut(), batches.learnedTokens());
                return batches;
            });
        }
        IndexedDataset text = IndexedDataset.open(settings.dataset());
        return new TrainingData(settings, text::close, (shape, log) -> {
            DatasetTokens tokens = new DatasetTokens(text);
            log.line(" > %s: %d tokens", settings.dataset(), tokens.tokens());
            return new TextBatches(tokens, length, shape.paddedVocabulary(), seed);
        });
    }

    Batches batches(ModelShape shape, TrainingLog log) {
        Batches batches = maker.make(shape, log);
        double epochs = (double) settings.trainIterations() * settings.batch().global() / batches.samplesPerEpoch();
        log.line(
                " > %d samples an epoch, %.2f epochs in %d iterations",
                batches.samplesPerEpoch(), epochs, settings.trainIterations());
        return batches;
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
