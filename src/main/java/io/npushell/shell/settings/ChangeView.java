package io.npushell.shell.settings;

import io.npushell.params.Parameter;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.Settings;
import io.npushell.plan.Finding;
import io.npushell.plan.Planner;
import io.npushell.profile.ModelProfile;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.view.FindingsView;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;
import io.npushell.shell.workbench.Workbench;
import io.npushell.shell.workbench.WorkbenchState;
import java.util.List;

/** Says what a change of the workbench did: each value before and after, and the findings that came with it. */
public final class ChangeView {
    private final Workbench bench;
    private final SessionAccess access;
    private final BenchFindings findings;

    public ChangeView(Workbench bench, SessionAccess access, BenchFindings findings) {
        this.bench = bench;
        this.access = access;
        this.findings = findings;
    }

    /** Values that count before and after, "mbs 2 → 3", then findings that were not there before. */
    public void show(Workbench.Change change, Output out) {
        WorkbenchState before = change.before();
        WorkbenchState after = change.after();
        if (!before.title().equals(after.title())) {
            out.say(Text.of((before.profile() == null ? "nothing" : before.title()) + " → ")
                    .plus(after.profile() == null ? "nothing" : after.title(), Style.STRONG));
        }
        if (after.profile() != null && before.title().equals(after.title())) {
            differences(before, after).forEach(out::say);
        }
        List<Finding> old = before.title().equals(after.title()) ? findings.of(before) : List.of();
        List<Finding> fresh = findings.of(after).stream()
                .filter(finding -> !old.contains(finding))
                .toList();
        FindingsView.lines(fresh).forEach(out::say);
    }

    private List<Text> differences(WorkbenchState before, WorkbenchState after) {
        ModelProfile profile = bench.profile();
        Settings old = Planner.settings(profile, before.runType(), access.beneath(before));
        Settings now = Planner.settings(profile, after.runType(), access.beneath(after));
        return ParameterCatalog.standard().all().stream()
                .filter(parameter -> !value(old, parameter).equals(value(now, parameter)))
                .map(parameter -> Text.of(parameter.name() + " ", Style.STRONG)
                        .plus(value(old, parameter) + " → " + value(now, parameter)))
                .toList();
    }

    private static String value(Settings settings, Parameter parameter) {
        return settings.text(parameter.name()).orElse("not set");
    }
}
