package io.npushell.shell.command;

import io.npushell.plan.Finding;
import io.npushell.shell.view.FindingsView;
import io.npushell.shell.view.Output;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Which findings were shown: at the prompt each is shown with the change that brings it, a script shows each once.
 *
 * <p>In a script what a change breaks waits for the {@code check}, {@code plan} or {@code launch} that shows it, and where none does, for the
 * script's {@link #end}.
 */
public final class FindingsOnce {
    private final Set<String> waiting = new TreeSet<>();
    private final Set<Finding> shown = new HashSet<>();
    private volatile Supplier<List<Finding>> standing = List::of;
    private boolean script;

    /** Says how the findings that stand are found. */
    public void stand(Supplier<List<Finding>> now) {
        standing = now;
    }

    /** From now on it is a script that runs. */
    public void scriptBegins() {
        script = true;
    }

    /**
     * Shows what a change brought, or keeps it for later.
     *
     * @param before what stood
     * @param after what stands now
     */
    public void changed(List<Finding> before, List<Finding> after, Output out) {
        List<Finding> fresh = without(after, new HashSet<>(before));
        if (!script) {
            show(fresh, out);
            return;
        }
        // what was mended and breaks again is news
        fresh.forEach(shown::remove);
        waiting.retainAll(codes(after));
        waiting.addAll(codes(fresh));
    }

    /** Tells that a plan's findings, all that concern it, are being shown. */
    public void shown(List<Finding> findings) {
        if (script) {
            waiting.removeAll(codes(findings));
            shown.addAll(findings);
        }
    }

    /** Those of a plan that were not shown before; shown then. */
    public List<Finding> news(List<Finding> findings) {
        List<Finding> news = without(findings, shown);
        shown(findings);
        return news;
    }

    /** At the end of a script: what waits and stands now. */
    public void end(Output out) {
        List<Finding> left = standing.get().stream()
                .filter(finding -> waiting.contains(finding.code()))
                .toList();
        script = false;
        waiting.clear();
        shown.clear();
        show(left, out);
    }

    private static void show(List<Finding> findings, Output out) {
        FindingsView.lines(findings, out.talkWidth()).forEach(out::say);
    }

    private static List<Finding> without(List<Finding> findings, Set<Finding> others) {
        List<Finding> rest = new ArrayList<>(findings);
        rest.removeAll(others);
        return rest;
    }

    private static Set<String> codes(List<Finding> findings) {
        Set<String> codes = new TreeSet<>();
        findings.forEach(finding -> codes.add(finding.code()));
        return codes;
    }
}
