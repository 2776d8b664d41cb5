package io.npushell.shell.profiles;

import io.npushell.ExitCode;
import io.npushell.model.ModelShape;
import io.npushell.model.RunType;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.Settings;
import io.npushell.profile.ModelProfile;
import io.npushell.profile.ProfileStore;
import io.npushell.shell.access.KnownNames;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Table;
import io.npushell.shell.view.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What differs between two profiles: shape, script and recommended settings per run type. */
final class ProfileDiffCommand extends OperatorCommand {
    private static final String NONE = "–";

    private final Supplier<ProfileStore> profiles;
    private final KnownNames known;

    private record Difference(String what, String left, String right) {}

    ProfileDiffCommand(Supplier<ProfileStore> profiles, KnownNames known) {
        super(CommandDoc.named("profile diff", CommandGroup.PROFILES, "what differs between two profiles")
                .arguments("NAME NAME", 2, 2)
                .json()
                .paged()
                .example("profile diff qwen-7b qwen-14b", "shape and recommended settings")
                .seeAlso("profile show", "diff")
                .build());
        this.profiles = profiles;
        this.known = known;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        ModelProfile left = profiles.get().load(words.argument(0));
        ModelProfile right = profiles.get().load(words.argument(1));
        List<Difference> differences = differences(traits(left), traits(right));
        if (out.json()) {
            out.document(
                    "profile-diff",
                    json -> json.objects(
                            "differences",
                            differences,
                            (object, difference) -> object.field("what", difference.what())
                                    .field("left", difference.left())
                                    .field("right", difference.right())));
        } else if (differences.isEmpty()) {
            out.say("no difference");
        } else {
            Table table = Table.of("", left.name(), right.name());
            differences.forEach(difference -> table.row(
                    Text.of(difference.what(), Style.STRONG), Text.of(difference.left()), Text.of(difference.right())));
            out.lines(table.lines(out.width()));
        }
        return ExitCode.OK;
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return request.position() < 2 ? known.suggest() : List.of();
    }

    private static List<Difference> differences(Map<String, String> left, Map<String, String> right) {
        Set<String> names = new LinkedHashSet<>(left.keySet());
        names.addAll(right.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String name : names) {
            String one = left.getOrDefault(name, NONE);
            String other = right.getOrDefault(name, NONE);
            if (!one.equals(other)) {
                differences.add(new Difference(name, one, other));
            }
        }
        return differences;
    }

    private static Map<String, String> traits(ModelProfile profile) {
        Map<String, String> traits = new LinkedHashMap<>();
        ModelShape shape = profile.shape();
        traits.put("engine", profile.engine().label());
        traits.put("script", profile.script());
        traits.put("model-type", profile.modelType());
        traits.put("family", profile.family().name());
        traits.put("layers", Integer.toString(shape.layers()));
        traits.put("hidden", Integer.toString(shape.hidden()));
        traits.put("heads", Integer.toString(shape.heads()));
        traits.put("kv-groups", Integer.toString(shape.kvGroups()));
        traits.put("ffn", Integer.toString(shape.ffn()));
        traits.put("padded-vocabulary", Integer.toString(shape.paddedVocabulary()));
        traits.put("max-positions", Integer.toString(shape.maxPositions()));
        for (RunType runType : RunType.values()) {
            Settings settings = profile.recommended(runType, 1);
            ParameterCatalog.standard()
                    .all()
                    .forEach(parameter -> settings.text(parameter.name())
                            .ifPresent(value -> traits.put(runType.label() + " " + parameter.name(), value)));
        }
        return traits;
    }
}
