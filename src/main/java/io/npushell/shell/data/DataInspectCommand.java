package io.npushell.shell.data;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.data.DatasetContent;
import io.npushell.data.DatasetFacts;
import io.npushell.data.IndexedDataset;
import io.npushell.data.Tokenizer;
import io.npushell.data.Tokenizers;
import io.npushell.params.ParameterNames;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says what is in a prepared dataset, and whether its files fit together. */
final class DataInspectCommand extends OperatorCommand {
    private static final long SAMPLES = 2;

    private final DatasetChoice choice;

    DataInspectCommand(DatasetChoice choice) {
        super(CommandDoc.named("data inspect", CommandGroup.DATA, "say what is in a prepared dataset")
                .arguments("[PREFIX]", 0, 1)
                .description(
                        "PREFIX is what dataset-path takes (…/alpaca_text_document, …/alpaca_ft); a file of the dataset will do too. Without it the"
                                + " dataset of the settings in use is meant. Exits 1 where the files are broken or do not fit together.")
                .option("samples", "N", "decode N samples (" + SAMPLES + ")")
                .option("from", "N", "begin with sample N, counted from 0")
                .flag("full", "show samples whole")
                .flag(
                        "verify",
                        "read every token: ids within the vocabulary, masks and labels that fit; exits 1 where one is wrong")
                .json()
                .paged()
                .example("data inspect", "the dataset of the settings in use")
                .example("data inspect --verify --samples 0", "in a script")
                .seeAlso("data list", "data prepare")
                .build());
        this.choice = choice;
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return choice.services().fileNames().suggestions(request.word(), false);
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        Path prefix = choice.prefix(words.find(0));
        DatasetFacts facts = IndexedDataset.inspect(prefix);
        if (!facts.exists() && facts.problem() == null) {
            throw choice.none(prefix);
        }
        if (facts.problem() != null) {
            throw new OperatorException(
                    ExitCode.FAILED, "dataset '" + prefix + "' is broken: " + facts.problem(), "data prepare");
        }
        Inspection inspection;
        try {
            inspection = inspect(prefix, facts, words);
        } catch (IOException e) {
            throw new OperatorException(ExitCode.FAILED, "cannot read '" + prefix + "': " + e, null, e);
        }
        if (out.json()) {
            out.document("dataset", json -> InspectionJson.write(json, inspection));
        } else {
            new InspectionView(words.flag("full"), out.width())
                    .lines(inspection)
                    .forEach(out::line);
        }
        return inspection.sound() ? ExitCode.OK : ExitCode.FAILED;
    }

    private Inspection inspect(Path prefix, DatasetFacts facts, Words words) throws IOException {
        DatasetContent content = DatasetContent.open(prefix);
        Path directory = tokenizerDirectory(facts);
        Tokenizer tokenizer = tokenizer(directory);
        int vocabulary = tokenizer == null ? 0 : tokenizer.vocabularySize();
        List<DecodedSample> samples = new ArrayList<>();
        long from = words.number("from", 0).orElse(0L);
        long asked = words.number("samples", 0).orElse(SAMPLES);
        if (asked > 0 && from > 0 && from >= content.sequences()) {
            throw new OperatorException(
                    ExitCode.NOT_FOUND,
                    "there is no sample " + from + " in '" + prefix + "': it has " + content.sequences()
                            + ", counted from 0",
                    "data inspect --from " + Math.max(0, content.sequences() - asked));
        }
        long end = asked < content.sequences() - from ? from + asked : content.sequences();
        for (long i = from; i < end; i++) {
            samples.add(DecodedSample.of((int) i, content.sample((int) i), tokenizer));
        }
        return new Inspection(
                prefix,
                content.packed(),
                facts,
                content.lengths(),
                choice.settings().flatMap(settings -> EpochLength.of(facts, content.packed(), settings)),
                samples,
                words.flag("verify") ? content.verify(vocabulary) : null,
                words.flag("verify") ? content.untrained() : 0,
                vocabulary,
                directory == null ? "" : directory.toString());
    }

    /** The one it was made with where that is known and still there, else that of the settings. */
    private @Nullable Path tokenizerDirectory(DatasetFacts facts) {
        String made = facts.manifest().get("tokenizer");
        if (made != null && tokenizer(Path.of(made)) != null) {
            return Path.of(made);
        }
        return choice.settings()
                .flatMap(settings -> settings.text(ParameterNames.TOKENIZER_PATH))
                .map(Path::of)
                .filter(directory -> Objects.nonNull(tokenizer(directory)))
                .orElse(null);
    }

    private static @Nullable Tokenizer tokenizer(@Nullable Path directory) {
        try {
            return directory == null ? null : Tokenizers.open(directory);
        } catch (OperatorException e) {
            return null;
        }
    }
}
