package io.npushell.launch;

import io.npushell.model.RunType;
import io.npushell.params.Settings;
import io.npushell.plan.Machine;
import io.npushell.plan.Step;
import io.npushell.profile.ModelProfile;
import io.npushell.session.SessionId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the operator asks to be launched, or only planned.
 *
 * @param settings layers preset, operator and flag
 * @param accepted codes of findings lifted
 * @param only the steps to run, empty for all that are to do
 * @param name "" for "profile/run-type"
 * @param overwrite output of another session may be written over
 * @param archive output of another session is moved aside first
 * @param parent the session it continues, or null
 * @param assumed the machine the operator assumes, or null to plan for this one
 * @param iteration of a checkpoint that is to be merged, -1 for the one its tracker names
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
        @Nullable SessionId parent,
        @Nullable Machine assumed,
        long iteration) {

    public LaunchRequest {
        accepted = Set.copyOf(accepted);
        only = Set.copyOf(only);
    }

    public static LaunchRequest of(ModelProfile profile, RunType runType, Settings settings) {
        return new LaunchRequest(profile, runType, settings, Set.of(), Set.of(), "", "", false, false, null, null, -1);
    }

    public LaunchRequest accepting(Set<String> codes) {
        return new LaunchRequest(
                profile, runType, settings, codes, only, name, note, overwrite, archive, parent, assumed, iteration);
    }

    public LaunchRequest withSettings(Settings changed) {
        return new LaunchRequest(
                profile, runType, changed, accepted, only, name, note, overwrite, archive, parent, assumed, iteration);
    }

    public LaunchRequest onlySteps(Set<Step.Kind> steps) {
        return new LaunchRequest(
                profile, runType, settings, accepted, steps, name, note, overwrite, archive, parent, assumed,
                iteration);
    }

    public LaunchRequest named(String newName, String newNote) {
        return new LaunchRequest(
                profile, runType, settings, accepted, only, newName, newNote, overwrite, archive, parent, assumed,
                iteration);
    }

    /** What to do with output that is already there: neither, and it is refused. */
    public LaunchRequest oldOutput(boolean mayOverwrite, boolean moveAside) {
        return new LaunchRequest(
                profile,
                runType,
                settings,
                accepted,
                only,
                name,
                note,
                mayOverwrite,
                moveAside,
                parent,
                assumed,
                iteration);
    }

    public LaunchRequest assuming(@Nullable Machine machine) {
        return new LaunchRequest(
                profile, runType, settings, accepted, only, name, note, overwrite, archive, parent, machine, iteration);
    }

    /** For a merge: another iteration than the tracker's. */
    public LaunchRequest taking(long wanted) {
        return new LaunchRequest(
                profile, runType, settings, accepted, only, name, note, overwrite, archive, parent, assumed, wanted);
    }

    LaunchRequest continuing(SessionId session) {
        return new LaunchRequest(
                profile, runType, settings, accepted, only, name, note, overwrite, archive, session, assumed,
                iteration);
    }
}
