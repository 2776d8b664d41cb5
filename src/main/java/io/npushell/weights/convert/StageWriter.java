package io.npushell.weights.convert;

import io.npushell.model.ElementType;
import io.npushell.model.ModelSizes;
import io.npushell.model.ParallelSize;
import io.npushell.model.Sharding;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.ModelDictionary;
import io.npushell.weights.TensorContent;
import io.npushell.weights.TorchFileOutput;
import io.npushell.weights.TorchFileWriter;
import io.npushell.weights.megatron.ParameterMapping;
import io.npushell.weights.megatron.PipelineStages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the files of one pipeline stage, those of all its tensor-parallel ranks side by side. */
final class StageWriter {
    private final Plan plan;
    private final int stage;
    private final Path directory;
    private final List<ParameterMapping> mappings;
    private final List<RankOutput> ranks = new ArrayList<>();
    private final WeightsProgress progress;

    /** What is written, over all stages. */
    record Plan(HfConfig config, ModelSizes size, ParallelSize parallel, Conversion.Form form, HfModel model) {
        List<ParameterMapping> mappings(int stage) {
            PipelineStages stages = stages();
            return all().stream()
                    .filter(mapping -> stages.stageOf(mapping.layer()) == stage)
                    .toList();
        }

        private PipelineStages stages() {
            return new PipelineStages(size.layers(), parallel.pipeline());
        }

        /** With as many rows of the vocabulary as are to be written. */
        private List<ParameterMapping> all() {
            return ParameterMapping.of(config.family(), size);
        }

        String localName(ParameterMapping mapping) {
            return stages().localName(mapping.name(), mapping.layer());
        }

        TensorContent material(ParameterMapping mapping) {
            TensorContent material = model.material(mapping);
            if (mapping.vocabulary()) {
                material = RowRange.padded(material, mapping.rows());
            }
            ElementType dtype = form.dtype();
            return dtype == null ? material : Retyped.as(material, dtype);
        }

        int count() {
            return all().size();
        }

        long bytes() {
            return all().stream()
                    .mapToLong(mapping -> material(mapping).bytes()
                            * (mapping.sharding() == Sharding.REPLICATED ? parallel.tensor() : 1))
                    .sum();
        }

        ElementType dtype() {
            return material(all().get(0)).dtype();
        }
    }

    StageWriter(Plan plan, int stage, Path directory, WeightsProgress progress) {
        this.plan = plan;
        this.stage = stage;
        this.directory = directory;
        this.mappings = plan.mappings(stage);
        this.progress = progress;
    }

    /** The file of one rank and where its bytes go; touched only by its lane of the writer. */
    private static final class RankOutput implements WriteBehind.Target {
        private final TorchFileOutput file;
        private @Nullable WritableByteChannel tensor;

        RankOutput(TorchFileOutput file) {
            this.file = file;
        }

        void next() throws IOException {
            tensor = file.next();
        }

        @Override
        public void write(ByteBuffer block) throws IOException {
            WritableByteChannel channel = tensor;
            if (channel == null) {
                throw new IllegalStateException("no tensor has begun");
            }
            while (block.hasRemaining()) {
                channel.write(block);
            }
        }
    }

    void write(long iteration) throws IOException {
        try (WriteBehind writer = new WriteBehind(plan.parallel().tensor())) {
            for (int rank = 0; rank < plan.parallel().tensor(); rank++) {
                Path file = Checkpoints.file(
                        directory, iteration, rank, stage, plan.parallel().pipeline());
                Files.createDirectories(file.resolveSibling(""));
                ranks.add(new RankOutput(TorchFileOutput.create(file, root(iteration))));
            }
            Blocks blocks = new Blocks(writer, progress);
            for (ParameterMapping mapping : mappings) {
                write(mapping, writer, blocks);
            }
            for (int rank = 0; rank < ranks.size(); rank++) {
                writer.act(rank, ranks.get(rank).file::complete);
            }
            writer.finish();
        } finally {
            for (RankOutput rank : ranks) {
                rank.file.close();
            }
        }
    }

    private void write(ParameterMapping mapping, WriteBehind writer, Blocks blocks) throws IOException {
        TensorContent material = plan.material(mapping);
        for (int rank = 0; rank < ranks.size(); rank++) {
            writer.act(rank, ranks.get(rank)::next);
        }
        if (mapping.rowParallel()) {
            blocks.cutColumns(material, List.copyOf(ranks));
        } else {
            long rowBytes = material.bytes() / mapping.rows();
            for (int rank = 0; rank < ranks.size(); rank++) {
                for (ParameterMapping.Run run : mapping.runs(rank, ranks.size())) {
                    blocks.stretch(material, run.row() * rowBytes, run.rows() * rowBytes, rank, ranks.get(rank));
                }
            }
        }
        progress.tensorDone();
    }

    private Map<String, Object> root(long iteration) throws IOException {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put(
                "args",
                new TorchFileWriter.Namespace(
                        MegatronArgs.of(plan.config(), plan.size(), plan.parallel(), plan.dtype())));
        root.put("checkpoint_version", 3.0);
        root.put("iteration", iteration);
        Map<String, Object> model = new LinkedHashMap<>();
        for (ParameterMapping mapping : mappings) {
            ModelDictionary.put(
                    model,
                    plan.localName(mapping),
                    new Placeholder(
                            plan.material(mapping).dtype(),
                            mapping.rankShape(plan.parallel().tensor())));
        }
        root.put("model", model);
        return root;
    }
}
