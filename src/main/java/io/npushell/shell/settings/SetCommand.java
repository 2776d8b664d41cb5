package io.npushell.shell.settings;

import static io.npushell.params.ParameterNames.EPOCHS;
import static io.npushell.params.ParameterNames.RUN_TYPE;
import static io.npushell.params.ParameterNames.TRAIN_ITERS;

import io.npushell.ExitCode;
import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.params.Settings;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import io.npushell.shell.workbench.Workbench;
import io.npushell.shell.workbench.WorkbenchState;
import java.util.List;

/** Sets parameters; refuses only what a parameter's own kind and range forbid. */
final class SetCommand extends OperatorCommand {
    private final Workbench bench;
    private final SettingReader reader;
    private final ChangeView view;
    private final ParameterSuggestions suggestions;

    SetCommand(Workbench bench, SettingReader reader, ChangeView view, ParameterSuggestions suggestions) {
        super(CommandDoc.named("set", CommandGroup.PARAMETERS, "set parameters, in any order")
                .freeWords("NAME VALUE … | NAME=VALUE …", 1)
                .description(
                        "Refuses only a value that the parameter's own kind and range forbid. What several values together break is"
                                + " shown at once as a finding, marked in the prompt, and refused by launch. Paths may be relative or start with ~;"
                                + " session:ID stands for the checkpoints of a session. Places, nodes and container can be set before a profile is chosen. Setting epochs derives the iterations from the dataset.")
                .example("set tp 4", "tensor parallel over four devices")
                .example("set MBS=1 GBS=64", "several at once; the manual's names are known too")
                .example("set model-path session:12", "start from a checkpoint of session 12")
                .seeAlso("unset", "explain", "undo", "check")
                .build());
        this.bench = bench;
        this.reader = reader;
        this.view = view;
        this.suggestions = suggestions;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        List<SettingReader.Wish> wishes = reader.read(words.arguments());
        reader.requireProfile(wishes.stream().map(SettingReader.Wish::parameter).toList(), bench);
        Workbench.Change change = bench.change(words.spelled(), state -> {
            WorkbenchState changed = state;
            for (SettingReader.Wish wish : wishes) {
                changed = apply(changed, wish);
            }
            return changed;
        });
        view.show(change, out);
        if (change.before().equals(change.after())) {
            out.say("nothing changed");
        }
        return ExitCode.OK;
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return suggestions.assignments(request);
    }

    /** Iterations and epochs say the same thing in two ways: the later word counts, the other is taken back. */
    private static WorkbenchState apply(WorkbenchState state, SettingReader.Wish wish) {
        String name = wish.parameter().name();
        if (name.equals(RUN_TYPE)) {
            RunType runType = RunType.find(wish.value().text()).orElseThrow();
            return new WorkbenchState(state.profile(), runType, state.kept(), state.machine());
        }
        Settings settings = state.settings().with(wish.parameter(), wish.value(), Origin.OPERATOR);
        if (name.equals(EPOCHS)) {
            settings = settings.without(TRAIN_ITERS, Origin.OPERATOR);
        } else if (name.equals(TRAIN_ITERS)) {
            settings = settings.without(EPOCHS, Origin.OPERATOR);
        }
        return state.withSettings(settings);
    }
}
