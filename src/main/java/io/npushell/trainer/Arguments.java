package io.npushell.trainer;

import io.npushell.model.ModelFamily;
import io.npushell.model.ModelShape;
import io.npushell.model.WeightRole;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The training's arguments under Megatron's names.
 *
 * <p>Those of a checkpoint hold nothing that differs between one run and the same run stopped and resumed: no paths, no run type, no threads, no dates.
 */
final class Arguments {
    private Arguments() {}

    static Map<String, Object> ofCheckpoint(Architecture architecture, RunSettings settings, long consumedSamples) {
        ModelShape shape = architecture.shape();
        ModelFamily family = architecture.family();
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("num_layers", shape.layers());
        arguments.put("hidden_size", shape.hidden());
        arguments.put("ffn_hidden_size", shape.ffn());
        arguments.put("num_attention_heads", shape.heads());
        arguments.put("kv_channels", shape.headWidth());
        arguments.put("group_query_attention", shape.grouped());
        arguments.put("num_query_groups", shape.kvGroups());
        arguments.put("max_position_embeddings", shape.maxPositions());
        arguments.put("seq_length", settings.batch().sequenceLength());
        arguments.put("vocab_size", shape.vocabulary());
        arguments.put("padded_vocab_size", shape.paddedVocabulary());
        arguments.put("position_embedding_type", "rope");
        arguments.put("add_position_embedding", false);
        arguments.put("rotary_percent", shape.rotaryFraction());
        arguments.put("rotary_base", shape.rotaryBase());
        arguments.put("use_partial_rope", family.rotary() == ModelFamily.Rotary.NEIGHBOURS);
        arguments.put("normalization", "RMSNorm");
        arguments.put("norm_epsilon", shape.normEpsilon());
        arguments.put("swiglu", true);
        arguments.put("add_bias_linear", false);
        arguments.put("add_qkv_bias", family.has(WeightRole.QKV_BIAS));
        arguments.put("untie_embeddings_and_output_weights", true);
        arguments.put("params_dtype", "float32");
        arguments.put("fp16", false);
        arguments.put("bf16", false);
        arguments.put("world_size", 1);
        arguments.put("data_parallel_size", 1);
        arguments.put("tensor_model_parallel_size", settings.parallel().tensor());
        arguments.put("pipeline_model_parallel_size", settings.parallel().pipeline());
        arguments.put("train_iters", settings.trainIterations());
        arguments.put("micro_batch_size", settings.batch().micro());
        arguments.put("global_batch_size", settings.batch().global());
        arguments.put("consumed_train_samples", consumedSamples);
        arguments.put("consumed_valid_samples", 0);
        arguments.put("seed", settings.seed());
        arguments.put("optimizer", "adam");
        arguments.put("lr", settings.rates().learningRate());
        arguments.put("min_lr", settings.rates().minimumLearningRate());
        arguments.put("lr_decay_style", "cosine");
        arguments.put("lr_warmup_fraction", settings.rates().warmupFraction());
        arguments.put("weight_decay", settings.rates().weightDecay());
        arguments.put("adam_beta1", AdamW.BETA1);
        arguments.put("adam_beta2", AdamW.BETA2);
        arguments.put("adam_eps", AdamW.EPSILON);
        arguments.put("clip_grad", settings.rates().clipGradient());
        arguments.put("is_instruction_dataset", settings.runType().finetunes());
        arguments.putAll(ofLora(settings.lora()));
        return arguments;
    }

    /** ModelLink has LoRA on where the list of modules is not empty. */
    static Map<String, Object> ofLora(Optional<Lora> lora) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("lora_target_modules", lora.map(Lora::targets).orElse(List.of()));
        lora.ifPresent(adaptation -> {
            arguments.put("lora_r", adaptation.rank());
            arguments.put("lora_alpha", adaptation.alpha());
        });
        return arguments;
    }

    /** As Python prints it. */
    static Object shown(Object value) {
        return value instanceof Boolean flag ? (flag ? "True" : "False") : value;
    }

    /** All there is to say about a run, sorted by name, for its log. */
    static Map<String, Object> ofLog(Architecture architecture, RunSettings settings, long parameters) {
        Map<String, Object> arguments = new TreeMap<>(ofCheckpoint(architecture, settings, 0));
        arguments.put("run_type", settings.runType().label());
        arguments.put("model_name", settings.modelName());
        arguments.put("model_parameters", parameters);
        arguments.put("data_path", settings.dataset());
        arguments.put("tokenizer_name_or_path", settings.tokenizer());
        arguments.put("load", settings.loaded().isPresent() ? settings.loaded().get() : "None");
        settings.resume()
                .filter(adapters -> settings.lora().isPresent())
                .ifPresent(adapters -> arguments.put("lora_load", adapters));
        arguments.put("save", settings.save());
        arguments.put("save_interval", settings.saveInterval());
        arguments.put("log_interval", settings.logInterval());
        arguments.put("threads", settings.threads());
        return arguments;
    }
}
