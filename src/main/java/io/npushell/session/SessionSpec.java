package io.npushell.session;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of a session: the content of session.json, written once.
 *
 * @param name the operator's name for it, or "profile/run-type"
 * @param engine "ascend" or "embedded"
 * @param steps labels of the steps it runs, in order: data, train
 * @param parent the session it resumes, or null
 * @param settings every setting with a value, in catalogue order
 * @param variables what each step's command gets as environment, as the plan shows it
 * @param trainIters TRAIN_ITERS, -1 where the session does not train
 * @param world devices taking part
 * @param outputDirectory where the checkpoints go, or null where the session does not train
 * @param accepted codes of findings the operator lifted
 * @param versions npu-shell, java, build directory …
 * @param scriptSha256 of the training script as it was at launch, "" where there is none
 * @param commands the plan's commands, as run.sh runs them
 * @param container where it runs, or null for the host itself
 */
public record SessionSpec(
        SessionId id,
        String name,
        String note,
        String profile,
        String runType,
        String engine,
        List<String> steps,
        @Nullable SessionId parent,
        Instant created,
        String workDir,
        List<SettingEntry> settings,
        Map<String, String> variables,
        long trainIters,
        long globalBatch,
        long microBatch,
        long sequenceLength,
        int tensorParallel,
        int pipelineParallel,
        int world,
        int nodes,
        int nodeRank,
        @Nullable String outputDirectory,
        @Nullable String datasetPath,
        List<String> accepted,
        Map<String, String> versions,
        String scriptSha256,
        List<String> commands,
        @Nullable Container container) {

    public SessionSpec {
        steps = List.copyOf(steps);
        settings = List.copyOf(settings);
        variables = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(variables));
        accepted = List.copyOf(accepted);
        versions = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(versions));
        commands = List.copyOf(commands);
    }

    /** A session on the host itself. */
    public SessionSpec(
            SessionId id,
            String name,
            String note,
            String profile,
            String runType,
            String engine,
            List<String> steps,
            @Nullable SessionId parent,
            Instant created,
            String workDir,
            List<SettingEntry> settings,
            Map<String, String> variables,
            long trainIters,
            long globalBatch,
            long microBatch,
            long sequenceLength,
            int tensorParallel,
            int pipelineParallel,
            int world,
            int nodes,
            int nodeRank,
            @Nullable String outputDirectory,
            @Nullable String datasetPath,
            List<String> accepted,
            Map<String, String> versions,
            String scriptSha256,
            List<String> commands) {
        this(
                id,
                name,
                note,
                profile,
                runType,
                engine,
                steps,
                parent,
                created,
                workDir,
                settings,
                variables,
                trainIters,
                globalBatch,
                microBatch,
                sequenceLength,
                tensorParallel,
                pipelineParallel,
                world,
                nodes,
                nodeRank,
                outputDirectory,
                datasetPath,
                accepted,
                versions,
                scriptSha256,
                commands,
                null);
    }

    /** The container a session was started in, as it was then. */
    public record Container(String name, String id, String image) {}

    /** One setting as it was: canonical text and the label of its origin. */
    public record SettingEntry(String parameter, String value, String origin) {}
}
