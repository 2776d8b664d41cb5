package io.npushell.launch;

import io.npushell.session.OwnerFile;
import io.npushell.session.OwnerRow;
import io.npushell.session.Session;
import io.npushell.session.SessionId;
import io.npushell.session.SessionSpec;
import io.npushell.session.SessionState;
import io.npushell.session.SessionStore;
import io.npushell.session.Summary;
import io.npushell.weights.SavedIteration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whose the iterations in a save directory are: by npu-shell-owner.jsonl there, and where that does not tell, by the newest session record that
 * saved there and reached the iteration.
 */
public final class DirectoryOwners {
    private final Path directory;
    private final SessionStore store;
    private final SummaryReader summaries;
    private final String workspace;
    private final List<OwnerRow> rows;
    private final @Nullable String trouble;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<SessionId, Optional<Session>> known = new HashMap<>();
    private @Nullable List<Session> users;
    private boolean byRecords;

    /**
     * One iteration.
     *
     * @param owner null where it is of no session that is known
     * @param outside whether sessions save there, and none of them can have made it
     */
    public record Entry(SavedIteration saved, @Nullable Owner owner, boolean outside) {}

    private DirectoryOwners(Path directory, SessionStore store) {
        OwnerFile.Content content = OwnerFile.read(directory);
        this.directory = directory;
        this.store = store;
        this.summaries = new SummaryReader(store);
        this.workspace = store.workspace().toString();
        this.rows = content.rows();
        this.trouble = content.trouble();
    }

    /**
     * Looks; never throws for what is missing or broken.
     *
     * @param store the sessions of the workspace looked from
     */
    public static DirectoryOwners of(Path directory, SessionStore store) {
        DirectoryOwners owners = new DirectoryOwners(directory, store);
        SavedIteration.list(directory).forEach(saved -> owners.entries.add(owners.entry(saved)));
        return owners;
    }

    /** The newest iteration first. */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** Empty also for an iteration that is not there. */
    public Optional<Entry> entry(long iteration) {
        return entries.stream()
                .filter(entry -> entry.saved().number() == iteration)
                .findFirst();
    }

    /** What the operator should know of how this was found out, one sentence each. */
    public List<String> says() {
        List<String> says = new ArrayList<>();
        if (trouble != null && !entries.isEmpty()) {
            says.add(trouble + "; the session records tell whose the checkpoints are");
        } else if (byRecords && users().size() > 1) {
            says.add("'" + directory + "' has no " + OwnerFile.NAME
                    + " of all its checkpoints; they count for the newest session that reached them");
        }
        String foreign = entries.stream()
                .filter(Entry::outside)
                .map(entry -> Long.toString(entry.saved().number()))
                .collect(Collectors.joining(", "));
        if (!foreign.isEmpty()) {
            says.add("iteration " + foreign + " in '" + directory + "' was saved by a run outside npu-shell");
        }
        return says;
    }

    /** The row of a session, the newest where it has several. */
    Optional<OwnerRow> row(Session session) {
        return rows.stream()
                .filter(row -> isHere(row) && row.session().equals(session.id()))
                .reduce((older, newer) -> newer);
    }

    /** Those of sessions of other workspaces, the newest first. */
    List<OwnerRow> foreignRows() {
        List<OwnerRow> foreign =
                new ArrayList<>(rows.stream().filter(row -> !isHere(row)).toList());
        Collections.reverse(foreign);
        return foreign;
    }

    private Entry entry(SavedIteration saved) {
        long iteration = saved.number();
        for (int at = rows.size() - 1; at >= 0; at--) {
            OwnerRow row = rows.get(at);
            if (row.covers(iteration, saved.saved())) {
                Owner owner = owner(row);
                boolean possible =
                        owner.elsewhere() != null || owner.nodes().stream().anyMatch(id -> mayHaveMade(id, iteration));
                return new Entry(saved, possible ? owner : null, !possible);
            }
        }
        return byRecords(saved, iteration);
    }

    private Owner owner(OwnerRow row) {
        SessionId with = row.with();
        SessionId first = with == null ? row.session() : with;
        Set<SessionId> nodes = rows.stream()
                .filter(other -> other.workspace().equals(row.workspace()))
                .filter(other -> other.session().equals(first) || first.equals(other.with()))
                .map(OwnerRow::session)
                .collect(Collectors.toSet());
        nodes.add(first);
        return new Owner(first, nodes, isHere(row) ? null : row.workspace());
    }

    private boolean isHere(OwnerRow row) {
        return row.workspace().equals(workspace);
    }

    private Entry byRecords(SavedIteration saved, long iteration) {
        byRecords = true;
        for (Session user : users()) {
            if (iteration > start(user) && mayHaveMade(user, iteration)) {
                SameTraining training = SameTraining.of(user.spec());
                Set<SessionId> nodes = new LinkedHashSet<>(Set.of(user.id()));
                users().stream().filter(training::otherNode).map(Session::id).forEach(nodes::add);
                return new Entry(saved, new Owner(user.id(), nodes, null), false);
            }
        }
        return new Entry(saved, null, !(users().isEmpty() && rows.isEmpty()) && iteration > 0);
    }

    /** Sessions whose output this is by their records, and that have no row here; the newest first. */
    private List<Session> users() {
        List<Session> found = users;
        if (found == null) {
            Path real = RealPath.of(directory);
            found = store.list().stream()
                    .filter(session -> row(session).isEmpty())
                    .filter(session -> session.state().active() || session.started() != null)
                    .filter(session -> SessionOutput.of(session, store)
                            .filter(output -> output.overwrittenBy() == null)
                            .filter(output -> RealPath.of(output.directory()).equals(real))
                            .isPresent())
                    .map(summaries::refresh)
                    .toList();
            users = found;
        }
        return found;
    }

    /** From which iteration on its own count; one that goes on in place and has logged nothing has none yet. */
    private static long start(Session session) {
        SessionSpec spec = session.spec();
        String output = spec.run().outputDirectory();
        Path real = RealPath.of(Path.of(String.valueOf(output)));
        boolean inPlace = Stream.of("MODEL_PATH", "RESUME_PATH")
                .map(name -> spec.request().variables().getOrDefault(name, ""))
                .anyMatch(text -> RealPath.same(text, real));
        long first = session.summary().firstIteration();
        return !inPlace ? 0 : first > 0 ? first - 1 : Long.MAX_VALUE;
    }

    private boolean mayHaveMade(SessionId id, long iteration) {
        return known.computeIfAbsent(id, wanted -> store.find(wanted.text()).map(summaries::refresh))
                .map(session -> mayHaveMade(session, iteration))
                .orElse(true);
    }

    /** A log that shows neither iterations nor saves, as that of all nodes but the last, leaves it possible. */
    private static boolean mayHaveMade(Session session, long iteration) {
        if ("corrupt".equals(session.mark())) {
            return true;
        }
        Summary summary = session.summary();
        long planned = Math.max(session.spec().training().trainIters(), summary.trainIters());
        boolean told =
                summary.savedIteration() >= 0 && !session.state().active() && session.state() != SessionState.COMPLETED;
        long most = told ? Math.max(summary.savedIteration(), summary.iteration()) : planned;
        return (session.started() != null || session.state().active()) && (most < 0 || iteration <= most);
    }
}
