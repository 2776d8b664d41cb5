package io.npushell.shell.workbench;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.profile.ModelProfile;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The one mutable thing of the shell: what the operator works on now, and the way back.
 *
 * <p>Changed by the thread that runs commands; completion and prompt may read it from any thread.
 */
public final class Workbench {
    private static final int STEPS_BACK = 200;

    private final Function<String, ModelProfile> profiles;
    private volatile WorkbenchState state = WorkbenchState.CLEAN;
    private volatile @Nullable ModelProfile loaded;
    private volatile String meant = "";
    private final Deque<Step> past = new ArrayDeque<>();
    private final Deque<Step> future = new ArrayDeque<>();

    /**
     * A change that was made or taken back.
     *
     * @param by the command that made it, as it could be typed
     */
    public record Change(WorkbenchState before, WorkbenchState after, String by) {}

    private record Step(WorkbenchState state, String by) {}

    /** An empty bench; profiles are read by the function given, when first needed. */
    public Workbench(Function<String, ModelProfile> profiles) {
        this.profiles = profiles;
    }

    public WorkbenchState state() {
        return state;
    }

    /** Puts a state on the bench that cannot be undone: the one restored at the start. */
    public void restore(WorkbenchState restored) {
        state = restored;
        past.clear();
        future.clear();
    }

    /**
     * Makes a change; one that changes nothing leaves undo alone.
     *
     * @param by the command that makes it, which undo names
     */
    public Change change(String by, UnaryOperator<WorkbenchState> step) {
        WorkbenchState before = state;
        WorkbenchState after = step.apply(before);
        if (!after.equals(before)) {
            past.push(new Step(before, by));
            if (past.size() > STEPS_BACK) {
                past.removeLast();
            }
            future.clear();
            state = after;
        }
        return new Change(before, after, by);
    }

    public Optional<Change> undo() {
        return move(past, future);
    }

    public Optional<Change> redo() {
        return move(future, past);
    }

    private Optional<Change> move(Deque<Step> from, Deque<Step> to) {
        if (from.isEmpty()) {
            return Optional.empty();
        }
        WorkbenchState before = state;
        Step step = from.pop();
        to.push(new Step(before, step.by()));
        state = step.state();
        return Optional.of(new Change(before, step.state(), step.by()));
    }

    /**
     * The profile in use, loaded on first need: this may read a file, so completion asks {@link #loadedProfile()}.
     *
     * @throws OperatorException USAGE where none is in use, NOT_FOUND or USAGE from its file
     */
    public ModelProfile profile() {
        String name = state.profile();
        if (name == null) {
            throw new OperatorException(
                    ExitCode.USAGE,
                    "no profile is in use",
                    meant.isEmpty() ? "profile list, then use NAME, for example: use qwen-nano" : "use " + meant);
        }
        Optional<ModelProfile> known = loadedProfile();
        if (known.isPresent()) {
            return known.get();
        }
        ModelProfile profile = profiles.apply(name);
        loaded = profile;
        return profile;
    }

    /** Any profile as its file says it; empty where that is gone or broken, which is its own command's affair. */
    public Optional<ModelProfile> readable(String name) {
        try {
            return Optional.of(profiles.apply(name));
        } catch (OperatorException unreadable) {
            return Optional.empty();
        }
    }

    /** What an operator wanted to use and misspelt: proposed while no profile is in use. */
    public void meant(String title) {
        meant = title;
    }

    /** The profile in use if it is in memory; never reads a file. */
    public Optional<ModelProfile> loadedProfile() {
        ModelProfile profile = loaded;
        return profile != null && profile.name().equals(state.profile()) ? Optional.of(profile) : Optional.empty();
    }

    /** Forgets the loaded profile: its file may have changed. */
    public void reloadProfile() {
        loaded = null;
    }
}
