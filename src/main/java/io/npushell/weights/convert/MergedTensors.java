package io.npushell.weights.convert;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.model.ElementType;
import io.npushell.model.ModelSizes;
import io.npushell.model.Sharding;
import io.npushell.weights.TensorContent;
import io.npushell.weights.megatron.ParameterMapping;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds for every tensor of the Hugging Face model what it is made of; refuses a checkpoint that is not whole. */
final class MergedTensors {
    private final MegatronModel model;
    private final Adapters weights;
    private final HfConfig config;
    private final @Nullable Original original;
    private final Conversion.Form form;
    private final List<String> problems = new ArrayList<>();

    MergedTensors(
            MegatronModel model, Adapters weights, HfConfig config, @Nullable Original original, Conversion.Form form) {
        this.model = model;
        this.weights = weights;
        this.config = config;
        this.original = original;
        this.form = form;
    }

    /** By Hugging Face name, in the original's order where there is one. */
    Map<String, MergedTensor> all() throws IOException {
        ModelSizes size = config.sizes();
        Map<String, MergedTensor> made = new LinkedHashMap<>();
        for (ParameterMapping mapping : ParameterMapping.of(config.family(), size)) {
            List<TensorContent> ranks = ranks(mapping);
            if (ranks.isEmpty()) {
                continue;
            }
            if (mapping.vocabulary()) {
                made.put(mapping.parts().get(0).name(), MergedTensor.whole(table(mapping, Stacked.of(ranks))));
            } else if (fits(mapping, ranks)) {
                long first = 0;
                for (ParameterMapping.Part part : mapping.parts()) {
                    made.put(part.name(), MergedTensor.assembled(new Assembly(mapping, ranks, first, part.rows())));
                    first += part.rows();
                }
            }
        }
        if (!problems.isEmpty()) {
            int shown = Math.min(3, problems.size());
            throw new OperatorException(
                    ExitCode.FAILED,
                    "the checkpoint does not make the model of config.json: "
                            + String.join("; ", problems.subList(0, shown))
                            + (problems.size() > shown ? ", and " + (problems.size() - shown) + " more" : ""),
                    "weights inspect " + model.saved().directory());
        }
        return ordered(made);
    }

    /** The parts of all ranks; one where every rank has all. */
    private List<TensorContent> ranks(ParameterMapping mapping) throws IOException {
        List<TensorContent> ranks = new ArrayList<>();
        int count = mapping.sharding() == Sharding.REPLICATED ? 1 : model.tensorParallel();
        for (int rank = 0; rank < count; rank++) {
            TensorContent part = weights.weight(rank, mapping.name()).orElse(null);
            if (part == null) {
                problems.add("'" + mapping.name() + "' is missing in tensor-parallel rank " + rank);
                return List.of();
            }
            ElementType dtype = form.dtype();
            ranks.add(dtype == null ? part : Retyped.as(part, dtype));
        }
        return ranks;
    }

    private boolean fits(ParameterMapping mapping, List<TensorContent> ranks) {
        List<Long> shape;
        if (mapping.sharding() == Sharding.QKV && mapping.groups() % ranks.size() != 0) {
            problems.add("TP " + ranks.size() + " does not divide the " + mapping.groups() + " key-value groups");
            return false;
        }
        shape = mapping.rankShape(ranks.size());
        for (TensorContent rank : ranks) {
            if (!rank.shape().equals(shape)) {
                problems.add("'" + mapping.name() + "' has the shape " + rank.shape() + " and not " + shape);
                return false;
            }
        }
        return true;
    }

    /** With the rows config.json says: what Megatron padded is cut off, what a conversion cut off comes from the original. */
    private TensorContent table(ParameterMapping mapping, TensorContent rows) {
        long has = rows.shape().get(0);
        long wants = mapping.rows();
        if (has >= wants || !rows.shape().get(1).equals(mapping.columns())) {
            if (!rows.shape().get(1).equals(mapping.columns())) {
                problems.add("'" + mapping.name() + "' has " + rows.shape().get(1) + " columns and not "
                        + mapping.columns());
            }
            return has == wants ? rows : new RowRange(rows, 0, Math.min(has, wants));
        }
        TensorContent whole = original == null
                ? null
                : original.tensor(mapping.parts().get(0).name()).orElse(null);
        if (whole == null || whole.shape().get(0) < wants) {
            problems.add("'" + mapping.name() + "' has " + has + " rows of the " + wants + " of config.json");
            return rows;
        }
        TensorContent rest = Retyped.as(new RowRange(whole, has, wants - has), rows.dtype());
        return Stacked.of(List.of(rows, rest));
    }

    private Map<String, MergedTensor> ordered(Map<String, MergedTensor> made) {
        HfModel first = original == null ? null : original.model();
        if (first == null) {
            return made;
        }
        Map<String, MergedTensor> ordered = new LinkedHashMap<>();
        first.tensors().forEach((name, tensor) -> {
            MergedTensor own = made.remove(name);
            ordered.put(name, own == null ? MergedTensor.whole(tensor) : own);
        });
        ordered.putAll(made);
        return ordered;
    }
}
