package io.npushell.weights;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Whether the files of all ranks are of one checkpoint: a rank copied in from another run makes a model that no error tells of. */
final class RanksTogether {
    private final SavedIteration saved;
    private final List<RankFile> ranks;

    private RanksTogether(SavedIteration saved, List<RankFile> ranks) {
        this.saved = saved;
        this.ranks = ranks;
    }

    /**
     * The first difference with both values, one sentence.
     *
     * @param ranks one for each of the iteration's files, all there
     */
    static Optional<String> problem(SavedIteration saved, List<RankFile> ranks) {
        RanksTogether together = new RanksTogether(saved, ranks);
        return together.args(RankFile.LAYOUT)
                .or(together::tooMany)
                .or(together::tensors)
                .or(() -> together.args(RankFile.MODEL))
                .or(together::layers);
    }

    private Optional<String> args(List<String> names) {
        for (String name : names) {
            for (int rank = 1; rank < ranks.size(); rank++) {
                String first = ranks.get(0).args().get(name);
                String other = ranks.get(rank).args().get(name);
                if (first != null && other != null && !first.equals(other)) {
                    return Optional.of(
                            apart(name + " is " + first + " in " + name(0) + " and " + other + " in " + name(rank)));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> tooMany() {
        long tensorRanks = ranks.get(0).number("tensor_model_parallel_size");
        long pipelineRanks = ranks.get(0).number("pipeline_model_parallel_size");
        return tensorRanks > 0
                        && pipelineRanks > 0
                        && ranks.get(0).number("expert_model_parallel_size")
                                < 2 // experts have directories of their own
                        && (tensorRanks != saved.tensorParallel() || pipelineRanks != saved.pipelineParallel())
                ? Optional.of("'" + saved.directory() + "' has the directories of TP " + saved.tensorParallel()
                        + " and PP " + saved.pipelineParallel() + ", and its args say TP " + tensorRanks + " and PP "
                        + pipelineRanks)
                : Optional.empty();
    }

    /** Every cut of Megatron is even, so one stage has the same names, shapes and types in every tensor-parallel rank. */
    private Optional<String> tensors() {
        int stages = saved.pipelineParallel();
        for (int rank = stages; rank < ranks.size(); rank++) {
            int first = rank % stages;
            Map<String, RankFile.Shape> own = ranks.get(rank).tensors();
            Map<String, RankFile.Shape> others = ranks.get(first).tensors();
            TreeSet<String> names = new TreeSet<>(others.keySet());
            names.addAll(own.keySet());
            for (String name : names) {
                RankFile.Shape one = others.get(name);
                RankFile.Shape two = own.get(name);
                String tensor = "'" + name.substring(name.indexOf('.') + 1) + "' ";
                if (one == null || two == null) {
                    return Optional.of(apart(tensor + "is in " + name(one == null ? rank : first) + " and not in "
                            + name(one == null ? first : rank)));
                }
                if (!one.equals(two)) {
                    return Optional.of(apart(tensor + difference(one, two, first, rank)));
                }
            }
        }
        return Optional.empty();
    }

    private String difference(RankFile.Shape one, RankFile.Shape two, int first, int rank) {
        if (one.sizes().equals(two.sizes())) {
            return "is " + one.dtype().safetensors() + " in " + name(first) + " and "
                    + two.dtype().safetensors() + " in " + name(rank);
        }
        boolean rows = one.sizes().size() == two.sizes().size()
                && !one.sizes().isEmpty()
                && one.sizes()
                        .subList(1, one.sizes().size())
                        .equals(two.sizes().subList(1, two.sizes().size()));
        return rows
                ? "has " + one.sizes().get(0) + " rows in " + name(first) + " and "
                        + two.sizes().get(0) + " in " + name(rank)
                : "has the shape " + one.sizes() + " in " + name(first) + " and " + two.sizes() + " in " + name(rank);
    }

    private Optional<String> layers() {
        int stages = saved.pipelineParallel();
        for (int first = 0; first < ranks.size(); first += stages) {
            long layers = 0;
            for (int rank = first; rank < first + stages; rank++) {
                RankFile file = ranks.get(rank);
                if (file.layers() < 0) {
                    return Optional.empty(); // adapters need not be in every layer
                }
                if (file.gap() >= 0) {
                    return Optional.of("'" + saved.files().get(rank) + "' lacks layer " + file.gap() + " of its stage");
                }
                layers += file.layers();
            }
            long wanted = ranks.get(first).number("num_layers");
            if (wanted > 0 && layers > 0 && layers != wanted) {
                return Optional.of(apart("the " + stages + (stages == 1 ? " stage" : " stages") + " from " + name(first)
                        + " on hold " + layers + " layers, and the args say " + wanted));
            }
        }
        return Optional.empty();
    }

    private String apart(String difference) {
        return "the ranks of '" + saved.directory() + "' do not belong together: " + difference;
    }

    private Path name(int rank) {
        Path directory = saved.files().get(rank).getParent();
        return directory == null ? saved.directory() : directory.getFileName();
    }
}
