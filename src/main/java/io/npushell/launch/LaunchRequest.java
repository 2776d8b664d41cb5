package io.npushell.launch;

import io.npushell.params.Settings;
import io.npushell.plan.Step;
import io.npushell.profile.ModelProfile;
import io.npushell.profile.RunType;
import io.npushell.session.SessionId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the operator asks to be launched.
 *
 * @param settings layers preset, operator and flag
 * @param accepted codes of findings lifted
 * @param only the steps to run, empty for all that are to do
 * @param overwrite output of another session may be written over
 * @param archive output of another session is moved aside first
 * @param parent the session it continues, or null
 */
public record LaunchRequest(
        ModelProfile profile,
        RunType runType,
        Settings settings,
        Set<String> accepted,
        Set<Step.Kind> only,
        String name,
        String note,
        boolean overwrite,
        boolean archive,
        @Nullable SessionId parent) {

    public LaunchRequest {
        accepted = Set.copyOf(accepted);
        only = Set.copyOf(only);
    }
}
