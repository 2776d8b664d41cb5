package io.npushell.shell.settings;

import io.npushell.ExitCode;
import io.npushell.params.Origin;
import io.npushell.params.Parameter;
import io.npushell.params.Settings;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import io.npushell.shell.workbench.Workbench;
import java.util.List;

/** Takes back what the operator set, so that the preset, the profile or the manual counts again. */
final class UnsetCommand extends OperatorCommand {
    private final Workbench bench;
    private final SettingReader reader;
    private final ChangeView view;
    private final ParameterSuggestions suggestions;

    UnsetCommand(Workbench bench, SettingReader reader, ChangeView view, ParameterSuggestions suggestions) {
        super(CommandDoc.named(
                        "unset", CommandGroup.PARAMETERS, "take back what you set: the profile's value counts again")
                .arguments("NAME …", 1, Integer.MAX_VALUE)
                .example("unset tp gbs", "both as the profile has them")
                .seeAlso("set", "reset", "undo")
                .build());
        this.bench = bench;
        this.reader = reader;
        this.view = view;
        this.suggestions = suggestions;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        List<Parameter> parameters =
                words.arguments().stream().map(reader::parameter).toList();
        reader.requireProfile(parameters, bench);
        Workbench.Change change = bench.change(words.spelled(), state -> {
            Settings settings = state.settings();
            for (Parameter parameter : parameters) {
                settings = settings.without(parameter.name(), Origin.OPERATOR);
            }
            return state.withSettings(settings);
        });
        view.show(change, out);
        if (change.before().equals(change.after())) {
            out.say("nothing changed: you had not set "
                    + String.join(
                            " or ", parameters.stream().map(Parameter::name).toList()));
        }
        return ExitCode.OK;
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return suggestions.operatorNames();
    }
}
