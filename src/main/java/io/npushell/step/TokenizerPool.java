package io.npushell.step;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.data.handler.Handler;
import io.npushell.data.handler.UnfitRecord;
import io.npushell.data.source.DocumentVisitor;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Tokenises batches of records in all workers and writes them in their order; what waits is bounded. */
final class TokenizerPool implements DocumentVisitor, AutoCloseable {
    private static final int BATCH_CHARACTERS = 1 << 17;
    private static final int BATCHES_WAITING_PER_WORKER = 4;

    private final Handler handler;
    private final KeyOutputs outputs;
    private final Progress progress;
    private final ExecutorService workers;
    private final int mostWaiting;
    private final ArrayDeque<Future<List<List<List<int[]>>>>> waiting = new ArrayDeque<>();
    private Path file;
    private long recordsOfFile;
    private List<List<String>> batch = new ArrayList<>();
    private int batchCharacters;

    TokenizerPool(Handler handler, DataOptions options, KeyOutputs outputs, Progress progress) {
        this.handler = handler;
        this.outputs = outputs;
        this.progress = progress;
        this.workers = Executors.newFixedThreadPool(options.workers(), TokenizerPool::thread);
        this.mostWaiting = BATCHES_WAITING_PER_WORKER * options.workers();
        this.file = options.input();
    }

    @Override
    public void file(Path next) {
        submit();
        file = next;
        recordsOfFile = 0;
    }

    @Override
    public void document(List<String> texts) throws IOException {
        batch.add(texts);
        recordsOfFile++;
        batchCharacters += texts.stream().mapToInt(String::length).sum() + 1;
        if (batchCharacters >= BATCH_CHARACTERS) {
            submit();
            while (waiting.size() > mostWaiting) {
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
        Path of = file;
        long before = recordsOfFile - full.size();
        batch = new ArrayList<>();
        batchCharacters = 0;
        waiting.add(workers.submit(() -> encode(full, of, before)));
    }

    private List<List<List<int[]>>> encode(List<List<String>> records, Path of, long before) {
        List<List<List<int[]>>> encoded = new ArrayList<>(records.size());
        for (List<String> texts : records) {
            try {
                encoded.add(handler.encode(texts));
            } catch (UnfitRecord e) {
                throw new OperatorException(
                        ExitCode.FAILED,
                        of + " record " + (before + encoded.size() + 1) + " " + e.getMessage(),
                        "mend or remove this record",
                        e);
            }
        }
        return encoded;
    }

    private void writeOldest() throws IOException {
        for (List<List<int[]>> record : encoded()) {
            outputs.add(record);
            // The packed three have the same lengths; their tokens are those of the first.
            progress.count((handler.packed() ? record.subList(0, 1) : record)
                    .stream().flatMap(List::stream).mapToLong(ids -> ids.length).sum());
        }
    }

    private List<List<List<int[]>>> encoded() throws IOException {
        try {
            return waiting.remove().get();
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OperatorException refused) {
                throw refused;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("tokenising failed", e.getCause());
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "tokenizer");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
