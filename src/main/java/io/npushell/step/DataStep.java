package io.npushell.step;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.data.DatasetLock;
import io.npushell.data.DatasetManifest;
import io.npushell.data.Tokenizer;
import io.npushell.data.Tokenizers;
import io.npushell.data.handler.Handler;
import io.npushell.data.handler.Handlers;
import io.npushell.data.source.DocumentInput;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Makes the Megatron datasets of raw data: one for each of the columns asked for, or the packed three for fine-tuning. */
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
        Handler handler =
                Handlers.named(options.handlerName(), options.jsonKeys(), tokenizer, options.appendEndOfDocument());
        if (options.appendEndOfDocument()) {
            tokenizer.endOfDocument(); // where it has none, it says so now
        }
        DocumentInput input = DocumentInput.of(options.input());
        Path directory = options.outputPrefix().toAbsolutePath().getParent();
        Files.createDirectories(directory);
        String holder = "process " + ProcessHandle.current().pid() + " on " + hostName() + " (input "
                + options.input().toAbsolutePath() + ")";
        try (DatasetLock lock = DatasetLock.take(options.outputPrefix(), holder)) {
            out.printf(
                    " data: %s, %s, %d tokens in the vocabulary, %d workers%n",
                    options.input(), options.handlerName(), tokenizer.vocabularySize(), options.workers());
            write(input, handler);
        }
    }

    private void write(DocumentInput input, Handler handler) throws IOException {
        long size = input.bytes();
        String modified = input.modified();
        Progress progress = new Progress(out, size, input::bytesRead);
        tellFiles(input);
        try (KeyOutputs outputs = KeyOutputs.open(options, handler)) {
            try (TokenizerPool pool = new TokenizerPool(handler, options, outputs, progress)) {
                input.forEach(handler.columns(), pool);
                pool.finish();
            }
            outputs.requireTokens();
            outputs.complete(options.outputPrefix());
            Manifest manifest =
                    new Manifest(options, input.files().size(), size, modified, input.sha256(), progress.documents());
            if (handler.packed()) {
                DatasetManifest.write(options.outputPrefix(), manifest.of(outputs.first()));
            } else {
                for (KeyOutput output : outputs.all()) {
                    DatasetManifest.write(output.prefix(), manifest.of(output));
                }
            }
            progress.end();
            outputs.report(out);
        } catch (UncheckedIOException e) {
            throw notWritten(Objects.requireNonNull(e.getCause()));
        }
    }

    private void tellFiles(DocumentInput input) {
        if (Files.isDirectory(options.input())) {
            String others = input.others() == 0 ? "" : ", " + input.others() + " with other endings passed over";
            out.printf(" data: %d files of the directory%s%n", input.files().size(), others);
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
