package io.npushell.weights.convert;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.model.ElementType;
import io.npushell.model.ModelFamilies;
import io.npushell.model.ModelSizes;
import io.npushell.model.ParallelSize;
import io.npushell.weights.BrokenFileException;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.megatron.ParameterMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a Megatron checkpoint of a Hugging Face model. Every byte of the model is read once. */
public final class Conversion {
    /** As upstream's loaders say; 0 and "release" do not work there. */
    private static final int ITERATION = 1;

    private static final long HEAD_ROOM = 64L << 20;

    private final Path source;
    private final ModelFamilies families;
    private final Path target;
    private final ParallelSize parallel;
    private final Form form;
    private final WeightsProgress progress;

    /**
     * What the parts look like.
     *
     * @param dtype null for the source's own
     * @param rows of the vocabulary, 0 for the source's own
     */
    public record Form(@Nullable ElementType dtype, long rows) {
        public static final Form AS_IT_IS = new Form(null, 0);

        String dtypeLabel() {
            return dtype == null ? "source" : dtype.safetensors();
        }
    }

    public Conversion(
            Path source,
            ModelFamilies families,
            Path target,
            ParallelSize parallel,
            Form form,
            WeightsProgress progress) {
        this.families = families;
        this.source = source;
        this.target = target;
        this.parallel = parallel;
        this.form = form;
        this.progress = progress;
    }

    /**
     * Does it; nothing stands under the target's name before all is complete.
     *
     * @throws OperatorException USAGE where the model cannot be cut so, FAILED where it is not whole, CONFLICT where the target holds something
     *     else, ENVIRONMENT where the disk is too small
     */
    public void run() throws IOException {
        HfConfig config = HfConfig.read(source, families);
        ModelSizes size = size(config);
        try (HfModel model = HfModel.open(source)) {
            List<ParameterMapping> mappings = ParameterMapping.of(config.family(), config.sizes());
            model.unfit(config, mappings).ifPresent(unfit -> {
                throw new OperatorException(ExitCode.FAILED, unfit, "set hf-path DIRECTORY");
            });
            refuse(
                    model.missing(mappings),
                    ExitCode.FAILED,
                    "the model in '" + source + "' is not whole",
                    "download it again");
            TargetCheck.check(target, manifest(config, size));
            try (OutputDirectory output = OutputDirectory.take(target)) {
                Path directory = output.begin();
                StageWriter.Plan plan = new StageWriter.Plan(config, size, parallel, form, model);
                requireSpace(directory, plan.bytes());
                progress.expect(plan.count(), plan.bytes());
                write(plan, directory);
                Manifest.write(directory, manifest(config, size));
                output.complete();
            } catch (BrokenFileException e) {
                throw e;
            } catch (IOException e) {
                throw notWritten(e);
            }
        } catch (BrokenFileException e) {
            throw new OperatorException(
                    ExitCode.FAILED, "a file in '" + source + "' " + e.getMessage(), "download it again", e);
        }
        progress.end();
        progress.say("wrote " + target + ", TP " + parallel.tensor() + " PP " + parallel.pipeline());
    }

    private ModelSizes size(HfConfig config) {
        ModelSizes own = config.sizes();
        ModelSizes size = form.rows() > 0 ? own.withRows(form.rows()) : own;
        refuse(
                size.obstacles(parallel),
                ExitCode.USAGE,
                "the model in '" + source + "' cannot be cut for TP " + parallel.tensor() + " and PP "
                        + parallel.pipeline(),
                "choose a TP and PP that divide them");
        return size;
    }

    private static void refuse(List<String> problems, ExitCode code, String what, String remedy) {
        if (!problems.isEmpty()) {
            int shown = Math.min(3, problems.size());
            String more = problems.size() > shown ? ", and " + (problems.size() - shown) + " more" : "";
            throw new OperatorException(
                    code, what + ": " + String.join("; ", problems.subList(0, shown)) + more, remedy);
        }
    }

    private void write(StageWriter.Plan plan, Path directory) throws IOException {
        for (int stage = 0; stage < parallel.pipeline(); stage++) {
            new StageWriter(plan, stage, directory, progress).write(ITERATION);
        }
        Checkpoints.writeTracker(directory, ITERATION);
    }

    static void requireSpace(Path directory, long bytes) throws IOException {
        long free = Files.getFileStore(directory).getUsableSpace();
        if (free < bytes + HEAD_ROOM) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT,
                    "'" + directory.getParent() + "' has " + (free >> 20) + " MiB free, and " + (bytes >> 20)
                            + " MiB are to be written",
                    "make room, or choose a directory on another disk");
        }
    }

    private OperatorException notWritten(IOException e) {
        return new OperatorException(
                ExitCode.ENVIRONMENT,
                "cannot write '" + target + "': " + e.getMessage(),
                "make room on that disk and run this again; nothing half-written is left",
                e);
    }

    private Map<String, String> manifest(HfConfig config, ModelSizes size) throws IOException {
        Map<String, String> entries = expected(source, config, parallel, form);
        entries.put("family", config.family().name());
        entries.put("rows", Long.toString(size.rows()));
        return entries;
    }

    /** What the manifest of a conversion says that is asked for now. */
    public static Map<String, String> expected(Path source, ModelFamilies families, ParallelSize parallel, Form form)
            throws IOException {
        return expected(source, HfConfig.read(source, families), parallel, form);
    }

    static Map<String, String> expected(Path source, HfConfig config, ParallelSize parallel, Form form)
            throws IOException {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("schema", "npu-shell/weights-1");
        entries.put("made", "converted");
        entries.put("source", source.toAbsolutePath().normalize().toString());
        List<Path> files = new ArrayList<>(WeightFiles.of(source));
        files.add(source.resolve(HfConfig.NAME));
        entries.put("source-state", Manifest.fingerprint(files));
        entries.put("tp", Integer.toString(parallel.tensor()));
        entries.put("pp", Integer.toString(parallel.pipeline()));
        entries.put("dtype", form.dtypeLabel());
        entries.put(
                "rows",
                Long.toString(form.rows() > 0 ? form.rows() : config.sizes().rows()));
        return entries;
    }
}
