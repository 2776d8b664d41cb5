package io.npushell.shell.settings;

import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.params.Parameter;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.ParameterKind;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.plan.Finding;
import io.npushell.plan.Machine;
import io.npushell.plan.MachineText;
import io.npushell.plan.Planner;
import io.npushell.profile.ModelProfile;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.FindingsOnce;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Printable;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;
import io.npushell.shell.workbench.Choices;
import io.npushell.shell.workbench.Workbench;
import io.npushell.shell.workbench.WorkbenchState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Says what a change of the workbench did: each value before and after, and the findings that came with it. */
public final class ChangeView {
    private static final int LONGEST_COMMAND = 100;

    private final Workbench bench;
    private final SessionAccess access;
    private final BenchFindings findings;
    private final FindingsOnce once;

    public ChangeView(Workbench bench, SessionAccess access, BenchFindings findings, FindingsOnce once) {
        this.bench = bench;
        this.access = access;
        this.findings = findings;
        this.once = once;
    }

    /** Values that count before and after, "mbs 2 → 3", then findings that were not there before. */
    public void show(Workbench.Change change, Output out) {
        differences(change, out);
        findings(change, out);
    }

    /** The first part of {@link #show}. */
    public void differences(Workbench.Change change, Output out) {
        WorkbenchState before = change.before();
        WorkbenchState after = change.after();
        if (!before.title().equals(after.title())) {
            out.say(Text.of(title(before) + " → ").plus(title(after), Style.STRONG));
        } else {
            differences(before, after).forEach(out::say);
        }
    }

    /** A change taken back, or made again: the command that made it, and everything that is otherwise now. */
    void moved(String how, Workbench.Change change, Output out) {
        String by = Printable.onOneLine(change.by());
        out.say(Text.of(how + " ", Style.FAINT).plus(Text.of(by).cut(LONGEST_COMMAND)));
        WorkbenchState before = change.before();
        WorkbenchState after = change.after();
        if (before.title().equals(after.title())) {
            otherwise("preset", preset(before.choices()), preset(after.choices()), out);
        }
        otherwise("machine", machine(before), machine(after), out);
        differences(change, out);
        elsewhere(before, after).forEach(out::say);
        findings(change, out);
    }

    private static String preset(Choices choices) {
        return choices.preset() == null ? "none" : choices.preset();
    }

    private static String machine(WorkbenchState state) {
        Machine machine = state.machine();
        return machine == null ? "this one" : MachineText.render(machine);
    }

    private static void otherwise(String what, String before, String after, Output out) {
        if (!before.equals(after)) {
            out.say(Text.of(what + " ", Style.STRONG).plus(before + " → " + after));
        }
    }

    /** What counts otherwise for other profiles and run types than the one in use; a place that only came along is the same here. */
    private List<Text> elsewhere(WorkbenchState before, WorkbenchState after) {
        Set<String> titles = new TreeSet<>(before.kept().keySet());
        titles.addAll(after.kept().keySet());
        if (before.title().equals(after.title())) {
            titles.remove(after.title());
        }
        List<Text> lines = new ArrayList<>();
        for (String title : titles) {
            Settings old = before.kept().getOrDefault(title, Choices.NONE).settings();
            Settings now = after.kept().getOrDefault(title, Choices.NONE).settings();
            if (isOtherwise(old, now, after)) {
                Text place = Text.of("in " + (title.isEmpty() ? "no profile" : title) + ": ", Style.FAINT);
                counting(title, before, after)
                        .orElseGet(() -> lines(old, now))
                        .forEach(line -> lines.add(place.plus(line)));
            }
        }
        return lines;
    }

    private static boolean isOtherwise(Settings old, Settings now, WorkbenchState after) {
        return ParameterCatalog.standard().all().stream().map(Parameter::name).anyMatch(name -> {
            Optional<String> was = old.text(name);
            Optional<String> is = now.text(name);
            boolean cameAlong = is.isEmpty() && was.equals(after.settings().text(name));
            return !was.equals(is) && !cameAlong;
        });
    }

    /** What counts there before and after, as import lists it; empty where the profile cannot be read. */
    private Optional<List<Text>> counting(String title, WorkbenchState before, WorkbenchState after) {
        int slash = title.lastIndexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        return RunType.find(title.substring(slash + 1))
                .flatMap(runType -> bench.readable(title.substring(0, slash))
                        .map(profile -> lines(counting(profile, runType, before), counting(profile, runType, after))));
    }

    private Settings counting(ModelProfile profile, RunType runType, WorkbenchState state) {
        return Planner.settings(profile, runType, access.beneath(state.use(profile.name(), runType)));
    }

    /** The second part of {@link #show}. */
    public void findings(Workbench.Change change, Output out) {
        WorkbenchState before = change.before();
        WorkbenchState after = change.after();
        List<Finding> old = before.title().equals(after.title()) ? findings.of(before) : List.of();
        once.changed(old, findings.of(after), out);
    }

    private static String title(WorkbenchState state) {
        return state.profile() == null ? "no profile" : state.title();
    }

    private List<Text> differences(WorkbenchState before, WorkbenchState after) {
        if (after.profile() == null) {
            return lines(access.beneath(before), access.beneath(after));
        }
        ModelProfile profile = bench.profile();
        Settings old = Planner.settings(profile, before.runType(), access.beneath(before));
        Settings now = Planner.settings(profile, after.runType(), access.beneath(after));
        return lines(old, now);
    }

    /** Each value that counts before and after; paths that only follow another are named. */
    public static List<Text> lines(Settings old, Settings now) {
        List<Parameter> changed = ParameterCatalog.standard().all().stream()
                .filter(parameter -> !value(old, parameter).equals(value(now, parameter)))
                .toList();
        Predicate<Parameter> following = parameter -> follows(old, parameter) && follows(now, parameter);
        List<Text> lines = new ArrayList<>();
        changed.stream()
                .filter(following.negate())
                .forEach(parameter -> lines.add(Text.of(parameter.name() + " ", Style.STRONG)
                        .plus(value(old, parameter) + " → " + value(now, parameter))));
        String names = changed.stream().filter(following).map(Parameter::name).collect(Collectors.joining(", "));
        if (!names.isEmpty()) {
            lines.add(Text.of("and with it " + names, Style.FAINT));
        }
        return lines;
    }

    /** A path that is derived from others is only named: its value is long and says nothing new. */
    private static boolean follows(Settings settings, Parameter parameter) {
        return parameter.kind() instanceof ParameterKind.FilePath
                && settings.find(parameter.name())
                        .filter(setting -> setting.origin() == Origin.DERIVED)
                        .isPresent();
    }

    private static String value(Settings settings, Parameter parameter) {
        boolean byEpochs = parameter.name().equals(ParameterNames.TRAIN_ITERS) && settings.has(ParameterNames.EPOCHS);
        return settings.text(parameter.name()).orElse(byEpochs ? "by epochs" : "not set");
    }
}
