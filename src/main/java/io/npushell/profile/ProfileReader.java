package io.npushell.profile;

import io.npushell.io.ClosestNames;
import io.npushell.model.ModelFamilies;
import io.npushell.model.ModelFamily;
import io.npushell.model.ModelShape;
import io.npushell.params.ParameterCatalog;
import io.npushell.profile.ModelProfile.Sources;
import io.npushell.yaml.Fields;
import io.npushell.yaml.FileProblems;
import io.npushell.yaml.TextFile;
import io.npushell.yaml.YamlNode;
import io.npushell.yaml.YamlTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one profile file; the profile is there only where the file has no problem. */
final class ProfileReader {
    private static final List<String> SOURCES = List.of("model", "pretrain", "finetune");
    private static final String REPOSITORY = "[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*";
    private static final String LINK = "https?://[!-~&&[^\"'`$\\\\]]+/[^/?#]+";
    private static final String SCRIPT_FORM = "[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*";

    private final ParameterCatalog catalog;
    private final FileProblems problems;
    private final List<? extends NamedEngine> engines;
    private final Path path;
    private final Path builtIn;

    ProfileReader(
            ParameterCatalog catalog,
            List<? extends NamedEngine> engines,
            Path path,
            Path builtIn,
            FileProblems problems) {
        this.catalog = catalog;
        this.engines = engines;
        this.problems = problems;
        this.path = path;
        this.builtIn = builtIn;
    }

    Optional<ModelProfile> read() {
        Optional<ModelProfile> profile = TextFile.read(path, problems)
                .flatMap(text -> YamlTree.read(text, problems))
                .map(this::profile);
        return problems.count() == 0 ? profile : Optional.empty();
    }

    private ModelProfile profile(YamlNode.Mapping root) {
        Fields fields = new Fields(root, problems);
        SettingsFields parameters = new SettingsFields(catalog, problems);
        String name = name(fields);
        String title = fields.text(
                "title", text -> !text.isBlank() && text.length() <= 80, "one line of at most 80 characters");
        NamedEngine engine = engine(fields);
        String modelType = fields.text("model-type", text -> text.matches("[A-Za-z0-9][A-Za-z0-9._-]*"), "one word");
        String directory = fields.text(
                "directory",
                text -> text.matches("[A-Za-z0-9][A-Za-z0-9._-]*"),
                "the name of a directory, without '/'");
        Optional<ModelFamily> family = family(fields);
        ModelShape shape = shape(fields);
        String script = fields.text(
                "script",
                text -> text.matches(SCRIPT_FORM) && !text.contains(".."),
                "a path below the code directory, such as scripts/qwen/qwen.sh");
        Map<String, String> variables = VariableReader.read(fields, parameters, problems);
        List<String> environment = fields.texts("environment", text -> !text.isBlank(), "a shell line");
        List<Recommendation> recommendations = RecommendationReader.readAll(
                fields.items("recommendations"), shape.maxPositions(), parameters, problems);
        fields.required("tokenizer-files");
        List<String> tokenizerFiles = fields.texts("tokenizer-files", ProfileReader::isFileName, "a file name");
        List<String> weightFiles = fields.texts("weight-files", ProfileReader::isFileName, "a file name or pattern");
        int divisor = fields.whole("vocabulary-divisor", 1, 1_000_000);
        int devices = fields.whole("devices-per-node", 1, 1024);
        String bundled = bundledTokenizer(fields);
        Sources sources = sources(fields);
        fields.noOthers();
        return new ModelProfile(
                name,
                title,
                engine,
                modelType,
                directory,
                family.orElseGet(() -> ModelFamilies.guessed(tokenizerFiles)),
                family.isPresent(),
                shape,
                script,
                variables,
                environment,
                recommendations,
                tokenizerFiles,
                weightFiles,
                divisor,
                devices,
                bundled,
                sources,
                path.toString());
    }

    private Sources sources(Fields fields) {
        Map<String, YamlNode.Entry> entries = fields.entries("sources");
        for (YamlNode.Entry entry : entries.values()) {
            if (!SOURCES.contains(entry.key().text())) {
                problems.add(
                        entry.key(),
                        "sources are " + String.join(", ", SOURCES) + ", not '"
                                + entry.key().text() + "'");
            }
        }
        return new Sources(
                source(
                        entries,
                        fields,
                        "model",
                        REPOSITORY,
                        "a repository of Hugging Face, such as Qwen/Qwen-14B-Chat"),
                source(entries, fields, "pretrain", LINK, "a link that begins with https://"),
                source(entries, fields, "finetune", LINK, "a link that begins with https://"));
    }

    private static String source(
            Map<String, YamlNode.Entry> entries, Fields fields, String key, String form, String must) {
        YamlNode.Entry entry = entries.get(key);
        return entry == null ? "" : fields.text(entry.value(), key, text -> text.matches(form), must);
    }

    private String name(Fields fields) {
        String file = path.getFileName().toString().replaceFirst("\\.yaml$", "");
        return fields.text("name", file::equals, "'" + file + "', as the file is called");
    }

    private NamedEngine engine(Fields fields) {
        String label = fields.text(
                "engine",
                text -> engines.stream().anyMatch(engine -> engine.label().equals(text)),
                engines.stream().map(NamedEngine::label).collect(Collectors.joining(" or ")));
        return engines.stream()
                .filter(engine -> engine.label().equals(label))
                .<NamedEngine>map(engine -> engine)
                .findFirst()
                .orElse(engines.get(0));
    }

    private Optional<ModelFamily> family(Fields fields) {
        Optional<YamlNode> key = fields.optional("family");
        if (key.isEmpty()) {
            return Optional.empty();
        }
        String name = fields.text("family", NamedFiles::isName, "the name of a family, such as qwen");
        Path own = path.toAbsolutePath().normalize().resolveSibling("families").resolve(name + ".yaml");
        ModelFamilies shipped = ModelFamilies.shipped();
        if (name.isEmpty() || (shipped.named(name).isPresent() && !Files.exists(own))) {
            return shipped.named(name);
        }
        if (!Files.exists(own)) {
            List<String> known = Stream.concat(
                            shipped.names().stream(), new NamedFiles(own.resolveSibling("")).names().stream())
                    .distinct()
                    .toList();
            problems.add(
                    key.get(),
                    "there is no family '" + name + "'" + Fields.didYouMean(ClosestNames.of(name, known))
                            + "; families are " + String.join(", ", known) + "; one of your own would be "
                            + own);
            return Optional.empty();
        }
        FileProblems inFamily = new FileProblems(own.toString());
        Optional<ModelFamily> read = ModelFamilies.read(own, inFamily);
        inFamily.inOrder().forEach(problem -> problems.add(key.get(), "family " + name + ": " + problem));
        return read;
    }

    private ModelShape shape(Fields fields) {
        fields.required("shape");
        return fields.group("shape")
                .map(group -> ShapeReader.read(group, problems))
                .orElse(new ModelShape(1, 1, 1, 1, 1, 1, 1, Integer.MAX_VALUE, 1, 10_000, 1e-6));
    }

    /** Beside the file, else beside the profiles of npu-shell: a copy in the operator's own directory names the same tokenizer. */
    private @Nullable String bundledTokenizer(Fields fields) {
        if (fields.optional("bundled-tokenizer").isEmpty()) {
            return null;
        }
        String name = fields.text(
                "bundled-tokenizer", ProfileReader::isFileName, "the name of a directory beside the profile");
        Path beside = path.toAbsolutePath().normalize().resolveSibling(name);
        Path shipped = builtIn.toAbsolutePath().normalize().resolve(name);
        return (Files.exists(beside) || !Files.exists(shipped) ? beside : shipped).toString();
    }

    private static boolean isFileName(String text) {
        return !text.isBlank() && !text.contains("/") && !text.equals("..") && !text.equals(".");
    }
}
