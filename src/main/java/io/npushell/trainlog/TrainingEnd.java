package io.npushell.trainlog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a session's log shows of the end of its training: the part of it that the step train printed, read once the step is over.
 *
 * @param told the verdict that was passed while the session ran, before a step that would have followed; it holds
 */
public record TrainingEnd(EndEvidence evidence, Optional<TrainingVerdict> told) {
    /** A training's end is in the last of its log; more is read only where no iteration is found there. */
    private static final long TAIL = 16 << 20;

    private static final String TRACEBACK = "Traceback (most recent call last)";
    private static final Pattern STEP = Pattern.compile("\\[npu-shell] step (\\S+): .*");
    private static final Pattern TOLD =
            Pattern.compile("\\[npu-shell] step train ended with exit code 0, yet (failed|stopped): (.*)");

    /** The line that says so in the log, for a verdict that no further step may follow. */
    public static String line(TrainingVerdict verdict) {
        return "[npu-shell] step train ended with exit code 0, yet "
                + verdict.outcome().name().toLowerCase(Locale.ROOT) + ": " + verdict.reason();
    }

    public static TrainingEnd read(Path log) throws IOException {
        long size = Files.size(log);
        TrainingEnd end = read(log, Math.max(0, size - TAIL));
        return size > TAIL && end.evidence().iteration() < 0 ? read(log, 0) : end;
    }

    private static TrainingEnd read(Path log, long offset) throws IOException {
        Reading reading = new Reading();
        boolean partOfALine = offset > 0;
        try (LogFollower follower = new LogFollower(log, offset)) {
            List<String> lines = follower.readRest().lines();
            while (!lines.isEmpty()) {
                (partOfALine ? lines.subList(1, lines.size()) : lines).forEach(reading::take);
                partOfALine = false;
                lines = follower.readRest().lines();
            }
        }
        return reading.end();
    }

    /** The evidence begins anew with the step, and ends with it. */
    private static final class Reading {
        private LogParser parser = new LogParser();
        private EndEvidence evidence = new EndEvidence();
        private Optional<TrainingVerdict> told = Optional.empty();
        private boolean over;

        void take(String line) {
            Matcher step = STEP.matcher(line);
            Matcher verdict = TOLD.matcher(line);
            if (step.matches() && step.group(1).equals("train")) {
                parser = new LogParser();
                evidence = new EndEvidence();
                over = false;
            } else if (step.matches()) {
                over = true;
            } else if (verdict.matches()) {
                told = Optional.of(new TrainingVerdict(
                        TrainingVerdict.Outcome.valueOf(verdict.group(1).toUpperCase(Locale.ROOT)),
                        verdict.group(2),
                        true));
            } else if (!over) {
                parser.parse(line).forEach(evidence);
                if (parser.saidDone()) {
                    evidence.trainingIsDone();
                }
                if (line.contains(TRACEBACK)) {
                    evidence.traceback();
                }
            }
        }

        TrainingEnd end() {
            parser.finish().forEach(evidence);
            return new TrainingEnd(evidence, told);
        }
    }
}
