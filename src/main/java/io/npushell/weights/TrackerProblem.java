package io.npushell.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Why the tracker of a directory of checkpoints leads Megatron to none of them. */
public final class TrackerProblem {
    private static final int SHOWN = 40;

    private TrackerProblem() {}

    /**
     * One sentence with what Megatron would do; empty where the tracker names a whole iteration.
     *
     * <p>Megatron's {@code read_metadata} ends the training at anything but a number and "release".
     */
    public static Optional<String> of(Path directory) {
        Path file = directory.resolve(Checkpoints.TRACKER);
        if (!Files.exists(file)) {
            return Optional.of("'" + file + "' is missing: Megatron would warn once and train from random weights");
        }
        Optional<String> name = Checkpoints.tracker(directory);
        if (name.isEmpty()) {
            return Optional.of("'" + file + "' " + content(file)
                    + ", which is no iteration: Megatron would refuse to load anything");
        }
        String names = "'" + file + "' names " + (name.get().equals("release") ? "" : "iteration ") + name.get();
        Optional<SavedIteration> named = SavedIteration.list(directory).stream()
                .filter(saved -> saved.isNamed(name.get()))
                .findFirst();
        return named.isEmpty()
                ? Optional.of(names + ", which is not there: loading would fail")
                : consequence(named.get().state().kind()).map(consequence -> names + consequence);
    }

    private static Optional<String> consequence(IterationState.Kind kind) {
        return switch (kind) {
            case WHOLE, UNREAD -> Optional.empty();
            case BROKEN -> Optional.of(", which is not whole: loading would fail");
            case HOSTILE -> Optional.of(", which runs a program in whoever loads it: do not load it");
            case MIXED -> Optional.of(", whose ranks do not belong together: loading would fail, or mix two trainings");
        };
    }

    private static String content(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(SHOWN), StandardCharsets.UTF_8)
                    .strip()
                    .replaceAll("\\p{Cntrl}+", " ");
            return text.isEmpty() ? "is empty" : "says '" + text + "'";
        } catch (IOException e) {
            return "cannot be read";
        }
    }
}
