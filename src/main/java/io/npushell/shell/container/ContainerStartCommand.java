package io.npushell.shell.container;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.container.ContainerPlan;
import io.npushell.launch.ContainerOutcome;
import io.npushell.launch.ContainerSettings;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;

/** Sees to it that the container of the settings runs. */
final class ContainerStartCommand extends OperatorCommand {
    private final ContainerAccess access;

    ContainerStartCommand(ContainerAccess access) {
        super(CommandDoc.named(
                        "container start", CommandGroup.CONTAINER, "make the container, or start the one that is there")
                .description(
                        "Runs what container plan shows. Refuses missing paths and devices, which docker would make as"
                                + " empty directories (exit 6), and NPUs that another running container has (exit 5). One"
                                + " of that name that is another than the settings say is left alone (exit 5) unless"
                                + " --recreate; one that npu-shell did not make is removed only after a question (exit 7"
                                + " where nobody can be asked). Trainings run inside once it is chosen: set container"
                                + " NAME.")
                .flag(
                        "recreate",
                        "make the one of that name anew; the one before is kept until the new one runs, then what is"
                                + " only in it is lost")
                .flag("force", "give it NPUs that another running container has as well")
                .flag("yes", "remove even one that npu-shell did not make")
                .json()
                .example("container start", "the manual's docker run, adjusted to this machine")
                .example("container start --recreate", "after set image or set container-npus")
                .seeAlso("container plan", "container setup", "container stop", "launch")
                .build());
        this.access = access;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        ContainerSettings settings = access.settings();
        ContainerOutcome outcome = access.containers()
                .start(
                        settings.wishes(access.withNpus()),
                        words.flag("recreate"),
                        words.flag("force"),
                        there -> access.mayRemove(words, there.name()),
                        step -> {
                            out.say(step);
                            out.flush();
                        });
        if (outcome instanceof ContainerOutcome.Refused) {
            return refused(outcome.plan(), out);
        }
        if (outcome instanceof ContainerOutcome.Differs differs) {
            throw new OperatorException(
                    ExitCode.CONFLICT,
                    "container " + differs.container().name() + " is there already, and "
                            + String.join("; ", differs.plan().differences()),
                    "container start --recreate   or   set container ANOTHER"
                            + (differs.container().up()
                                    ? ""
                                    : "   or   !docker start "
                                            + differs.container().name()));
        }
        if (out.json()) {
            out.document("container-start", json -> {
                json.field("outcome", label(outcome));
                ContainerView.json(json, outcome.plan());
            });
        } else {
            if (outcome instanceof ContainerOutcome.Started) {
                ContainerView.adjusted(outcome.plan(), out.talkWidth()).forEach(out::say);
            }
            out.say(sentence(outcome, settings));
        }
        return ExitCode.OK;
    }

    private static ExitCode refused(ContainerPlan plan, Output out) {
        if (out.json()) {
            out.document("container-plan", json -> ContainerView.json(json, plan));
        }
        ContainerView.objections(plan, out.talkWidth()).forEach(out::complain);
        out.complain(Text.of("container " + plan.wishes().name() + " was not started"));
        boolean onlyClaims =
                plan.objections().stream().noneMatch(objection -> objection.kind() == ContainerPlan.Kind.ERROR);
        return onlyClaims ? ExitCode.CONFLICT : ExitCode.ENVIRONMENT;
    }

    private static String label(ContainerOutcome outcome) {
        if (outcome instanceof ContainerOutcome.Started started) {
            return started.anew() ? "recreated" : "started";
        }
        return "running";
    }

    private static Text sentence(ContainerOutcome outcome, ContainerSettings settings) {
        String name = settings.name();
        Text line = outcome instanceof ContainerOutcome.Runs
                ? Text.of("container " + name + " runs already.", Style.GOOD)
                : Text.of("container " + name + " runs.", Style.GOOD);
        return line.plus(
                settings.chosen().isPresent()
                        ? "  container setup · container status"
                        : "  container setup · set container " + name + " for trainings to run in it");
    }
}
