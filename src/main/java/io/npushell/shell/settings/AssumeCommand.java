package io.npushell.shell.settings;

import io.npushell.ExitCode;
import io.npushell.plan.Machine;
import io.npushell.plan.MachineText;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import io.npushell.shell.workbench.Workbench;
import java.util.List;

/** Plans for a machine that is not here. */
final class AssumeCommand extends OperatorCommand {
    private static final String OFF = "off";

    private final Workbench bench;
    private final ChangeView view;

    AssumeCommand(Workbench bench, ChangeView view) {
        super(CommandDoc.named("assume", CommandGroup.PLAN, "plan for a machine that is not here")
                .arguments("[NODES x]DEVICES x NAME[-MEMORY] | " + OFF, 1, 1)
                .description("The prompt and every plan say so, and launch refuses it. assume " + OFF
                        + " goes back to the machine that is here.")
                .example("assume 5x8x910B3-64g", "five nodes with eight 910B3 of 64 GiB each")
                .example("assume " + OFF, "this machine again")
                .seeAlso("plan", "check")
                .build());
        this.bench = bench;
        this.view = view;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        boolean none = words.argument(0).equals(OFF);
        Machine machine = none ? null : MachineText.parse(words.argument(0));
        if (bench.state().profile() != null) {
            bench.profile();
        }
        Workbench.Change change = bench.change(words.spelled(), state -> state.withMachine(machine));
        out.say(machine == null ? "planning for this machine" : "assuming " + MachineText.render(machine));
        view.show(change, out);
        return ExitCode.OK;
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return request.position() > 0
                ? List.of()
                : List.of(
                        Suggestion.of("1x8x910B3-64g", "one node with eight NPUs"),
                        Suggestion.of("2x8x910B3-64g", "two nodes"),
                        Suggestion.of("5x8x910B3-64g", "the manual's smallest for Qwen-72B"),
                        Suggestion.of("8x8x910B3-64g", "the manual's other one for Qwen-72B"),
                        Suggestion.of(OFF, "this machine again"));
    }
}
