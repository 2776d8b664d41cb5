package io.npushell.shell.container;

import io.npushell.ExitCode;
import io.npushell.container.ContainerPlan;
import io.npushell.launch.ContainerSettings;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;
import java.util.List;

/** Shows what the other container commands would run on this machine. */
final class ContainerPlanCommand extends OperatorCommand {
    private final ContainerAccess access;

    ContainerPlanCommand(ContainerAccess access) {
        super(CommandDoc.named(
                        "container plan",
                        CommandGroup.CONTAINER,
                        "the exact docker commands for this machine, and what is wrong with it")
                .description(
                        "The manual's docker run with the NPUs that are there, paths that exist, and no more CPUs and"
                                + " memory than the machine has; then what container setup and container enter run."
                                + " Touches nothing. Exit 3 where an error keeps container start from working.")
                .json()
                .paged()
                .example("container plan", "to read, or to copy and run by hand")
                .seeAlso("container start", "container status", "plan")
                .build());
        this.access = access;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        ContainerSettings settings = access.settings();
        ContainerPlan plan = access.containers().plan(settings.wishes(access.withNpus()));
        List<List<String>> setup = SetupWords.of(settings, access.environment());
        List<String> enter = EnterWords.of(settings, access.environment(), access.training());
        if (out.json()) {
            out.document("container-plan", json -> {
                ContainerView.json(json, plan);
                json.objects("setup", setup, (object, command) -> object.texts("command", command))
                        .texts("enter", enter);
            });
        } else {
            out.line(Text.of("# container start", Style.FAINT));
            ContainerView.command(plan.run()).forEach(out::copy);
            out.line(Text.of("# container setup", Style.FAINT));
            setup.forEach(command -> SetupWords.lines(command).forEach(out::copy));
            out.line(Text.of("# container enter", Style.FAINT));
            SetupWords.lines(enter).forEach(out::copy);
            out.lines(ContainerView.remarks(plan, out.width()));
        }
        return plan.blocked() ? ExitCode.FINDINGS : ExitCode.OK;
    }
}
