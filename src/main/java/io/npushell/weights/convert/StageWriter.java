package io.npushell.weights.convert;

import io.npushell.weights.Checkpoints;
import io.npushell.weights.DType;
import io.npushell.weights.ModelDictionary;
import io.npushell.weights.TensorContent;
import io.npushell.weights.TorchFileOutput;
import io.npushell.weights.TorchFileWriter;
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
    private final List<Recipe> recipes;
    private final List<RankOutput> ranks = new ArrayList<>();
    private final WeightsProgress progress;

    /** What is written, over all stages. */
    record Plan(HfConfig config, Dimensions size, Conversion.Cut cut, Conversion.Form form, HfModel model) {
        List<Recipe> recipes(int stage) {
            int perStage = size.layers() / cut.pipelineParallel();
            return all().stream()
                    .filter(recipe -> switch (recipe.layer()) {
                        case Recipe.BEFORE -> stage == 0;
                        case Recipe.AFTER -> stage == cut.pipelineParallel() - 1;
                        default -> recipe.layer() / perStage == stage;
                    })
                    .toList();
        }

        /** With as many rows of the vocabulary as are to be written. */
        private List<Recipe> all() {
            return Recipes.of(config.family(), size);
        }

        /** The name in a stage's file: layers are numbered from 0 in each stage. */
        String localName(Recipe recipe) {
            if (recipe.layer() == Recipe.BEFORE || recipe.layer() == Recipe.AFTER) {
                return recipe.name();
            }
            int perStage = size.layers() / cut.pipelineParallel();
            String end = recipe.name().substring((Recipes.LAYERS + recipe.layer()).length());
            return Recipes.LAYERS + recipe.layer() % perStage + end;
        }

        TensorContent material(Recipe recipe) {
            TensorContent material = model.material(recipe);
            if (recipe.cut() == Recipe.Cut.ROWS) {
                material = RowRange.padded(material, recipe.rows());
            }
            DType dtype = form.dtype();
            return dtype == null ? material : Retyped.as(material, dtype);
        }

        int count() {
            return all().size();
        }

        long bytes() {
            return all().stream()
                    .mapToLong(recipe ->
                            material(recipe).bytes() * (recipe.cut() == Recipe.Cut.WHOLE ? cut.tensorParallel() : 1))
                    .sum();
        }

        DType dtype() {
            return material(all().get(0)).dtype();
        }
    }

    StageWriter(Plan plan, int stage, Path directory, WeightsProgress progress) {
        this.plan = plan;
        this.stage = stage;
        this.directory = directory;
        this.recipes = plan.recipes(stage);
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
        try (WriteBehind writer = new WriteBehind(plan.cut().tensorParallel())) {
            for (int rank = 0; rank < plan.cut().tensorParallel(); rank++) {
                Path file = Checkpoints.file(
                        directory, iteration, rank, stage, plan.cut().pipelineParallel());
                Files.createDirectories(file.resolveSibling(""));
                ranks.add(new RankOutput(TorchFileOutput.create(file, root(iteration))));
            }
            Blocks blocks = new Blocks(writer, progress);
            for (Recipe recipe : recipes) {
                write(recipe, writer, blocks);
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

    private void write(Recipe recipe, WriteBehind writer, Blocks blocks) throws IOException {
        TensorContent material = plan.material(recipe);
        for (int rank = 0; rank < ranks.size(); rank++) {
            writer.act(rank, ranks.get(rank)::next);
        }
        if (recipe.cutByColumns()) {
            blocks.cutColumns(material, List.copyOf(ranks));
        } else {
            long rowBytes = material.bytes() / recipe.rows();
            for (int rank = 0; rank < ranks.size(); rank++) {
                for (Recipe.Run run : recipe.runs(rank, ranks.size())) {
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
                new TorchFileWriter.Namespace(MegatronArgs.of(plan.config(), plan.size(), plan.cut(), plan.dtype())));
        root.put("checkpoint_version", 3.0);
        root.put("iteration", iteration);
        Map<String, Object> model = new LinkedHashMap<>();
        for (Recipe recipe : recipes) {
            ModelDictionary.put(
                    model,
                    plan.localName(recipe),
                    new Placeholder(
                            plan.material(recipe).dtype(),
                            recipe.rankShape(plan.cut().tensorParallel())));
        }
        root.put("model", model);
        return root;
    }
}
