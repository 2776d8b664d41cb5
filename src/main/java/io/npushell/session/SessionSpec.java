package io.npushell.session;

import io.npushell.json.RecordJson.Least;
import io.npushell.json.RecordJson.Required;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was asked of a session: the content of session.json, written once. Each part's components are fields of the file as they are declared. */
public record SessionSpec(SessionId id, Request request, Training training, Run run) {

    /**
     * What the operator asked for.
     *
     * @param name the operator's name for it, or "profile/run-type"
     * @param engine "ascend" or "embedded"
     * @param steps labels of the steps it runs, in order: data, train
     * @param parent the session it resumes, or null
     * @param settings every setting with a value, in catalogue order
     * @param variables what the training gets as environment, as the plan shows it
     */
    public record Request(
            @Required String name,
            String note,
            @Required String profile,
            @Required String runType,
            @Required String engine,
            List<String> steps,
            @Nullable SessionId parent,
            Instant created,
            String workDir,
            List<SettingEntry> settings,
            Map<String, String> variables) {

        public Request {
            steps = List.copyOf(steps);
            settings = List.copyOf(settings);
            variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        }
    }

    /**
     * The figures of its training.
     *
     * @param trainIters TRAIN_ITERS, -1 where the session does not train
     * @param sequenceLength tokens of one sample
     * @param world devices taking part
     */
    public record Training(
            @Least(-1) long trainIters,
            @Least(-1) long globalBatch,
            @Least(-1) long microBatch,
            @Least(-1) long sequenceLength,
            @Least(1) int tensorParallel,
            @Least(1) int pipelineParallel,
            @Least(1) int world,
            @Least(1) int nodes,
            @Least(0) int nodeRank) {

        /** Nothing is known of it. */
        public static final Training UNKNOWN = new Training(-1, -1, -1, -1, 1, 1, 1, 1, 0);

        /** On one device. */
        public static Training onOne(long trainIters, long globalBatch, long microBatch, long sequenceLength) {
            return new Training(trainIters, globalBatch, microBatch, sequenceLength, 1, 1, 1, 1, 0);
        }
    }

    /**
     * How it runs.
     *
     * @param outputDirectory where the checkpoints go, or null where the session does not train
     * @param accepted codes of findings the operator lifted
     * @param versions npu-shell, java, build directory …
     * @param scriptSha256 of the training script as it was at launch, "" where there is none
     * @param commands the plan's commands, as run.sh runs them
     * @param container where it runs, or null for the host itself
     */
    public record Run(
            @Nullable String outputDirectory,
            @Nullable String datasetPath,
            List<String> accepted,
            Map<String, String> versions,
            String scriptSha256,
            List<String> commands,
            @Nullable Container container) {

        public Run {
            accepted = List.copyOf(accepted);
            versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
            commands = List.copyOf(commands);
            container = container == null || container.id().isEmpty() ? null : container;
        }

        /** On the host itself, with nothing lifted. */
        public static Run onHost(
                @Nullable String outputDirectory, @Nullable String datasetPath, List<String> commands) {
            return new Run(outputDirectory, datasetPath, List.of(), Map.of(), "", commands, null);
        }
    }

    /** The container a session was started in, as it was then. */
    public record Container(String name, String id, String image) {}

    /** One setting as it was: canonical text and the label of its origin. */
    public record SettingEntry(String parameter, String value, String origin) {}
}
