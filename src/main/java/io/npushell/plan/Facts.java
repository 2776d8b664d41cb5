package io.npushell.plan;

import io.npushell.model.ModelSizes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was found in the world before planning. Null means nobody looked (an assumed machine has no files), never "not there".
 *
 * @param resolved symbolic paths and what they stand for: "session:12" → the directory of its checkpoints
 * @param remarks symbolic paths and a sentence each: why it stands for nothing, or what is to be known of what it stands for
 */
public record Facts(
        Machine machine,
        Map<String, String> resolved,
        @Nullable Script script,
        @Nullable RawData rawData,
        @Nullable Dataset dataset,
        @Nullable Tokenizer tokenizer,
        @Nullable Checkpoint model,
        @Nullable Output output,
        @Nullable Disk disk,
        @Nullable Weights weights,
        @Nullable Export export,
        @Nullable Container container,
        @Nullable Npus npus,
        Map<String, String> remarks) {

    public Facts {
        resolved = Map.copyOf(resolved);
        remarks = Map.copyOf(remarks);
    }

    /** Facts about all but what the weights and export steps would do. */
    public Facts(
            Machine machine,
            Map<String, String> resolved,
            @Nullable Script script,
            @Nullable RawData rawData,
            @Nullable Dataset dataset,
            @Nullable Tokenizer tokenizer,
            @Nullable Checkpoint model,
            @Nullable Output output,
            @Nullable Disk disk) {
        this(
                machine, resolved, script, rawData, dataset, tokenizer, model, output, disk, null, null, null, null,
                Map.of());
    }

    /** The same with what was found about converting and merging weights. */
    public Facts with(@Nullable Weights found, @Nullable Export wanted) {
        return new Facts(
                machine, resolved, script, rawData, dataset, tokenizer, model, output, disk, found, wanted, container,
                npus, remarks);
    }

    /** The same with another save directory, or another state of it. */
    public Facts with(Output saved) {
        return new Facts(
                machine, resolved, script, rawData, dataset, tokenizer, model, saved, disk, weights, export, container,
                npus, remarks);
    }

    /** The same with the container that the settings name, or without one. */
    public Facts in(@Nullable Container place) {
        return new Facts(
                machine, resolved, script, rawData, dataset, tokenizer, model, output, disk, weights, export, place,
                npus, remarks);
    }

    /** The same with what was found about the NPUs a training would get. */
    public Facts on(@Nullable Npus found) {
        return new Facts(
                machine, resolved, script, rawData, dataset, tokenizer, model, output, disk, weights, export, container,
                found, remarks);
    }

    /** The same with what is to be said of symbolic paths. */
    public Facts remarking(Map<String, String> sentences) {
        return new Facts(
                machine, resolved, script, rawData, dataset, tokenizer, model, output, disk, weights, export, container,
                npus, sentences);
    }

    public static Facts unseen(Machine machine) {
        return unseen(machine, Map.of());
    }

    public static Facts unseen(Machine machine, Map<String, String> resolved) {
        return new Facts(machine, resolved, null, null, null, null, null, null, null);
    }

    /** Whether anybody looked for anything but what symbolic paths stand for. */
    public boolean looked() {
        return Stream.of(script, rawData, dataset, tokenizer, model, output, disk)
                .anyMatch(Objects::nonNull);
    }

    /**
     * The training script.
     *
     * @param variables environment variables its text reads
     * @param sha256 hex, "" where it does not exist
     * @param options long options its text passes on in whatever branch, without dashes, and the words behind each
     */
    public record Script(
            String path, boolean exists, Set<String> variables, String sha256, Map<String, Set<String>> options) {
        public Script {
            variables = Set.copyOf(variables);
            options = Map.copyOf(options);
        }

        public boolean passes(String option) {
            return options.containsKey(option);
        }

        /** The numbers behind an option; 0 for what is no number there, such as {@code $DIVISOR}. */
        public Set<Long> numbers(String option) {
            return options.getOrDefault(option, Set.of()).stream()
                    .map(word -> word.matches("\\d{1,9}") ? Long.parseLong(word) : 0L)
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    /**
     * The raw text the data step reads.
     *
     * @param problem why the data step cannot read it, or null
     * @param remedy what its reader says to do about the problem, "" for nothing
     */
    public record RawData(
            String path,
            boolean exists,
            long bytes,
            @Nullable String problem,
            String remedy) {}

    /**
     * A prepared dataset: the {@code .bin} and {@code .idx} files of a prefix.
     *
     * @param exists both files of each key are there
     * @param problem what does not fit together, or null
     * @param madeFrom how its manifest differs from what the settings would make now, or null where it matches or has no manifest
     * @param usedBy id of an active session that trains from it, or null
     */
    public record Dataset(
            String prefix,
            boolean exists,
            long documents,
            long tokens,
            @Nullable String problem,
            @Nullable String madeFrom,
            @Nullable String usedBy) {

        /** One that nobody trains from. */
        public Dataset(
                String prefix,
                boolean exists,
                long documents,
                long tokens,
                @Nullable String problem,
                @Nullable String madeFrom) {
            this(prefix, exists, documents, tokens, problem, madeFrom, null);
        }
    }

    /**
     * The tokenizer directory.
     *
     * @param files those of the profile's tokenizer files that are there
     * @param other the files of a tokenizer of another kind that can be read, "tokenizer.json"; "" for none
     */
    public record Tokenizer(String directory, boolean exists, Set<String> files, String other) {
        public Tokenizer {
            files = Set.copyOf(files);
        }
    }

    /**
     * A directory of Megatron checkpoints, as MODEL_PATH names it.
     *
     * @param tracker whether latest_checkpointed_iteration.txt is there and names a whole iteration; without it training silently starts from scratch
     * @param iteration the one that is loaded, as the tracker names it; else the newest complete one, -1 where there is none
     * @param problem what makes it unusable, or null
     * @param sizes of the model it says it is of
     * @param trackerProblem why the tracker leads to no checkpoint and what comes of it, "" where it does
     * @param hasOptimizer whether optimizer state is in it, so that it can be resumed
     * @param trainIters TRAIN_ITERS it was trained for, -1 where unknown
     * @param globalBatch GBS it was trained with, -1 where unknown
     * @param unread whether the problem is only that it was not looked into: the training may load it
     */
    public record Checkpoint(
            String directory,
            boolean exists,
            boolean tracker,
            long iteration,
            int tensorParallel,
            int pipelineParallel,
            boolean hasOptimizer,
            long trainIters,
            long globalBatch,
            ModelSizes sizes,
            String trackerProblem,
            @Nullable String problem,
            boolean unread) {

        /** One that was looked into. */
        public Checkpoint(
                String directory,
                boolean exists,
                boolean tracker,
                long iteration,
                int tensorParallel,
                int pipelineParallel,
                boolean hasOptimizer,
                long trainIters,
                long globalBatch,
                ModelSizes sizes,
                String trackerProblem,
                @Nullable String problem) {
            this(
                    directory,
                    exists,
                    tracker,
                    iteration,
                    tensorParallel,
                    pipelineParallel,
                    hasOptimizer,
                    trainIters,
                    globalBatch,
                    sizes,
                    trackerProblem,
                    problem,
                    false);
        }

        /** One that does not say what model it is of, with a tracker or without. */
        public Checkpoint(
                String directory,
                boolean exists,
                boolean tracker,
                long iteration,
                int tensorParallel,
                int pipelineParallel,
                boolean hasOptimizer,
                long trainIters,
                long globalBatch,
                @Nullable String problem) {
            this(
                    directory,
                    exists,
                    tracker,
                    iteration,
                    tensorParallel,
                    pipelineParallel,
                    hasOptimizer,
                    trainIters,
                    globalBatch,
                    ModelSizes.UNKNOWN,
                    tracker ? "" : "'" + directory + "/latest_checkpointed_iteration.txt' is missing",
                    problem);
        }
    }

    /**
     * The directory the training saves to.
     *
     * @param iteration newest iteration already there, -1 for none
     * @param owner id of the session that saved that iteration, or that runs and saves there; null where unknown
     * @param ownerActive whether that session still runs
     * @param inherited whether this plan goes on with what is there, so that its output is meant to be added to
     * @param elsewhere the workspace of that session where it is not this one, or null
     * @param resumable whether that session can be resumed here
     * @param sharedWith id of a session that runs as another node of the same training and saves there too, or null
     */
    public record Output(
            String directory,
            boolean writable,
            long iteration,
            @Nullable String owner,
            boolean ownerActive,
            boolean inherited,
            @Nullable String elsewhere,
            boolean resumable,
            @Nullable String sharedWith) {

        /** One of this workspace that no other node shares. */
        public Output(
                String directory,
                boolean writable,
                long iteration,
                @Nullable String owner,
                boolean ownerActive,
                boolean inherited) {
            this(directory, writable, iteration, owner, ownerActive, inherited, null, owner != null, null);
        }

        /** Whose it is in words: "session 12". */
        String whose() {
            return owner == null
                    ? "a training not of npu-shell"
                    : "session " + owner + (elsewhere == null ? "" : " of workspace '" + elsewhere + "'");
        }

        /** The same where the plan goes on with what is there, however its path is spelt. */
        public Output goneOnWith() {
            return new Output(
                    directory, writable, iteration, owner, ownerActive, true, elsewhere, resumable, sharedWith);
        }

        /** The same with room made in it. */
        public Output cleared() {
            return new Output(directory, writable, -1, null, false, inherited, null, false, sharedWith);
        }
    }

    /**
     * The container that the settings name.
     *
     * @param trouble why nothing can be run in it, or null; then nothing of what follows is known
     * @param mend the command against the trouble, "" where there is none
     * @param workspace why the workspace is not the same inside, or null
     * @param lacking programs that npu-shell needs there and the image does not have
     * @param user whom things run as inside
     * @param writable whether that user may write to the workspace and to what is saved in it
     * @param npus numbers of NPUs it has
     * @param java whether npu-shell's own java and its programs can be run in it
     * @param setup what it needs before it can train, as it was made anew, or null
     * @param lacks what a training on NPUs would miss in it
     * @param devices the host's numbers of its NPUs in the order they are counted inside; empty where it has all or that is not known
     */
    public record Container(
            String name,
            @Nullable String trouble,
            String mend,
            @Nullable String workspace,
            List<String> lacking,
            String user,
            boolean writable,
            int npus,
            boolean java,
            @Nullable String setup,
            List<Lack> lacks,
            List<Integer> devices) {
        public Container {
            lacking = List.copyOf(lacking);
            lacks = List.copyOf(lacks);
            devices = List.copyOf(devices);
        }

        /**
         * Something that was not given to it.
         *
         * @param sentence goes on after "container NAME"
         */
        public record Lack(String sentence, String remedy) {}

        /** One that lacks nothing, and of which it is not known which NPUs of the host it has. */
        public Container(
                String name,
                @Nullable String trouble,
                String mend,
                @Nullable String workspace,
                List<String> lacking,
                String user,
                boolean writable,
                int npus,
                boolean java,
                @Nullable String setup) {
            this(name, trouble, mend, workspace, lacking, user, writable, npus, java, setup, List.of(), List.of());
        }

        /** One that nothing can be run in. */
        public static Container troubled(String name, String why, String mend) {
            return new Container(name, why, mend, null, List.of(), "", false, 0, false, null);
        }
    }

    /**
     * The NPUs a training would find where it is to run, and who has them.
     *
     * @param all in the order the runtime counts them
     * @param whole whether all that are there were seen
     * @param strays sentences on processes that hold NPUs which the list leaves out
     * @param port the master port, where it is taken; null where it is free or nothing is known
     * @param unlocked why other launches on this machine will not see which NPUs this one has, or null
     */
    public record Npus(
            List<NpuStanding> all,
            boolean whole,
            List<String> strays,
            @Nullable TakenPort port,
            @Nullable String unlocked) {
        public Npus {
            all = List.copyOf(all);
            strays = List.copyOf(strays);
        }

        /** Those of these numbers that are there. */
        public List<NpuStanding> wanted(List<Integer> devices) {
            return all.stream().filter(npu -> devices.contains(npu.device())).toList();
        }
    }

    /**
     * A port that something has.
     *
     * @param port 0 for the script's own, which is not known
     * @param by "session 3", "" where unknown
     * @param free another that is free
     */
    public record TakenPort(int port, String by, int free) {}

    /** Free space where the checkpoints go, in bytes. */
    public record Disk(String path, long freeBytes) {}

    /**
     * What the weights step would read and write.
     *
     * @param source the Hugging Face model
     * @param problem why it cannot be converted, or null
     * @param target the directory of converted weights that the settings call for
     * @param state whether it is there and matches
     * @param note what was found: "stale: …"; "" where there is nothing to say
     * @param usedBy id of an active session that reads or writes the target, or null
     * @param sourceWriter id of an active session that still makes the source, or null
     * @param rows of the source's vocabulary, 0 where it cannot be read
     */
    public record Weights(
            String source,
            @Nullable String problem,
            String target,
            Step.State state,
            String note,
            @Nullable String usedBy,
            @Nullable String sourceWriter,
            long rows) {}

    /**
     * What the export step would read and write.
     *
     * @param source the directory of checkpoints
     * @param problem why it cannot be merged, or null
     * @param original the Hugging Face model to take the other files from, or null where there is none
     * @param target "" where it is not known, as the training is still to come
     * @param usedBy id of an active session that reads or writes the target, or null
     * @param sourceWriter id of an active session that still makes the source or the original, or null
     * @param base the checkpoints that the adapters of the source belong to, or null where it is a whole model
     * @param iteration the one asked for, -1 for the one its tracker names
     */
    public record Export(
            String source,
            @Nullable String problem,
            @Nullable String original,
            String target,
            Step.State state,
            String note,
            @Nullable String usedBy,
            @Nullable String sourceWriter,
            @Nullable String base,
            long iteration) {

        /** Of the iteration that the tracker names. */
        public Export(
                String source,
                @Nullable String problem,
                @Nullable String original,
                String target,
                Step.State state,
                String note,
                @Nullable String usedBy,
                @Nullable String sourceWriter,
                @Nullable String base) {
            this(source, problem, original, target, state, note, usedBy, sourceWriter, base, -1);
        }
    }
}
