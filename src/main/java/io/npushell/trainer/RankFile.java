package io.npushell.trainer;

import io.npushell.weights.FloatTensor;
import io.npushell.weights.ModelDictionary;
import io.npushell.weights.TorchFileWriter.Namespace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The contents of {@code model_optim_rng.pt} of one rank, as Megatron's fp32 optimizer lays them out. All maps keep their order: one state gives one file. */
final class RankFile {
    private final RankLayout layout;
    private final RunSettings settings;
    private final TrainingState state;

    RankFile(RankLayout layout, RunSettings settings, TrainingState state) {
        this.layout = layout;
        this.settings = settings;
        this.state = state;
    }

    Map<String, Object> root(Architecture architecture) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("args", new Namespace(Arguments.ofCheckpoint(architecture, settings, state.consumedSamples)));
        root.put("checkpoint_version", 3.0);
        root.put("iteration", state.iteration);
        root.put("model", model());
        root.put("optimizer", optimizer());
        root.put("opt_param_scheduler", scheduler());
        // nothing is drawn after the start: samples follow from the seed and their number
        root.put("rng_state", List.of(ordered("seed", settings.seed())));
        return root;
    }

    private Map<String, Object> model() {
        Map<String, Object> model = new LinkedHashMap<>();
        for (Weight weight : layout.of(state.weights.saved())) {
            ModelDictionary.put(model, layout.localName(weight.spec), tensor(weight.spec, weight.values));
        }
        return model;
    }

    private Map<String, Object> optimizer() {
        List<Weight> order = OptimizerGroups.order(layout.of(state.weights.trained()));
        Map<Integer, Object> states = new LinkedHashMap<>();
        for (int i = 0; i < order.size(); i++) {
            Weight weight = order.get(i);
            AdamW.Moments moments = state.optimizer.moments(weight);
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("exp_avg", tensor(weight.spec, moments.average));
            entry.put("exp_avg_sq", tensor(weight.spec, moments.square));
            states.put(i, entry);
        }
        Map<String, Object> optimizer = new LinkedHashMap<>();
        optimizer.put("state", states);
        optimizer.put("param_groups", groups(order));
        return optimizer;
    }

    private List<Object> groups(List<Weight> order) {
        List<Object> groups = new ArrayList<>();
        for (boolean decayed : new boolean[] {true, false}) {
            List<Object> numbers = new ArrayList<>();
            List<Object> names = new ArrayList<>();
            for (int i = 0; i < order.size(); i++) {
                if (order.get(i).spec.matrix() == decayed) {
                    numbers.add(i);
                    names.add(layout.localName(order.get(i).spec));
                }
            }
            Map<String, Object> group = new LinkedHashMap<>();
            group.put("lr", settings.schedule().at(state.consumedSamples));
            group.put("betas", List.of(AdamW.BETA1, AdamW.BETA2));
            group.put("eps", AdamW.EPSILON);
            group.put("weight_decay", decayed ? settings.rates().weightDecay() : 0.0);
            group.put("step", state.iteration);
            group.put("params", numbers);
            group.put("param_names", names);
            groups.add(group);
        }
        return groups;
    }

    private Map<String, Object> scheduler() {
        LearningRate schedule = settings.schedule();
        double decay = settings.rates().weightDecay();
        Map<String, Object> scheduler = new LinkedHashMap<>();
        scheduler.put("max_lr", schedule.peak());
        scheduler.put("lr_warmup_steps", schedule.warmupSamples());
        scheduler.put("num_steps", state.consumedSamples);
        scheduler.put("lr_decay_style", "cosine");
        scheduler.put("lr_decay_steps", schedule.totalSamples());
        scheduler.put("min_lr", schedule.minimum());
        scheduler.put("start_wd", decay);
        scheduler.put("end_wd", decay);
        scheduler.put("wd_incr_style", "constant");
        scheduler.put("wd_incr_steps", schedule.totalSamples());
        return scheduler;
    }

    private FloatTensor tensor(WeightSpec spec, float[] values) {
        float[] part = Shards.part(spec, values, layout.tensorRank(), layout.tensorRanks());
        return new FloatTensor(part, 0, Shards.shape(spec, layout.tensorRanks()));
    }

    private static Map<String, Object> ordered(String name, Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(name, value);
        return map;
    }
}
