package io.npushell.trainer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.data.Tokenizer;
import io.npushell.data.Tokenizers;
import io.npushell.model.ModelShape;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.OptionalLong;

/** {@code sample}: prints what a model writes after a text, as one JSON object. */
final class SampleCommand {
    private static final int DEFAULT_SEED = 1234;

    private final Environment environment;
    private final PrintStream out;

    SampleCommand(Environment environment, PrintStream out) {
        this.environment = environment;
        this.out = out;
    }

    int run(SampleOptions options) {
        Architecture architecture = ShapeReader.architecture(environment);
        ModelShape shape = architecture.shape();
        FusedMultiplyAdd.require();
        Tokenizer tokenizer = Tokenizers.open(options.tokenizer());
        SampledModel model = options.checkpoint()
                .map(checkpoint -> SampledModel.load(checkpoint, options.base(), architecture))
                .orElseGet(() -> untrained(architecture));
        print(model.iteration(), options.text(), continuation(options, shape, model.weights(), tokenizer));
        return ExitCode.OK.code();
    }

    private SampledModel untrained(Architecture architecture) {
        long seed = environment.find("SEED").isPresent() ? environment.whole("SEED") : DEFAULT_SEED;
        return new SampledModel(Initializer.fresh(architecture, seed), OptionalLong.of(0));
    }

    private String continuation(SampleOptions options, ModelShape shape, ModelWeights weights, Tokenizer tokenizer) {
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

    private void print(OptionalLong iteration, String prompt, String text) {
        StringWriter json = new StringWriter();
        try (JsonGenerator generator = new JsonFactory().createGenerator(json)) {
            generator.writeStartObject();
            if (iteration.isPresent()) {
                generator.writeNumberField("iteration", iteration.getAsLong());
            }
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
