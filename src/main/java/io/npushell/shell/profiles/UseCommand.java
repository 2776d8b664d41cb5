package io.npushell.shell.profiles;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.params.Parameter;
import io.npushell.params.Setting;
import io.npushell.params.Settings;
import io.npushell.plan.engine.Engines;
import io.npushell.profile.ModelProfile;
import io.npushell.profile.ProfileStore;
import io.npushell.shell.access.KnownNames;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.settings.ChangeView;
import io.npushell.shell.view.Output;
import io.npushell.shell.workbench.Workbench;
import io.npushell.shell.workbench.WorkbenchState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Chooses profile and run type; what was set there before counts again, places and nodes come along. */
final class UseCommand extends OperatorCommand {
    private final Workbench bench;
    private final Supplier<ProfileStore> profiles;
    private final KnownNames known;
    private final ChangeView view;

    UseCommand(Workbench bench, Supplier<ProfileStore> profiles, KnownNames known, ChangeView view) {
        super(CommandDoc.named("use", CommandGroup.PROFILES, "choose profile and run type")
                .arguments("PROFILE[/RUN-TYPE]", 1, 2)
                .description(
                        "Without a run type the one in use stays. What you set is kept per profile and run type and counts again when you come back. Settings about places and"
                                + " nodes (work-dir, code-dir, nnodes, container …) come along where you have not set them there.")
                .example("use qwen-14b/sft", "fine-tuning of Qwen-14B")
                .example("use qwen-nano", "the small model that trains on this CPU")
                .seeAlso("profile list", "show", "set")
                .build());
        this.bench = bench;
        this.profiles = profiles;
        this.known = known;
        this.view = view;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        if (words.arguments().size() > 1) {
            throw oneWordMeant(words);
        }
        String[] parts = words.argument(0).split("/", 2);
        RunType.find(parts[0])
                .filter(type -> parts.length < 2 && !profiles.get().names().contains(parts[0]))
                .ifPresent(this::refuseAlone);
        Optional<RunType> named = parts.length < 2 ? Optional.empty() : Optional.of(runType(parts[0], parts[1]));
        ModelProfile profile = profiles.get().load(parts[0]);
        RunType runType = named.orElseGet(() -> bench.state().runType());
        WorkbenchState old = bench.state();
        List<Setting> carried = new ArrayList<>();
        bench.reloadProfile();
        Workbench.Change change = bench.change(words.spelled(), state -> {
            WorkbenchState next = state.use(profile.name(), runType);
            Settings settings = next.settings();
            for (Setting setting : state.settings().layer(Origin.OPERATOR).values()) {
                if (comesAlong(setting, profile)
                        && !settings.layer(Origin.OPERATOR)
                                .containsKey(setting.parameter().name())) {
                    settings = settings.with(setting.parameter(), setting.value(), Origin.OPERATOR);
                    carried.add(setting);
                }
            }
            return carried.isEmpty() ? next : next.withSettings(settings);
        });
        bench.profile();
        view.differences(change, out);
        if (!old.title().equals(change.after().title())) {
            told(out, "carried over: ", carried);
            told(out, "as you left it: ", left(change.after(), carried));
        }
        view.findings(change, out);
        if (!profile.familyNamed()) {
            out.say("profile " + profile.name() + " names no family; taken for "
                    + profile.family().name()
                    + " by its tokenizer-files. Add to " + profile.source() + " the line: family: "
                    + profile.family().name());
        }
        return ExitCode.OK;
    }

    /** The run type behind a blank. Nothing is used yet, and what is set next says so again. */
    private OperatorException oneWordMeant(Words words) {
        String profile = words.argument(0);
        String second = words.argument(1).replaceFirst("^/", "");
        Optional<RunType> runType = profile.contains("/") ? Optional.empty() : RunType.find(second);
        if (runType.isEmpty()) {
            return words.usage("use takes no '" + words.argument(1) + "'");
        }
        String meant = profile + "/" + runType.get().label();
        if (profiles.get().names().contains(profile)) {
            bench.meant(meant);
        }
        return new OperatorException(ExitCode.USAGE, "profile and run type are one word", "use " + meant);
    }

    private void refuseAlone(RunType type) {
        String profile = bench.state().profile();
        throw new OperatorException(
                ExitCode.USAGE,
                "'" + type.label() + "' is a run type, not a profile",
                "use " + (profile == null ? "PROFILE" : profile) + "/" + type.label());
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        if (request.position() > 0) {
            return List.of();
        }
        int slash = request.word().indexOf('/');
        if (slash < 0) {
            return known.suggest();
        }
        String head = request.word().substring(0, slash + 1);
        return Arrays.stream(RunType.values())
                .map(type -> Suggestion.of(head + type.label(), meaning(type)))
                .toList();
    }

    private static String meaning(RunType type) {
        return switch (type) {
            case PRETRAIN -> "from random weights";
            case RETRAIN -> "go on from a checkpoint";
            case SFT -> "fine-tune all weights";
            case LORA -> "fine-tune a low-rank adapter";
        };
    }

    private static RunType runType(String profile, String label) {
        return RunType.find(label)
                .orElseThrow(() -> new OperatorException(
                        ExitCode.USAGE,
                        "'" + label + "' is no run type; they are "
                                + Arrays.stream(RunType.values())
                                        .map(RunType::label)
                                        .collect(Collectors.joining(", ")),
                        "use " + profile + "/" + RunType.PRETRAIN.label()));
    }

    /** The container of the NPUs is none for a model that trains on this CPU. */
    private static boolean comesAlong(Setting setting, ModelProfile profile) {
        Parameter.Group group = setting.parameter().group();
        return group.ofTheSite()
                && (group != Parameter.Group.CONTAINER || Engines.of(profile).needsNpus());
    }

    private static List<Setting> left(WorkbenchState state, List<Setting> carried) {
        return state.settings().layer(Origin.OPERATOR).values().stream()
                .filter(setting -> !carried.contains(setting))
                .toList();
    }

    private static void told(Output out, String what, List<Setting> settings) {
        if (!settings.isEmpty()) {
            out.say(what + SettingWords.of(settings));
        }
    }
}
