package io.npushell.session;

import io.npushell.session.StateFiles.Exit;
import io.npushell.session.StateFiles.Runner;
import io.npushell.session.Vitals.Recorded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where the parts of a session's directory are. */
record SessionFiles(Path directory) {
    static final String SPEC = "session.json";
    static final String SUMMARY = "summary.json";
    static final String EVENTS = "events.jsonl";
    static final String STATE = "state";
    static final String SUPERVISOR = "supervise.sh";

    /** What is on record of its training's processes. */
    Recorded training() {
        return recorded(state().training());
    }

    /** The same where it has been read; empty where it cannot be. */
    Recorded recorded(Optional<Runner> training) {
        return new Recorded(
                directory, training.map(Runner::identity).orElse(null), new SessionMark(directory).of(training));
    }

    /** What is on record of its supervisor; empty where none came. */
    Optional<Recorded> supervisor() {
        return state().supervisor().map(runner -> new Recorded(directory, runner.identity(), ""));
    }

    StateFiles state() {
        return new StateFiles(directory.resolve(STATE));
    }

    Journal journal() {
        return new Journal(directory.resolve(EVENTS));
    }

    /** How it ended: as recorded, or as the journal says where the disk had no room for the record. */
    Optional<Exit> exit() throws IOException {
        Optional<Exit> recorded = state().exit();
        return recorded.isPresent() ? recorded : stopTrail().exit();
    }

    /** Without events where the journal cannot be read: what else is there still tells. */
    StopTrail stopTrail() {
        try {
            return StopTrail.of(journal().read());
        } catch (IOException e) {
            return StopTrail.of(List.of());
        }
    }

    Path log() {
        return directory.resolve("run.log");
    }

    Path spec() {
        return directory.resolve(SPEC);
    }

    Path summary() {
        return directory.resolve(SUMMARY);
    }
}
