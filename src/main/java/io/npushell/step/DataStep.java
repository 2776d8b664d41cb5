package io.npushell.step;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.data.DatasetLock;
import io.npushell.data.DatasetManifest;
import io.npushell.data.Tokenizer;
import io.npushell.data.Tokenizers;
import io.npushell.data.source.DocumentFile;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Makes the Megatron datasets of one text file, a dataset for each of its columns asked for. */
final class DataStep {
    private final DataOptions options;
    private final PrintStream out;

    DataStep(DataOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    @SuppressWarnings("try") // the lock is held, not used
    void run() throws IOException {
        Tokenizer tokenizer = Tokenizers.open(options.tokenizer());
        try (DocumentFile input = DocumentFile.open(options.input())) {
            Path directory = options.outputPrefix().toAbsolutePath().getParent();
            Files.createDirectories(directory);
            String holder = "process " + ProcessHandle.current().pid() + " on " + hostName() + " (input "
                    + options.input().toAbsolutePath() + ")";
            try (DatasetLock lock = DatasetLock.take(options.outputPrefix(), holder)) {
                write(input, tokenizer);
            }
        }
    }

    private void write(DocumentFile input, Tokenizer tokenizer) throws IOException {
        long size = Files.size(options.input());
        String modified = Files.getLastModifiedTime(options.input()).toString();
        Progress progress = new Progress(out, size, input::bytesRead);
        out.printf(
                " data: %s, %d tokens in the vocabulary, %d workers%n",
                options.input(), tokenizer.vocabularySize(), options.workers());
        try (KeyOutputs outputs = KeyOutputs.open(options)) {
            try (TokenizerPool pool = new TokenizerPool(tokenizer, options, outputs, progress)) {
                input.forEach(options.jsonKeys(), pool);
                pool.finish();
            }
            outputs.requireTokens();
            outputs.complete();
            Manifest manifest = new Manifest(options, size, modified, input.sha256(), progress.documents());
            for (KeyOutput output : outputs.all()) {
                DatasetManifest.write(output.prefix(), manifest.of(output));
            }
            progress.end();
            outputs.report(out);
        } catch (UncheckedIOException e) {
            throw notWritten(Objects.requireNonNull(e.getCause()));
        }
    }

    /** Failures of writing, told apart from those of reading, which name the input themselves. */
    private OperatorException notWritten(IOException e) {
        return new OperatorException(
                ExitCode.ENVIRONMENT,
                "cannot write \"" + options.outputPrefix() + "\": " + e.getMessage(),
                "make room on that disk and run this again; nothing half-written is left",
                e);
    }

    private static String hostName() throws IOException {
        Path file = Path.of("/etc/hostname");
        return Files.isReadable(file) ? Files.readString(file).strip() : "this machine";
    }
}
