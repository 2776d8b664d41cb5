package io.npushell.session;

import io.npushell.session.StateFiles.Exit;
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
