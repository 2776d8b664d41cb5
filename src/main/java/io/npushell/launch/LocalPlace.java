package io.npushell.launch;

import io.npushell.process.DetachedStarter;
import io.npushell.session.Session;
import io.npushell.session.SessionSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** This host, as the user of this shell. */
record LocalPlace(DetachedStarter starter) implements Place {
    @Override
    public List<String> ownVariables() {
        return List.of();
    }

    @Override
    public SessionSpec.@Nullable Container container() {
        return null;
    }

    @Override
    public void admit(Session session) {
        // it was made by the user who runs it
    }
}
