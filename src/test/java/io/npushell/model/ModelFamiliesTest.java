package io.npushell.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.yaml.FileProblem;
import io.npushell.yaml.FileProblems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which families are known, and what is said of a file that describes none. */
class ModelFamiliesTest {
    private static final Path LLAMA = Path.of("src/test/resources/family/families/llama2.yaml");

    @TempDir
    Path directory;

    @Test
    void comesWithTheTwoOfTheManual() {
        assertThat(ModelFamilies.shipped().names()).containsExactly("qwen", "chatglm3");
        assertThat(Families.QWEN.weights()).extracting(FamilyWeight::role).containsExactly(WeightRole.values());
        assertThat(Families.CHATGLM3.weight(WeightRole.QKV_BIAS).megatron(3))
                .isEqualTo("language_model.encoder.layers.3.self_attention.query_key_value.bias");
        assertThat(Families.QWEN.weight(WeightRole.GATE_UP).huggingFace(12))
                .containsExactly("transformer.h.12.mlp.w2.weight", "transformer.h.12.mlp.w1.weight");
        assertThat(Families.QWEN.reference()).isEqualTo("qwen");
    }

    @Test
    void countsTheParametersOfAModel() {
        ModelSizes qwen7b = new ModelSizes(32, 4096, 32, 32, 11008, 128, 151936);

        assertThat(Families.QWEN.parameters(qwen7b)).isEqualTo(7_721_324_544L);
        assertThat(llama().parameters(new ModelSizes(32, 4096, 32, 32, 11008, 128, 32000)))
                .as("Llama-2-7b on Hugging Face")
                .isEqualTo(6_738_415_616L);
    }

    @Test
    void tellsAFamilyByWhatACheckpointShows() {
        ModelFamilies three = ModelFamilies.with(llama());

        assertThat(three.names()).containsExactly("llama2", "qwen", "chatglm3");
        assertThat(three.fitting(false, false)).contains(llama());
        assertThat(three.fitting(true, false)).contains(llama());
        assertThat(three.fitting(true, true)).contains(Families.CHATGLM3);
        assertThat(three.fitting(false, true)).contains(Families.QWEN);
        assertThat(three.fitting(false, null)).as("two fit").isEmpty();
        assertThat(ModelFamilies.shipped().fitting(false, null)).contains(Families.QWEN);
        assertThat(ModelFamilies.shipped().fitting(false, false)).isEmpty();
        assertThat(three.modelTypes()).isEqualTo("llama (Llama 2) and qwen and chatglm (ChatGLM3)");
    }

    @Test
    void aProfileThatNamesNoneIsTakenForWhatItWasTakenFor() {
        assertThat(ModelFamilies.guessed(List.of("tokenizer.model"))).isEqualTo(Families.CHATGLM3);
        assertThat(ModelFamilies.guessed(List.of("qwen.tiktoken"))).isEqualTo(Families.QWEN);
        assertThat(ModelFamilies.guessed(List.of("qwen.tiktoken", "tokenizer.model")))
                .isEqualTo(Families.CHATGLM3);
        assertThat(ModelFamilies.guessed(List.of("tokenizer.json"))).isEqualTo(Families.QWEN);
    }

    @Test
    void opensANameOrAFile() {
        assertThat(ModelFamilies.open("chatglm3")).isEqualTo(Families.CHATGLM3);
        assertThat(ModelFamilies.open(LLAMA.toString()).reference())
                .isEqualTo(LLAMA.toAbsolutePath().toString());
        assertThatThrownBy(() -> ModelFamilies.open("llama"))
                .hasMessage("there is no family \"llama\"; there are qwen and chatglm3, and files of your own");
        assertThatThrownBy(() -> ModelFamilies.open("/no/such/llama.yaml"))
                .hasMessage("/no/such/llama.yaml: does not exist");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "name: llama2 | name: llama | 1:7: name must be 'llama2', as the file is called, not 'llama'",
                "layers: num_hidden_layers | tiers: 7 | 5:3: the key 'layers' is missing",
                "hidden: hidden_size | hidden: [a, b] | 8:11: hidden must be a key of config.json, not a list",
                "rotary: halves | rotary: quarters | 56:9: rotary must be one of halves, neighbours, not 'quarters'",
                "cut: gated-mlp | cut: row-parallel | 42:10: cut must be gated-mlp, not 'row-parallel'",
                "huggingface: model.embed_tokens.weight | huggingface: model.*.weight | 21:18: huggingface must be the name of a tensor, not 'model.*.weight'",
                "huggingface: lm_head.weight | huggingface: [a.weight, b.weight] | 53:18: output does not stand in 2 tensors",
                "megatron: language_model.encoder.layers.*.input_norm.weight | megatron: decoder.layers.*.input_norm.weight | 24:15: megatron must be the name of a tensor that begins with language_model.encoder.layers.*., not 'decoder.layers.*.input_norm.weight'",
                "post-attention-norm: | mid-norm: | 35:3: no weight is called 'mid-norm'; there are embedding, input-norm, qkv, qkv-bias, attention-output, post-attention-norm, gate-up, down, final-norm, output",
                "types: [fp16, bf16] | types: [fp8] | 65:11: each of types must be fp16 or bf16, not 'fp8'",
                "finetune-data: | finetune-date: | 67:1: unknown key 'finetune-date'; did you mean finetune-data?",
            })
    void saysWhatIsWrongAndWhere(String good, String bad, String found) throws IOException {
        String text = Files.readString(LLAMA);
        assertThat(text).contains(good);

        assertThat(problems(text.replace(good, bad))).contains(found);
    }

    private List<String> problems(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("llama2.yaml"), text);
        FileProblems problems = new FileProblems("");
        assertThat(ModelFamilies.read(file, problems)).isEmpty();
        return problems.inOrder().stream()
                .map(FileProblem::toString)
                .map(problem -> problem.substring(1))
                .toList();
    }

    private static ModelFamily llama() {
        return ModelFamilies.open(LLAMA.toString());
    }
}
