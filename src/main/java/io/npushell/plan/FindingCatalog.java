package io.npushell.plan;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.ClosestNames;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All findings there can be, with what they mean; for help, docs/findings.md and {@code --accept}. */
public final class FindingCatalog {
    /** Output of another training would be written over; {@code launch --archive} and {@code --overwrite} answer it. */
    public static final String OVERWRITES_OUTPUT = OutputOverwritten.RULE.code();

    /** A running session saves to the same directory. */
    public static final String OUTPUT_IN_USE = OutputInUse.RULE.code();

    /** What the dataset there was made of and how, where it would be replaced; of interest before the data step as well. */
    public static final String DATASET_STALE = DatasetStale.RULE.code();

    /** A running session trains from the dataset that would be made anew. */
    public static final String DATASET_IN_USE = DatasetInUse.RULE.code();

    /** A running session reads or writes the converted weights. */
    public static final String WEIGHTS_IN_USE = WeightsInUse.RULE.code();

    /** The same for a merged model. */
    public static final String EXPORT_IN_USE = ExportInUse.RULE.code();

    /** The machine is not here; what else is said of the plan holds all the same. */
    public static final String MACHINE_ASSUMED = MachineAssumed.RULE.code();

    /** Somebody holds NPUs. */
    public static final String DEVICES_BUSY = DevicesBusy.RULE.code();

    /** Something listens on the port the nodes are to meet on. */
    public static final String PORT_TAKEN = MasterPort.RULE.code();

    private static final List<Entry> ENTRIES = Checks.ALL.stream()
            .map(Checks::rule)
            .map(rule -> new Entry(rule.code(), rule.title(), rule.explanation(), rule.liftable(), rule.steps()))
            .toList();

    /**
     * One kind of finding.
     *
     * @param liftable whether {@code --accept} can lift it, where only the private scripts decide
     * @param steps the steps an error of it keeps from running
     */
    public record Entry(String code, String title, String explanation, boolean liftable, Set<Step.Kind> steps) {}

    private FindingCatalog() {}

    /** By code: parallel and batch, data, weights, output, resume, machine, script and settings. */
    public static List<Entry> all() {
        return ENTRIES;
    }

    public static Optional<Entry> find(String code) {
        return ENTRIES.stream()
                .filter(entry -> entry.code().equalsIgnoreCase(code))
                .findFirst();
    }

    /**
     * Refuses codes that {@code --accept} can never lift.
     *
     * @throws OperatorException USAGE
     */
    public static void checkAcceptable(Collection<String> codes) {
        for (String code : codes) {
            Entry entry = find(code).filter(found -> found.code().equals(code)).orElseThrow(() -> unknown(code));
            if (!entry.liftable()) {
                throw new OperatorException(
                        ExitCode.USAGE,
                        "'" + code + "' (" + entry.title() + ") cannot be accepted: no script can make it work",
                        "check says what would mend it");
            }
        }
    }

    private static OperatorException unknown(String code) {
        List<String> liftable =
                ENTRIES.stream().filter(Entry::liftable).map(Entry::code).toList();
        List<String> near = ClosestNames.of(code, liftable);
        return new OperatorException(
                ExitCode.USAGE,
                "'" + code + "' is no code of a finding"
                        + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?"),
                "check lists the findings with their codes");
    }
}
