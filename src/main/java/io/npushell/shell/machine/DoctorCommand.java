package io.npushell.shell.machine;

import io.npushell.ExitCode;
import io.npushell.doctor.Doctor;
import io.npushell.doctor.Level;
import io.npushell.doctor.Subject;
import io.npushell.doctor.Verdict;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Services;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Text;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks at everything a training needs of this machine; exit 6 where something keeps it from running. */
final class DoctorCommand extends OperatorCommand {
    private final SessionAccess access;
    private final DoctorSubject subjects;

    DoctorCommand(Services services, SessionAccess access) {
        super(CommandDoc.named(
                        "doctor",
                        CommandGroup.MACHINE,
                        "look at everything a training needs of this machine; exit 6 for an error")
                .arguments("[CHECK …]", 0, Doctor.checks().size())
                .description(description())
                .json()
                .paged()
                .example("doctor", "all checks, for the profile in use")
                .example("doctor torch packages", "only these, after pip install")
                .seeAlso("npus", "plan", "check")
                .build());
        this.access = access;
        this.subjects = new DoctorSubject(services, access);
    }

    private static String description() {
        StringBuilder text = new StringBuilder(
                "Only looks, never changes anything; each look has a time limit, and import torch_npu may take its minutes. Judged for the engine"
                        + " of the profile in use: the embedded engine needs neither NPUs nor CANN. The checks:\n");
        Doctor.checks()
                .forEach((name, about) ->
                        text.append("\n- ").append(name).append(": ").append(about));
        return text.toString();
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        Set<String> names = new LinkedHashSet<>(words.arguments());
        for (String name : names) {
            if (!Doctor.checks().containsKey(name)) {
                throw words.usage("'" + name + "' is no check; the checks are "
                        + String.join(", ", Doctor.checks().keySet()));
            }
        }
        Doctor doctor = access.doctor();
        Subject subject = subjects.of(doctor::ascendHere);
        List<Verdict> verdicts =
                doctor.examine(subject, names, what -> out.status(Text.of("looking at " + what + " …")));
        out.clearStatus();
        if (out.json()) {
            out.document("doctor", json -> DoctorView.json(json, subject, verdicts));
        } else {
            out.lines(DoctorView.lines(verdicts, out.width()));
            out.say(DoctorView.summary(subject, verdicts));
        }
        return verdicts.stream().anyMatch(verdict -> verdict.level() == Level.ERROR)
                ? ExitCode.ENVIRONMENT
                : ExitCode.OK;
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return Doctor.checks().entrySet().stream()
                .filter(check -> !request.arguments().contains(check.getKey()))
                .map((Map.Entry<String, String> check) -> Suggestion.of(check.getKey(), check.getValue()))
                .toList();
    }
}
