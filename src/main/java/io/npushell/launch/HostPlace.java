package io.npushell.launch;

import io.npushell.process.DetachedStarter;
import io.npushell.process.ProcessTable;
import io.npushell.session.Session;
import io.npushell.session.SessionSpec;
import io.npushell.session.Vitals;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** This host, as the user of this shell: the place of whatever no other one takes. */
public record HostPlace(DetachedStarter starter, ProcessTable processes) implements Place, Site {
    /** Records do not have it: what names no place is on the host itself. */
    @Override
    public String kind() {
        return "host";
    }

    @Override
    public Optional<Site> choose(Wanted wanted) {
        return Optional.of(this);
    }

    @Override
    public Vitals vitals() {
        return new HostVitals(processes);
    }

    @Override
    public List<String> ownVariables() {
        return List.of();
    }

    @Override
    public SessionSpec.@Nullable Container container() {
        return null;
    }

    @Override
    public boolean seesMachine() {
        return true;
    }

    @Override
    public boolean otherUser() {
        return false;
    }

    @Override
    public void admit(Session session) {
        // it was made by the user who runs it
    }

    @Override
    public Path directory(Session session) {
        return session.directory();
    }
}
