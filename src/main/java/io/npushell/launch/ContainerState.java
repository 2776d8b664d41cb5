package io.npushell.launch;

import io.npushell.container.Container;
import io.npushell.container.Lacks;
import io.npushell.session.Session;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the container of the settings is now.
 *
 * @param container null where there is none
 * @param cutShort what making it anew has left where it was cut short, and what to do about it; or null
 * @param user who trainings run as inside, or null where it cannot be asked
 * @param setup "done …" or what is needed; null where it cannot be asked
 * @param sessions that run in it
 * @param differences from what the settings want
 * @param lacks what a training on NPUs would miss in it
 */
public record ContainerState(
        @Nullable Container container,
        @Nullable String cutShort,
        @Nullable String user,
        @Nullable String setup,
        boolean setupNeeded,
        List<Session> sessions,
        List<String> differences,
        List<Lacks.Lack> lacks) {
    public ContainerState {
        sessions = List.copyOf(sessions);
        differences = List.copyOf(differences);
        lacks = List.copyOf(lacks);
    }
}
