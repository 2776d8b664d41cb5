package io.npushell.weights.convert;

import io.npushell.model.ElementType;
import io.npushell.model.ModelFamily;
import io.npushell.model.ModelSizes;
import io.npushell.model.ParallelSize;
import io.npushell.weights.TorchFileWriter;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code args} of a converted checkpoint: all that ModelLink's saver leaves in them, in its order.
 *
 * <p>The resource holds them as Megatron-LM bcce6f54 and ModelLink of April 2024 make them for Qwen-7B. Left out is only
 * {@code model_type}, an enum of Megatron's that nothing reads and that would keep the file from being opened without Megatron.
 */
final class MegatronArgs {
    private static final String RESOURCE = "megatron-args.json";

    private MegatronArgs() {}

    static Map<String, @Nullable Object> of(HfConfig config, ModelSizes size, ParallelSize parallel, ElementType dtype)
            throws IOException {
        Map<String, @Nullable Object> args = defaults();
        ModelFamily family = config.family();
        int sequence = config.sequenceLength();
        boolean grouped = size.kvGroups() != size.heads();
        args.put("num_layers", size.layers());
        args.put("encoder_num_layers", size.layers());
        args.put("hidden_size", size.hidden());
        args.put("ffn_hidden_size", size.ffn());
        args.put("num_attention_heads", size.heads());
        args.put("kv_channels", size.headWidth());
        args.put("group_query_attention", grouped);
        args.put("num_query_groups", grouped ? size.kvGroups() : 1);
        args.put("seq_length", sequence);
        args.put("encoder_seq_length", sequence);
        args.put("max_position_embeddings", config.maxPositions());
        args.put("norm_epsilon", config.normEpsilon());
        args.put("tokenizer_type", family.tokenizer().megatronType());
        args.put("vocab_size", config.sizes().rows());
        args.put("padded_vocab_size", size.rows());
        args.put("fp16", dtype == ElementType.FLOAT16);
        args.put("bf16", dtype == ElementType.BFLOAT16);
        args.put("accumulate_allreduce_grads_in_fp32", dtype == ElementType.BFLOAT16);
        args.put("params_dtype", new TorchFileWriter.Global("torch", MergedConfig.torchName(dtype)));
        args.put("tensor_model_parallel_size", parallel.tensor());
        args.put("pipeline_model_parallel_size", parallel.pipeline());
        args.put("transformer_pipeline_model_parallel_size", parallel.pipeline());
        args.put("world_size", parallel.ranks());
        return args;
    }

    private static Map<String, @Nullable Object> defaults() throws IOException {
        try (InputStream in = MegatronArgs.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + RESOURCE);
            }
            return JsonText.object(in.readAllBytes());
        }
    }
}
