package io.npushell.model;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.yaml.FileProblems;
import io.npushell.yaml.TextFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The families that are known: those that come with npu-shell, and one from a file of the operator's own. */
public final class ModelFamilies {
    private static final String ENDING = ".yaml";

    private final List<ModelFamily> families;

    private ModelFamilies(List<ModelFamily> families) {
        this.families = List.copyOf(families);
    }

    /** Read once, when the first is asked for. */
    private static final class Shipped {
        static final List<String> NAMES = List.of("qwen", "chatglm3");
        static final ModelFamilies ALL =
                new ModelFamilies(NAMES.stream().map(Shipped::read).toList());

        private static ModelFamily read(String name) {
            FileProblems problems = new FileProblems(name + ENDING);
            try (InputStream in = ModelFamilies.class.getResourceAsStream(name + ENDING)) {
                if (in == null) {
                    throw new IllegalStateException("no resource " + name + ENDING);
                }
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                return FamilyReader.read(text, name, null, problems)
                        .orElseThrow(() -> problems.refusal("install npu-shell again"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Those that come with npu-shell. */
    public static ModelFamilies shipped() {
        return Shipped.ALL;
    }

    /** Those, and before them another one, whose models it is asked about first. */
    public static ModelFamilies with(ModelFamily family) {
        return new ModelFamilies(Stream.concat(
                        Stream.of(family),
                        shipped().families.stream()
                                .filter(shipped -> !shipped.name().equals(family.name())))
                .toList());
    }

    /**
     * The family a command line names.
     *
     * @param reference a name, or the path of a file
     * @throws OperatorException USAGE where there is none of that name, or the file is wrong
     */
    public static ModelFamily open(String reference) {
        if (!reference.contains("/")) {
            return shipped()
                    .named(reference)
                    .orElseThrow(() -> new OperatorException(
                            ExitCode.USAGE,
                            "there is no family \"" + reference + "\"; there are "
                                    + String.join(" and ", shipped().names()) + ", and files of your own",
                            "--family " + shipped().names().get(0)));
        }
        FileProblems problems = new FileProblems(reference);
        return read(Path.of(reference), problems)
                .orElseThrow(() -> problems.refusal("mend the file; docs/profiles.md says what belongs there"));
    }

    /** One from a file, which is called as the family; empty with problems where it is wrong. */
    public static Optional<ModelFamily> read(Path file, FileProblems problems) {
        String name = String.valueOf(file.getFileName());
        String expected = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
        return TextFile.read(file, problems)
                .flatMap(text -> FamilyReader.read(
                        text, expected, file.toAbsolutePath().normalize().toString(), problems));
    }

    /**
     * What a profile that does not name its family is taken for: of the two that there were before profiles did, ChatGLM3 comes with a SentencePiece
     * model, Qwen with tiktoken ranks.
     */
    public static ModelFamily guessed(List<String> tokenizerFiles) {
        return shipped().families.stream()
                .filter(family -> tokenizerFiles.contains(family.tokenizer().file()))
                .reduce((first, last) -> last)
                .orElse(shipped().families.get(0));
    }

    /** Names, in the order they are tried. */
    public List<String> names() {
        return families.stream().map(ModelFamily::name).toList();
    }

    /** Names of the files that the manual fine-tunes them with. */
    public List<String> finetuneData() {
        return families.stream().map(ModelFamily::finetuneData).toList();
    }

    public Optional<ModelFamily> named(String name) {
        return families.stream().filter(family -> family.name().equals(name)).findFirst();
    }

    /** The first whose config.json says that model_type. */
    public Optional<ModelFamily> ofModelType(String modelType) {
        return families.stream()
                .filter(family -> family.config().modelType().equals(modelType))
                .findFirst();
    }

    /**
     * The one that a checkpoint can only be of, by what its tensors and args show; empty where several fit or none.
     *
     * @param qkvBias null where it is not known
     */
    public Optional<ModelFamily> fitting(boolean grouped, @Nullable Boolean qkvBias) {
        List<ModelFamily> fitting = families.stream()
                .filter(family -> family.grouping().fits(grouped)
                        && (qkvBias == null || family.has(WeightRole.QKV_BIAS) == qkvBias))
                .toList();
        return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
    }

    /** What config.json may say, for messages: "qwen and chatglm (ChatGLM3)". */
    public String modelTypes() {
        return families.stream()
                .map(family -> family.config().modelType()
                        + (family.config().modelType().equals(family.name()) ? "" : " (" + family.title() + ")"))
                .collect(Collectors.joining(" and "));
    }
}
