package io.npushell.session;

import io.npushell.session.StateFiles.Exit;
import io.npushell.session.StateFiles.Runner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one session's directory; a record that cannot be read gets the mark "corrupt" and hides no other. */
final class SessionReader {
    private final SessionObserver observer;
    private final SeenEnds ends;
    private final JudgedEnds verdicts;

    SessionReader(SessionObserver observer, SeenEnds ends, JudgedEnds verdicts) {
        this.observer = observer;
        this.ends = ends;
        this.verdicts = verdicts;
    }

    Session read(SessionId id, Path directory) {
        SessionFiles files = new SessionFiles(directory);
        try {
            SessionSpec spec = SpecJson.read(RecordFile.text(files.spec(), RecordFile.SPEC_LIMIT));
            if (!spec.id().equals(id)) {
                throw new IOException("it is the record of session " + spec.id().text());
            }
            Summary summary = summary(files);
            Observation seen = observer.observe(files, spec.request().created(), summary);
            ends.remember(files, seen, spec.request().created());
            return session(spec, files, verdicts.judged(spec, files, seen), summary);
        } catch (IOException e) {
            return corrupt(id, files, e);
        }
    }

    private static Session session(SessionSpec spec, SessionFiles files, Observation seen, Summary summary)
            throws IOException {
        StateFiles state = files.state();
        Optional<Exit> exit = files.exit();
        return new Session(
                spec,
                files.directory(),
                seen.state(),
                seen.reason(),
                seen.mark(),
                state.step(),
                started(state),
                ended(files, seen, exit),
                exit.map(Exit::code).orElse(null),
                summary);
    }

    private static @Nullable Instant started(StateFiles state) {
        return state.training().map(Runner::since).orElse(null);
    }

    private static @Nullable Instant ended(SessionFiles files, Observation seen, Optional<Exit> exit)
            throws IOException {
        if (exit.isPresent() || seen.state().active()) {
            return exit.map(Exit::time).orElse(null);
        }
        return files.stopTrail().ended();
    }

    /** What its processes do can be told even so. */
    private Session corrupt(SessionId id, SessionFiles files, IOException why) {
        Path directory = files.directory();
        SessionSpec spec = new SalvagedSpec(anything(files.spec()), anything(directory.resolve("run.sh")))
                .spec(id, directory.getFileName().toString());
        String reason = "its record cannot be read: " + firstLine(why);
        try {
            Observation seen = observer.observe(files, Instant.EPOCH, Summary.empty());
            ends.remember(files, seen, Instant.EPOCH);
            return session(spec, files, new Observation(seen.state(), reason, "corrupt"), Summary.empty());
        } catch (IOException e) {
            Observation seen = new Observation(observer.byProcesses(files), reason, "corrupt");
            return new Session(
                    spec, directory, seen.state(), seen.reason(), seen.mark(), null, null, null, null, Summary.empty());
        }
    }

    private static String firstLine(IOException failure) {
        return FileFailure.explain(failure).lines().findFirst().orElse("unknown");
    }

    private static Summary summary(SessionFiles files) {
        try {
            return SummaryJson.read(RecordFile.text(files.summary(), RecordFile.STATE_LIMIT));
        } catch (IOException e) {
            return Summary.empty();
        }
    }

    /** Whatever can be had of a file; "" for nothing. */
    private static String anything(Path file) {
        try {
            return RecordFile.text(file, RecordFile.SPEC_LIMIT);
        } catch (IOException e) {
            return "";
        }
    }
}
