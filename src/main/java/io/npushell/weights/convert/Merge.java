package io.npushell.weights.convert;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.model.ElementType;
import io.npushell.model.ModelFamilies;
import io.npushell.model.ModelFamily;
import io.npushell.weights.BrokenFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a Hugging Face model, ready for inference, of a Megatron checkpoint. The original model is only read. */
public final class Merge {
    private final Source source;
    private final Template template;
    private final Path target;
    private final Conversion.Form form;
    private final WeightsProgress progress;

    /**
     * Where the weights are.
     *
     * @param iteration of what was trained, the adapters where they are elsewhere; -1 for the tracker's
     * @param adapters a checkpoint of LoRA adapters alone, null where they are in the checkpoint itself or there are none
     * @param alpha LoRA's alpha, 0 for the checkpoint's own
     */
    public record Source(
            Path directory, long iteration, @Nullable Path adapters, double alpha) {}

    /**
     * Where the other files come from.
     *
     * @param original the model's directory, null where it was trained from nothing
     * @param family needed without an original, and where it is the operator's own
     * @param tokenizer its files go along too, null for none
     */
    public record Template(
            @Nullable Path original,
            @Nullable ModelFamily family,
            @Nullable Path tokenizer) {}

    /** The form's rows are not used: a model has those of its config.json. */
    public Merge(Source source, Template template, Path target, Conversion.Form form, WeightsProgress progress) {
        this.source = source;
        this.template = template;
        this.target = target;
        this.form = form;
        this.progress = progress;
    }

    /**
     * Does it; nothing stands under the target's name before all is complete.
     *
     * @throws OperatorException NOT_FOUND, FAILED, CONFLICT or ENVIRONMENT, as {@link Conversion#run}
     */
    public void run() throws IOException {
        Path adapted = source.adapters();
        try (MegatronModel model = MegatronModel.open(source.directory(), adapted == null ? source.iteration() : -1);
                MegatronModel adapters = adapted == null ? null : MegatronModel.open(adapted, source.iteration());
                Original original = template.original() == null ? null : Original.open(template.original())) {
            merge(model, adapters == null ? model : adapters, original);
        } catch (BrokenFileException e) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "a file in '" + source.directory() + "' " + e.getMessage(),
                    "take another iteration",
                    e);
        }
        progress.end();
        progress.say("wrote " + target);
    }

    private void merge(MegatronModel model, MegatronModel adapters, @Nullable Original original) throws IOException {
        if (model.core()) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    MegatronModel.coreNames(source.directory()),
                    "convert it with the tools of the MindSpeed-LLM or Megatron that saved it");
        }
        if (model.holdsAdaptersAlone()) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "'" + source.directory() + "' holds LoRA adapters alone, without the weights they belong to",
                    "--load-dir WEIGHTS --lora-dir " + source.directory());
        }
        HfConfig config = config(model, original);
        Map<String, String> manifest = manifest(adapters);
        TargetCheck.check(target, manifest);
        Adapters weights = new Adapters(model, adapters, source.alpha());
        Map<String, MergedTensor> tensors = new MergedTensors(model, weights, config, original, form).all();
        if (!weights.any() && adapters != model) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "'" + source.adapters() + "' holds no LoRA adapters",
                    "weights inspect " + source.adapters());
        }
        if (weights.any()) {
            progress.say("LoRA adapters are merged into the weights they belong to");
        }
        try (OutputDirectory output = OutputDirectory.take(target)) {
            Path directory = output.begin();
            long bytes =
                    tensors.values().stream().mapToLong(MergedTensor::bytes).sum();
            Conversion.requireSpace(directory, bytes);
            progress.expect(tensors.size(), bytes);
            new ModelWriter(directory, progress).write(tensors);
            ElementType dtype = tensors.values().iterator().next().header().dtype();
            Files.writeString(
                    directory.resolve(HfConfig.NAME), JsonText.write(MergedConfig.retyped(config.values(), dtype)));
            copyOthers(directory);
            Manifest.write(directory, manifest);
            output.complete();
        } catch (BrokenFileException e) {
            throw e;
        } catch (IOException e) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT,
                    "cannot write '" + target + "': " + e.getMessage(),
                    "make room on that disk and run this again; nothing half-written is left",
                    e);
        }
    }

    private void copyOthers(Path directory) throws IOException {
        int copied = 0;
        if (template.original() != null) {
            copied += Original.copyOthers(template.original(), directory);
        }
        if (template.tokenizer() != null && copied == 0) {
            copied += Original.copyOthers(template.tokenizer(), directory);
        }
        progress.say(copied + " other files copied" + (copied == 0 ? ": there was no original to take them from" : ""));
    }

    private HfConfig config(MegatronModel model, @Nullable Original original) throws IOException {
        if (original != null) {
            HfConfig config = HfConfig.read(original.directory(), families());
            Quantized.problem(config, List.of()).ifPresent(problem -> {
                throw new OperatorException(
                        ExitCode.FAILED, problem, "--original names the model that the training began with");
            });
            long layers = model.number("num_layers");
            if (layers > 0 && layers != config.sizes().layers()) {
                throw new OperatorException(
                        ExitCode.FAILED,
                        "the checkpoint has " + layers + " layers, and '" + original.directory() + "' is a model of "
                                + config.sizes().layers(),
                        "--original names the model that the training began with");
            }
            return config;
        }
        ModelFamily family = Optional.ofNullable(template.family())
                .orElseThrow(() -> new OperatorException(
                        ExitCode.USAGE,
                        "neither the original model nor the family of this one is named",
                        "--original DIRECTORY"));
        return MergedConfig.made(family, model, target.resolve(HfConfig.NAME));
    }

    /** The one that is named is known beside those that come with npu-shell. */
    private ModelFamilies families() {
        ModelFamily named = template.family();
        return named == null ? ModelFamilies.shipped() : ModelFamilies.with(named);
    }

    /** Of what was trained: weights that adapters are added to are only named. */
    private Map<String, String> manifest(MegatronModel trained) throws IOException {
        Path adapters = source.adapters();
        Path directory = adapters == null ? source.directory() : adapters;
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("schema", "npu-shell/weights-1");
        entries.put("made", "merged");
        entries.put("source", directory.toAbsolutePath().normalize().toString());
        List<Path> files = new ArrayList<>(trained.saved().files());
        entries.put("iteration", Long.toString(trained.saved().number()));
        entries.put("source-state", Manifest.fingerprint(files));
        entries.put("dtype", form.dtypeLabel());
        entries.put(
                "base",
                adapters == null
                        ? ""
                        : source.directory().toAbsolutePath().normalize().toString());
        return entries;
    }
}
