package io.npushell.shell.profiles;

import io.npushell.ExitCode;
import io.npushell.model.ModelShape;
import io.npushell.model.RunType;
import io.npushell.params.Setting;
import io.npushell.profile.ModelProfile;
import io.npushell.profile.ProfileStore;
import io.npushell.profile.Recommendation;
import io.npushell.shell.access.KnownNames;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.JsonObject;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Paragraph;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;
import io.npushell.shell.workbench.Workbench;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Shows one profile: shape, scripts, variables, recommended settings. */
final class ProfileShowCommand extends OperatorCommand {
    private final Supplier<ProfileStore> profiles;
    private final Workbench bench;
    private final KnownNames known;

    ProfileShowCommand(Supplier<ProfileStore> profiles, Workbench bench, KnownNames known) {
        super(CommandDoc.named("profile show", CommandGroup.PROFILES, "show a profile: shape, script, recommendations")
                .arguments("[NAME]", 0, 1)
                .json()
                .paged()
                .example("profile show qwen-72b", "what the manual recommends on 5 and on 8 nodes")
                .seeAlso("profile diff", "use")
                .build());
        this.profiles = profiles;
        this.bench = bench;
        this.known = known;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        ModelProfile profile = words.find(0).map(profiles.get()::load).orElseGet(bench::profile);
        if (out.json()) {
            out.document("profile", json -> json(json, profile));
            return ExitCode.OK;
        }
        out.line(Text.of(profile.name(), Style.STRONG).plus("  " + profile.title()));
        Map<String, String> facts = facts(profile);
        int indent = 4 + facts.keySet().stream().mapToInt(String::length).max().orElse(0);
        facts.forEach((name, value) -> out.lines(
                Paragraph.lines(Text.of("  " + name, Style.FAINT).padded(indent).plus(value), indent, out.width())));
        return ExitCode.OK;
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return request.position() == 0 ? known.suggest() : List.of();
    }

    private static Map<String, String> facts(ModelProfile profile) {
        ModelShape shape = profile.shape();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("file", profile.source());
        facts.put("engine", profile.engine().label() + ", " + profile.script() + ", MODEL_TYPE " + profile.modelType());
        facts.put(
                "family",
                profile.family().name()
                        + (profile.family().file() == null
                                ? ""
                                : ", " + profile.family().file())
                        + (profile.familyNamed()
                                ? ""
                                : "  (not named; add the line: family: "
                                        + profile.family().name() + ")"));
        facts.put(
                "shape",
                ProfileListCommand.size(profile.parameters()) + " parameters: " + shape.layers() + " layers, hidden "
                        + shape.hidden() + ", " + shape.heads() + " heads (" + shape.kvGroups() + " KV groups), ffn "
                        + shape.ffn() + ", vocabulary " + shape.vocabulary() + " padded to " + shape.paddedVocabulary()
                        + ", positions up to " + shape.maxPositions());
        facts.put("tokenizer", String.join(" or ", profile.tokenizerFiles()));
        facts.put("reads", profile.variables().values().stream().sorted().collect(Collectors.joining(" ")));
        for (Recommendation recommendation : profile.recommendations()) {
            String note = recommendation.note().isEmpty() ? "" : "  (" + recommendation.note() + ")";
            facts.merge(
                    "for " + scope(recommendation),
                    SettingWords.of(recommendation.settings()) + note,
                    (one, other) -> one + "; " + other);
        }
        return facts;
    }

    private static String scope(Recommendation recommendation) {
        String runTypes = recommendation.runTypes().isEmpty()
                ? "all"
                : recommendation.runTypes().stream()
                        .sorted()
                        .map(RunType::label)
                        .collect(Collectors.joining(", "));
        return recommendation.nodes().isEmpty()
                ? runTypes
                : runTypes + " on "
                        + recommendation.nodes().stream()
                                .sorted()
                                .map(String::valueOf)
                                .collect(Collectors.joining(", "))
                        + " nodes";
    }

    private static void json(JsonObject json, ModelProfile profile) {
        ModelShape shape = profile.shape();
        json.field("name", profile.name())
                .field("title", profile.title())
                .field("engine", profile.engine().label())
                .field("model_type", profile.modelType())
                .field("directory", profile.directory())
                .field("family", profile.family().name())
                .field("script", profile.script())
                .field("source", profile.source())
                .object(
                        "shape",
                        object -> object.field("parameters", profile.parameters())
                                .field("layers", (long) shape.layers())
                                .field("hidden", (long) shape.hidden())
                                .field("heads", (long) shape.heads())
                                .field("kv_groups", (long) shape.kvGroups())
                                .field("ffn", (long) shape.ffn())
                                .field("vocabulary", (long) shape.vocabulary())
                                .field("padded_vocabulary", (long) shape.paddedVocabulary())
                                .field("max_positions", (long) shape.maxPositions()))
                .object("variables", profile.variables())
                .texts("environment", profile.environment())
                .objects(
                        "recommendations",
                        profile.recommendations(),
                        (object, recommendation) -> object.texts(
                                        "run_types",
                                        recommendation.runTypes().stream()
                                                .sorted()
                                                .map(RunType::label)
                                                .toList())
                                .texts(
                                        "nodes",
                                        recommendation.nodes().stream()
                                                .sorted()
                                                .map(String::valueOf)
                                                .toList())
                                .field("note", recommendation.note())
                                .object(
                                        "settings",
                                        recommendation.settings().stream()
                                                .collect(Collectors.toMap(
                                                        setting -> setting.parameter()
                                                                .name(),
                                                        (Setting setting) ->
                                                                setting.value().text()))));
    }
}
