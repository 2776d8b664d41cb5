package io.npushell.step;

import io.npushell.data.Tokenizer;
import io.npushell.data.source.DocumentVisitor;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Tokenises batches of records in all workers and writes them in their order; what waits is bounded. */
final class TokenizerPool implements DocumentVisitor, AutoCloseable {
    private static final int BATCH_CHARACTERS = 1 << 17;
    private static final int BATCHES_WAITING_PER_WORKER = 4;

    private final Tokenizer tokenizer;
    private final boolean appendEndOfDocument;
    private final KeyOutputs outputs;
    private final Progress progress;
    private final ExecutorService workers;
    private final int mostWaiting;
    private final ArrayDeque<Future<List<List<int[]>>>> waiting = new ArrayDeque<>();
    private List<List<String>> batch = new ArrayList<>();
    private int batchCharacters;

    TokenizerPool(Tokenizer tokenizer, DataOptions options, KeyOutputs outputs, Progress progress) {
        this.tokenizer = tokenizer;
        this.appendEndOfDocument = options.appendEndOfDocument();
        this.outputs = outputs;
        this.progress = progress;
        this.workers = Executors.newFixedThreadPool(options.workers());
        this.mostWaiting = BATCHES_WAITING_PER_WORKER * options.workers();
    }

    @Override
    public void document(List<String> texts) throws IOException {
        batch.add(texts);
        batchCharacters += texts.stream().mapToInt(String::length).sum() + 1;
        if (batchCharacters >= BATCH_CHARACTERS) {
            submit();
            if (waiting.size() > mostWaiting) {
                writeOldest();
            }
        }
    }

    /** Writes all that is still waiting. */
    void finish() throws IOException {
        submit();
        while (!waiting.isEmpty()) {
            writeOldest();
        }
    }

    private void submit() {
        List<List<String>> full = batch;
        batch = new ArrayList<>();
        batchCharacters = 0;
        waiting.add(workers.submit(() -> encode(full)));
    }

    private List<List<int[]>> encode(List<List<String>> records) {
        List<List<int[]>> encoded = new ArrayList<>(records.size());
        for (List<String> texts : records) {
            encoded.add(texts.stream().map(this::encode).toList());
        }
        return encoded;
    }

    private int[] encode(String text) {
        if (text.isEmpty()) {
            return new int[0];
        }
        int[] ids = tokenizer.encode(text);
        if (!appendEndOfDocument) {
            return ids;
        }
        int[] ended = Arrays.copyOf(ids, ids.length + 1);
        ended[ids.length] = tokenizer.endOfDocument();
        return ended;
    }

    private void writeOldest() throws IOException {
        for (List<int[]> record : encoded()) {
            outputs.add(record);
            progress.count(record.stream().mapToLong(ids -> ids.length).sum());
        }
    }

    private List<List<int[]>> encoded() throws IOException {
        try {
            return waiting.remove().get();
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("tokenising failed", e.getCause());
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
