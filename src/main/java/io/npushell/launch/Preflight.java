package io.npushell.launch;

import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.plan.Facts;
import io.npushell.plan.Finding;
import io.npushell.plan.FindingCatalog;
import io.npushell.plan.Installation;
import io.npushell.plan.NpuStanding;
import io.npushell.plan.Plan;
import io.npushell.plan.PlanRequest;
import io.npushell.plan.Planner;
import io.npushell.plan.Step;
import io.npushell.plan.engine.Engines;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A request planned for the world as it is now.
 *
 * @param settings those to plan with: the operator's, and where the code package was found
 * @param facts as found
 * @param plan what would run, only the steps asked for and what keeps those from running
 */
record Preflight(LaunchRequest request, Settings settings, Facts facts, Plan plan) {
    private static final Set<String> CONFLICTS = Set.of(
            FindingCatalog.OVERWRITES_OUTPUT,
            FindingCatalog.OUTPUT_IN_USE,
            FindingCatalog.DATASET_IN_USE,
            FindingCatalog.WEIGHTS_IN_USE,
            FindingCatalog.EXPORT_IN_USE,
            FindingCatalog.DEVICES_BUSY,
            FindingCatalog.PORT_TAKEN);

    static Preflight of(LaunchRequest request, FactGatherer gatherer, Installation installation) {
        Settings settings = gatherer.located(request);
        Facts facts = gatherer.gather(request, settings);
        return new Preflight(request, settings, facts, plan(request, settings, facts, installation));
    }

    /** The same plan for programs in another place. */
    Plan with(Installation installation) {
        return plan(request, settings, facts, installation);
    }

    private static Plan plan(LaunchRequest request, Settings settings, Facts facts, Installation installation) {
        boolean makesRoom = request.overwrite() || request.archive();
        Plan whole = new Planner()
                .plan(new PlanRequest(
                        request.profile(),
                        request.runType(),
                        settings,
                        makesRoom ? roomMade(facts) : facts,
                        installation,
                        request.accepted(),
                        request.only()));
        if (request.only().isEmpty()) {
            return whole;
        }
        return new Plan(
                whole.profile(),
                whole.runType(),
                whole.settings(),
                whole.machine(),
                whole.layout(),
                whole.steps().stream()
                        .filter(step -> request.only().contains(step.kind()))
                        .toList(),
                whole.disk(),
                whole.findings().stream()
                        .filter(finding -> concerns(finding, request.only()))
                        .toList());
    }

    private static boolean concerns(Finding finding, Set<Step.Kind> steps) {
        if (finding.code().equals(FindingCatalog.DATASET_STALE) && steps.contains(Step.Kind.DATA)) {
            return true; // a warning, and what it warns of is what the step will do
        }
        return FindingCatalog.find(finding.code())
                .map(entry -> entry.steps().stream().anyMatch(steps::contains))
                .orElse(true);
    }

    /** The world after the old output has been moved aside or may be written over; that of a running session never is. */
    private static Facts roomMade(Facts facts) {
        Facts.Output output = facts.output();
        if (output == null || output.ownerActive()) {
            return facts;
        }
        return facts.with(output.cleared());
    }

    List<Finding> blocking() {
        return plan.findings().stream().filter(Finding::blocks).toList();
    }

    /** Whether it is only somebody else's claim that keeps it from running: that is exit code 5, not 3. */
    boolean conflict() {
        List<Finding> blocking = blocking();
        return !blocking.isEmpty() && blocking.stream().map(Finding::code).allMatch(CONFLICTS::contains);
    }

    /** Whether nothing but the place keeps it from running: that is exit code 6, not 3. */
    boolean onlyAssumed() {
        List<Finding> blocking = blocking();
        return !blocking.isEmpty()
                && blocking.stream().map(Finding::code).allMatch(FindingCatalog.MACHINE_ASSUMED::equals);
    }

    /** The steps to run on this node, in order. */
    List<Step> steps() {
        return plan.steps().stream()
                .filter(step -> !RunScript.commandsOf(step, node()).isEmpty())
                .toList();
    }

    boolean trains() {
        return steps().stream().anyMatch(step -> step.kind() == Step.Kind.TRAIN);
    }

    /** The NPUs a training on this node gets, by the machine's numbers; empty where it needs none or they are not known. */
    List<Integer> npus() {
        Facts.Npus seen = facts.npus();
        return seen == null || !trains() || !Engines.of(request.profile()).needsNpus()
                ? List.of()
                : seen.wanted(Planner.devices(request.profile(), plan.settings())).stream()
                        .map(NpuStanding::lock)
                        .sorted()
                        .toList();
    }

    /** A step that is asked for without the training is meant for here, whichever node of the training this is. */
    int node() {
        boolean alone = !request.only().isEmpty() && !request.only().contains(Step.Kind.TRAIN);
        return alone || !Engines.of(request.profile()).distributes()
                ? 0
                : (int) plan.settings().whole(ParameterNames.NODE_RANK).orElse(0);
    }

    Path workDir() {
        return Path.of(plan.settings().text(ParameterNames.WORK_DIR).orElse("/"));
    }
}
