package io.npushell.shell.settings;

import io.npushell.ExitCode;
import io.npushell.launch.LaunchRequest;
import io.npushell.plan.Plan;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.FindingsOnce;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.FindingsView;
import io.npushell.shell.view.Output;
import java.util.List;
import java.util.Set;

/** What would run: {@code plan} shows it whole, {@code check} only the findings and says by its exit code whether there are errors. */
final class PlanCommand extends OperatorCommand {
    private final SessionAccess access;
    private final BenchFindings findings;
    private final FindingsOnce once;
    private final boolean check;

    private PlanCommand(
            CommandDoc doc, SessionAccess access, BenchFindings findings, FindingsOnce once, boolean check) {
        super(doc);
        this.access = access;
        this.findings = findings;
        this.once = once;
        this.check = check;
    }

    static PlanCommand plan(SessionAccess access, BenchFindings findings, FindingsOnce once) {
        return new PlanCommand(
                CommandDoc.named("plan", CommandGroup.PLAN, "show what launch would run: steps, layout, disk, findings")
                        .description(
                                "Nothing is touched. --commands prints what each node would run, to copy and paste,"
                                        + " one block per node; assumed machines can be planned for too.")
                        .flag("commands", "the exact commands, one block per node")
                        .repeatable("accept", "CODE", "as launch --accept would")
                        .option(StepChoice.FROM)
                        .option(StepChoice.ONLY)
                        .json()
                        .paged()
                        .example("plan", "the whole picture")
                        .example("plan --commands", "for a terminal on each node")
                        .seeAlso("check", "launch", "assume")
                        .build(),
                access,
                findings,
                once,
                false);
    }

    static PlanCommand check(SessionAccess access, BenchFindings findings, FindingsOnce once) {
        return new PlanCommand(
                CommandDoc.named(
                                "check",
                                CommandGroup.PLAN,
                                "look for what would go wrong; exit 3 where launch would refuse")
                        .repeatable("accept", "CODE", "as launch --accept would")
                        .option(StepChoice.FROM)
                        .option(StepChoice.ONLY)
                        .json()
                        .paged()
                        .example("check", "errors, warnings, advice")
                        .seeAlso("plan", "help findings")
                        .build(),
                access,
                findings,
                once,
                true);
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        Set<String> accepted = AcceptedCodes.of(words);
        LaunchRequest request =
                StepChoice.of(words, access.request(), access.effective()).accepting(accepted);
        Plan plan = access.launcher().plan(request);
        findings.found(plan.profile(), plan.machine());
        once.shown(plan.findings());
        if (out.json()) {
            out.document(doc().name(), json -> PlanJson.write(json, plan));
        } else if (check) {
            out.lines(FindingsView.lines(plan.findings(), out.width()));
            if (plan.findings().isEmpty()) {
                out.say("nothing found");
            }
        } else if (words.flag("commands")) {
            PlanView.commands(plan, out);
            FindingsView.lines(plan.findings(), out.talkWidth()).forEach(out::say);
        } else {
            out.lines(PlanView.lines(plan, out.width()));
        }
        return check && !plan.ready() ? ExitCode.FINDINGS : ExitCode.OK;
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return switch (request.option()) {
            case "accept" -> AcceptedCodes.suggestions();
            case "from", "only" -> StepChoice.suggestions();
            default -> List.of();
        };
    }
}
