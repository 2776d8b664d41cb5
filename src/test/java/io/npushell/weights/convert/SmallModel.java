package io.npushell.weights.convert;

import io.npushell.model.ElementType;
import io.npushell.model.Families;
import io.npushell.model.ModelFamily;
import io.npushell.model.ModelSizes;
import io.npushell.weights.SafetensorsOutput;
import io.npushell.weights.TensorContent;
import io.npushell.weights.TorchFileWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;

/** A random model of a family, small, as Hugging Face has it. */
public record SmallModel(ModelFamily family, ModelSizes size, ElementType dtype, Map<String, Bytes> tensors) {

    /** A tensor in memory. */
    public record Bytes(ElementType dtype, List<Long> shape, byte[] content) implements TensorContent {
        @Override
        public void read(long offset, ByteBuffer target) {
            target.put(content, (int) offset, target.remaining());
        }

        byte[] row(long number) {
            int width = content.length / shape.get(0).intValue();
            return java.util.Arrays.copyOfRange(content, (int) number * width, (int) (number + 1) * width);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes bytes
                    && dtype == bytes.dtype
                    && shape.equals(bytes.shape)
                    && java.util.Arrays.equals(content, bytes.content);
        }

        @Override
        public int hashCode() {
            return java.util.Arrays.hashCode(content);
        }

        @Override
        public String toString() {
            return dtype + " " + shape + " #" + hashCode();
        }

        static Bytes of(TensorContent tensor) throws IOException {
            ByteBuffer content = ByteBuffer.allocate((int) tensor.bytes());
            tensor.read(0, content);
            return new Bytes(tensor.dtype(), List.copyOf(tensor.shape()), content.array());
        }
    }

    /** One of a given size. */
    public static SmallModel of(ModelFamily family, ModelSizes size, ElementType dtype, long seed) {
        return new SmallModel(family, size, dtype, new LinkedHashMap<>()).filled(new Random(seed));
    }

    static SmallModel qwen(Random random, ElementType dtype) {
        int heads = 1 << random.nextInt(4);
        int width = 2 * (1 + random.nextInt(3));
        ModelSizes size = new ModelSizes(
                1 + random.nextInt(6), heads * width, heads, heads, heads * (1 + random.nextInt(5)), width, 8L * heads);
        return new SmallModel(Families.QWEN, size, dtype, new LinkedHashMap<>()).filled(random);
    }

    static SmallModel chatGlm(Random random, ElementType dtype) {
        int groups = 1 << random.nextInt(3);
        int heads = groups * (2 + random.nextInt(3));
        int width = 2 * (1 + random.nextInt(3));
        ModelSizes size = new ModelSizes(
                1 + random.nextInt(6),
                heads * width,
                heads,
                groups,
                groups * (1 + random.nextInt(5)),
                width,
                8L * groups);
        return new SmallModel(Families.CHATGLM3, size, dtype, new LinkedHashMap<>()).filled(random);
    }

    private SmallModel filled(Random random) {
        long hidden = size.hidden();
        if (family.name().equals("llama2")) {
            return filledAsLlama(random);
        }
        boolean qwen = family == Families.QWEN;
        String top = qwen ? "transformer." : "transformer.encoder.";
        add(random, qwen ? top + "wte.weight" : "transformer.embedding.word_embeddings.weight", size.rows(), hidden);
        for (int layer = 0; layer < size.layers(); layer++) {
            String name = top + (qwen ? "h." : "layers.") + layer + ".";
            String attention = name + (qwen ? "attn.c_attn" : "self_attention.query_key_value");
            add(random, name + (qwen ? "ln_1" : "input_layernorm") + ".weight", hidden);
            add(random, attention + ".weight", size.qkvRows(), hidden);
            add(random, attention + ".bias", size.qkvRows());
            add(random, name + (qwen ? "attn.c_proj" : "self_attention.dense") + ".weight", hidden, hidden);
            add(random, name + (qwen ? "ln_2" : "post_attention_layernorm") + ".weight", hidden);
            if (qwen) {
                add(random, name + "mlp.w1.weight", size.ffn(), hidden);
                add(random, name + "mlp.w2.weight", size.ffn(), hidden);
            } else {
                add(random, name + "mlp.dense_h_to_4h.weight", 2L * size.ffn(), hidden);
            }
            add(random, name + (qwen ? "mlp.c_proj" : "mlp.dense_4h_to_h") + ".weight", hidden, size.ffn());
        }
        add(random, top + (qwen ? "ln_f" : "final_layernorm") + ".weight", hidden);
        add(random, qwen ? "lm_head.weight" : "transformer.output_layer.weight", size.rows(), hidden);
        if (!qwen) {
            add(random, "transformer.rotary_pos_emb.inv_freq", 4);
        }
        return this;
    }

    /** The names of modeling_llama.py. */
    private SmallModel filledAsLlama(Random random) {
        long hidden = size.hidden();
        long keys = (long) size.kvGroups() * size.headWidth();
        add(random, "model.embed_tokens.weight", size.rows(), hidden);
        for (int layer = 0; layer < size.layers(); layer++) {
            String name = "model.layers." + layer + ".";
            add(random, name + "self_attn.q_proj.weight", (long) size.heads() * size.headWidth(), hidden);
            add(random, name + "self_attn.k_proj.weight", keys, hidden);
            add(random, name + "self_attn.v_proj.weight", keys, hidden);
            add(random, name + "self_attn.o_proj.weight", hidden, (long) size.heads() * size.headWidth());
            add(random, name + "mlp.gate_proj.weight", size.ffn(), hidden);
            add(random, name + "mlp.up_proj.weight", size.ffn(), hidden);
            add(random, name + "mlp.down_proj.weight", hidden, size.ffn());
            add(random, name + "input_layernorm.weight", hidden);
            add(random, name + "post_attention_layernorm.weight", hidden);
            add(random, name + "self_attn.rotary_emb.inv_freq", size.headWidth() / 2);
        }
        add(random, "model.norm.weight", hidden);
        add(random, "lm_head.weight", size.rows(), hidden);
        return this;
    }

    private void add(Random random, String name, long... shape) {
        List<Long> sizes = LongStream.of(shape).boxed().toList();
        byte[] content = new byte[(int) (LongStream.of(shape).reduce(1, Math::multiplyExact) * dtype.bytes())];
        for (int at = 0; at < content.length; at += dtype.bytes()) {
            ByteBuffer one = ByteBuffer.wrap(content).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            float value = (float) random.nextGaussian();
            io.npushell.weights.FloatFormats.encode(dtype, new float[] {value}, 1, one.position(at));
        }
        tensors.put(name, new Bytes(dtype, sizes, content));
    }

    Bytes tensor(String name) {
        Bytes tensor = tensors.get(name);
        if (tensor == null) {
            throw new AssertionError("no tensor " + name);
        }
        return tensor;
    }

    /** As safetensors; in several files with an index where {@code files} is more than 1. */
    public Path save(Path directory, int files) throws IOException {
        saveConfig(directory);
        Map<String, Object> places = new LinkedHashMap<>();
        for (int number = 1; number <= files; number++) {
            Map<String, Bytes> part = new LinkedHashMap<>();
            int index = 0;
            for (Map.Entry<String, Bytes> entry : tensors.entrySet()) {
                if (index++ % files == number - 1) {
                    part.put(entry.getKey(), entry.getValue());
                }
            }
            String name =
                    files == 1 ? "model.safetensors" : "model-0000%d-of-0000%d.safetensors".formatted(number, files);
            try (SafetensorsOutput output = SafetensorsOutput.create(directory.resolve(name), part)) {
                for (Bytes tensor : part.values()) {
                    tensor.writeTo(output.data());
                }
                output.complete();
            }
            part.keySet().forEach(tensor -> places.put(tensor, name));
        }
        if (files > 1) {
            Files.writeString(
                    directory.resolve("model.safetensors.index.json"), JsonText.write(Map.of("weight_map", places)));
        }
        return directory;
    }

    /** As pytorch_model.bin; in several files with an index where {@code files} is more than 1. */
    Path saveTorch(Path directory, int files) throws IOException {
        saveConfig(directory);
        Map<String, Object> places = new LinkedHashMap<>();
        for (int number = 1; number <= files; number++) {
            Map<String, Bytes> part = new LinkedHashMap<>();
            int index = 0;
            for (Map.Entry<String, Bytes> entry : tensors.entrySet()) {
                if (index++ % files == number - 1) {
                    part.put(entry.getKey(), entry.getValue());
                }
            }
            String name =
                    files == 1 ? "pytorch_model.bin" : "pytorch_model-0000%d-of-0000%d.bin".formatted(number, files);
            TorchFileWriter.write(directory.resolve(name), part);
            part.keySet().forEach(tensor -> places.put(tensor, name));
        }
        if (files > 1) {
            Files.writeString(
                    directory.resolve("pytorch_model.bin.index.json"), JsonText.write(Map.of("weight_map", places)));
        }
        return directory;
    }

    private void saveConfig(Path directory) throws IOException {
        Files.createDirectories(directory);
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("hidden_size", size.hidden());
        config.put("num_attention_heads", size.heads());
        config.put("torch_dtype", MergedConfig.torchName(dtype));
        if (!family.name().equals("llama2")) {
            config.put("kv_channels", size.headWidth());
            config.put("seq_length", 64);
        }
        if (family.name().equals("llama2")) {
            config.put("model_type", "llama");
            config.put("architectures", List.of("LlamaForCausalLM"));
            config.put("num_hidden_layers", size.layers());
            config.put("intermediate_size", size.ffn());
            config.put("num_key_value_heads", size.kvGroups());
            config.put("vocab_size", size.rows());
            config.put("max_position_embeddings", 128);
            config.put("rms_norm_eps", 1e-5);
        } else if (family == Families.QWEN) {
            config.put("model_type", "qwen");
            config.put("num_hidden_layers", size.layers());
            config.put("intermediate_size", 2 * size.ffn());
            config.put("vocab_size", size.rows());
            config.put("max_position_embeddings", 128);
            config.put("layer_norm_epsilon", 1e-6);
        } else {
            config.put("model_type", "chatglm");
            config.put("num_layers", size.layers());
            config.put("ffn_hidden_size", size.ffn());
            config.put("padded_vocab_size", size.rows());
            config.put("layernorm_epsilon", 1e-5);
            config.put("multi_query_attention", true);
            config.put("multi_query_group_num", size.kvGroups());
        }
        Files.writeString(directory.resolve("config.json"), JsonText.write(config));
        Files.writeString(directory.resolve("tokenizer_config.json"), "{}");
        Files.writeString(directory.resolve("modeling_x.py"), "# code");
    }

    /** Loads every tensor of a Hugging Face directory. */
    public static Map<String, Bytes> load(Path directory) throws IOException {
        Map<String, Bytes> loaded = new LinkedHashMap<>();
        try (HfModel model = HfModel.open(directory)) {
            for (Map.Entry<String, TensorContent> entry : model.tensors().entrySet()) {
                loaded.put(entry.getKey(), Bytes.of(entry.getValue()));
            }
        }
        return loaded;
    }
}
