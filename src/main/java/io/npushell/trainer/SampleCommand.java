package io.npushell.trainer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.data.Tokenizer;
import io.npushell.data.Tokenizers;
import io.npushell.weights.CheckpointFacts;
import io.npushell.weights.Checkpoints;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code sample}: prints what a model writes after a text, as one JSON object. */
final class SampleCommand {
    private static final int DEFAULT_SEED = 1234;
    private static final Pattern ITERATION = Pattern.compile("iter_(\\d{7,9})");

    private final Environment environment;
    private final PrintStream out;

    SampleCommand(Environment environment, PrintStream out) {
        this.environment = environment;
        this.out = out;
    }

    int run(SampleOptions options) {
        Shape shape = ShapeReader.read(environment);
        FusedMultiplyAdd.require();
        Tokenizer tokenizer = Tokenizers.open(options.tokenizer());
        long iteration = 0;
        ModelWeights weights;
        if (options.checkpoint().isPresent()) {
            weights = new ModelWeights(shape);
            iteration = load(options.checkpoint().get(), shape, weights);
        } else {
            long seed = environment.find("SEED").isPresent() ? environment.whole("SEED") : DEFAULT_SEED;
            weights = Initializer.fresh(shape, seed);
        }
        print(iteration, options.text(), continuation(options, shape, weights, tokenizer));
        return ExitCode.OK.code();
    }

    /** A directory of checkpoints stands for its newest one; iter_0000060 below it for that one. */
    private static long load(Path named, Shape shape, ModelWeights weights) {
        Matcher one = ITERATION.matcher(String.valueOf(named.getFileName()));
        boolean chosen = one.matches() && Files.isDirectory(named);
        Path directory = chosen ? named.resolveSibling("") : named;
        CheckpointFacts facts = Checkpoints.inspect(directory);
        if (facts.iteration() < 0 || facts.problem() != null) {
            throw new OperatorException(
                    ExitCode.NOT_FOUND,
                    "there is no checkpoint to sample from in '%s': %s".formatted(directory, facts.problem()));
        }
        RunSettings.Parallel parallel = new RunSettings.Parallel(facts.tensorParallel(), facts.pipelineParallel());
        long iteration = chosen ? Long.parseLong(one.group(1)) : facts.iteration();
        new CheckpointReader(directory, iteration, parallel).weights(shape, weights);
        return iteration;
    }

    private String continuation(SampleOptions options, Shape shape, ModelWeights weights, Tokenizer tokenizer) {
        int[] text = tokenizer.encode(options.text());
        if (text.length == 0) {
            text = new int[] {tokenizer.endOfDocument()};
        }
        for (int token : text) {
            if (token >= shape.paddedVocabulary()) {
                throw new OperatorException(
                        ExitCode.FAILED,
                        "the tokenizer in '%s' gives token '%d', which a vocabulary of '%d' does not have"
                                .formatted(options.tokenizer(), token, shape.paddedVocabulary()));
            }
        }
        int context = Math.min(environment.count("SEQ_LEN", shape.maxPositions()), shape.maxPositions());
        int threads = environment.count("THREADS", Runtime.getRuntime().availableProcessors());
        try (Workers workers = new Workers(threads)) {
            Sampler sampler = new Sampler(
                    shape,
                    weights,
                    workers,
                    context,
                    text.length + options.tokens(),
                    options.temperature(),
                    options.seed());
            int[] all = sampler.extend(text, options.tokens(), tokenizer.endOfDocument());
            return added(tokenizer, text, all);
        }
    }

    /** Decoded together: a tokenizer may drop the blank before a first word. */
    private static String added(Tokenizer tokenizer, int[] text, int[] all) {
        String before = tokenizer.decode(text);
        String whole = tokenizer.decode(all);
        return whole.startsWith(before)
                ? whole.substring(before.length())
                : tokenizer.decode(Arrays.copyOfRange(all, text.length, all.length));
    }

    private void print(long iteration, String prompt, String text) {
        StringWriter json = new StringWriter();
        try (JsonGenerator generator = new JsonFactory().createGenerator(json)) {
            generator.writeStartObject();
            generator.writeNumberField("iteration", iteration);
            generator.writeStringField("prompt", prompt);
            generator.writeStringField("text", text);
            generator.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("a string cannot fail to be written", e);
        }
        out.println(json);
        out.flush();
    }
}
