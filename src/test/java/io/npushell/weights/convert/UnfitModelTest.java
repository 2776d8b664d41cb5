package io.npushell.weights.convert;

import static io.npushell.weights.convert.RoundTripTest.convert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.ExitCode;
import io.npushell.model.ElementType;
import io.npushell.model.Families;
import io.npushell.model.ModelSizes;
import io.npushell.weights.TorchFileWriter;
import io.npushell.weights.convert.SmallModel.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that no second download mends, and downloads that have not ended. */
class UnfitModelTest {
    @TempDir
    Path directory;

    private final SmallModel model =
            SmallModel.of(Families.QWEN, new ModelSizes(1, 16, 4, 4, 24, 4, 64), ElementType.BFLOAT16, 1);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Qwen-14B-Chat-Int4 | {'quant_method': 'gptq', 'bits': 4} | gptq, 4 bits | 'Qwen-14B-Chat', the model"
                        + " without Int4",
                "Qwen-AWQ | {'w_bit': 4, 'version': 'gemm'} | awq, 4 bits | 'Qwen', the model without AWQ",
                "q-bnb-4bit | {'load_in_4bit': true} | bitsandbytes, 4 bits | 'q', the model without bnb-4bit",
                "q | {'quant_method': 'fp8'} | fp8 | the model that is not quantized"
            })
    void saysThatItIsQuantizedByItsConfig(String name, String made, String how, String plain) throws IOException {
        Path source = model.save(directory.resolve(name), 1);
        config(
                source,
                "quantization_config",
                JsonText.object(made.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));

        assertThat(Inspector.inspect(source, -1).problems())
                .singleElement()
                .asString()
                .contains("is quantized (" + how + ")")
                .endsWith(
                        "take " + plain + (plain.startsWith("the") ? " (no Int4, Int8, GPTQ or AWQ in its name)" : ""));
        ModelFixture.refused(() -> convert(source, directory.resolve("mg"), 1, 1), ExitCode.FAILED, how);
    }

    @ParameterizedTest
    @CsvSource({
        "qweight g_idx, gptq",
        "qweight qzeros, awq",
        "weight.absmax, bitsandbytes",
        "SCB, bitsandbytes",
        "weight_packed, compressed-tensors",
        "weight_scale_inv, weight_scale"
    })
    void saysThatItIsQuantizedByItsTensors(String endings, String how) throws IOException {
        model.tensors().remove("transformer.h.0.attn.c_proj.weight");
        for (String ending : endings.split(" ")) {
            model.tensors()
                    .put(
                            "transformer.h.0.attn.c_proj." + ending,
                            new Bytes(ElementType.INT8, List.of(4L), new byte[4]));
        }
        Path source = model.save(directory.resolve("hf"), 1);

        assertThat(Inspector.inspect(source, -1).problems())
                .singleElement()
                .asString()
                .contains("is quantized (" + how);
    }

    @Test
    void tellsATiedOutputLayerFromALostOne() throws IOException {
        model.tensors().remove("lm_head.weight");
        Path source = model.save(directory.resolve("hf"), 1);

        assertThat(Inspector.inspect(source, -1).problems()).containsExactly("tensor 'lm_head.weight' is missing");
        config(source, "tie_word_embeddings", true);
        assertThat(Inspector.inspect(source, -1).problems())
                .singleElement()
                .asString()
                .contains("'lm_head.weight' is missing", "tie_word_embeddings", "save it untied");
    }

    @Test
    void namesATrainersCheckpointAndAWrapper() throws IOException {
        for (String level : List.of("state_dict", "model", "module")) {
            Path source = model.saveTorch(directory.resolve(level), 1);
            TorchFileWriter.write(source.resolve("pytorch_model.bin"), Map.of(level, model.tensors(), "epoch", 3));

            ModelFixture.refused(
                    () -> convert(source, directory.resolve("mg"), 1, 1),
                    ExitCode.FAILED,
                    "its tensors lie below '" + level + "'");
        }
        Map<String, Bytes> wrapped = new LinkedHashMap<>();
        model.tensors().forEach((name, tensor) -> wrapped.put("module." + name, tensor));
        Path source = new SmallModel(model.family(), model.size(), model.dtype(), wrapped)
                .save(directory.resolve("wrapped"), 1);

        assertThat(Inspector.inspect(source, -1).problems())
                .singleElement()
                .asString()
                .contains("take 'module.' off the names");
    }

    @Test
    void namesWhatADownloadLacks() throws IOException {
        Path source = model.save(directory.resolve("hf"), 3);
        Files.move(
                source.resolve("model-00003-of-00003.safetensors"),
                source.resolve("model-00003-of-00003.safetensors.incomplete"));

        ModelFixture.refused(
                () -> HfModel.open(source),
                ExitCode.NOT_FOUND,
                "'model-00003-of-00003.safetensors', which is not there; '"
                        + source.resolve("model-00003-of-00003.safetensors.incomplete")
                        + "' is a download that has not ended");
        Files.delete(source.resolve("model.safetensors.index.json"));
        ModelFixture.refused(() -> HfModel.open(source), ExitCode.NOT_FOUND, "holds 2 of 3 files of the model");
        Path other = model.save(directory.resolve("aria"), 1);
        Files.writeString(other.resolve("model.safetensors.aria2"), "x");
        ModelFixture.refused(() -> HfModel.open(other), ExitCode.FAILED, "is not downloaded to its end");
    }

    @Test
    void readsJsonAsTransformersDoes() throws IOException {
        Path source = model.save(directory.resolve("hf"), 2);
        for (String name : List.of("config.json", "model.safetensors.index.json")) {
            Path file = source.resolve(name);
            String text = Files.readString(file);
            Files.write(file, text.getBytes(StandardCharsets.UTF_16));
            refusedAs(source, name, "is UTF-16 text", "iconv");
            Files.write(file, text.getBytes(StandardCharsets.UTF_16LE));
            refusedAs(source, name, "is UTF-16 text", "iconv");
            Files.writeString(file, "\ufeff" + text);
            refusedAs(source, name, "byte order mark", "sed");
            Files.writeString(file, "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 910\n");
            refusedAs(source, name, "Git LFS pointer", "git lfs pull");
            Files.writeString(file, text);
        }
        Files.delete(source.resolve("config.json"));
        Files.writeString(source.resolve("adapter_config.json"), "{}");
        ModelFixture.refused(() -> HfConfig.read(source), ExitCode.NOT_FOUND, "holds a LoRA adapter");
    }

    private static void refusedAs(Path source, String name, String what, String remedy) {
        assertThatThrownBy(() -> Inspector.inspect(source, -1))
                .hasMessageContaining(name)
                .hasMessageContaining(what)
                .extracting(e -> ((io.npushell.OperatorException) e).remedy())
                .asString()
                .contains(remedy);
    }

    private static void config(Path source, String name, Object value) throws IOException {
        Path file = source.resolve("config.json");
        Map<String, Object> config = new LinkedHashMap<>(JsonText.object(Files.readAllBytes(file)));
        config.put(name, value);
        Files.writeString(file, JsonText.write(config));
    }
}
