package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.device.NpuInventory;
import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.plan.Facts;
import io.npushell.plan.Step;
import io.npushell.process.CommonsExecRunner;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.TorchFileWriter;
import io.npushell.weights.TorchFileWriter.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found out about the weights that a fine-tuning is to start from. */
class FineTuningFactsTest {
    @TempDir
    Path workDir;

    @Test
    void adaptersAreNoModelToStartFrom() throws IOException {
        Path adapters = checkpoint("adapters", List.of("dense"));

        Facts facts = gather(RunType.SFT, adapters);

        assertThat(facts.model().problem()).isEqualTo("it holds LoRA adapters, not a whole model");
    }

    /** It once planned a conversion nobody needs, as model-path was elsewhere than where it would go. */
    @Test
    void weightsOfATrainingNeedNoConversion() throws IOException {
        Path trained = checkpoint("trained", List.of());

        Facts facts = gather(RunType.LORA, trained);

        assertThat(facts.model().problem()).isNull();
        assertThat(facts.weights().target()).isEqualTo(trained.toString());
        assertThat(facts.weights().state()).isEqualTo(Step.State.DONE);
    }

    private Facts gather(RunType runType, Path model) {
        FactGatherer gatherer = new FactGatherer(
                () -> NpuInventory.none("none here"),
                directory -> HostSessions.open(directory, new CommonsExecRunner(), Clock.systemUTC()));
        return gatherer.gather(LaunchRequest.of(
                AscendSite.PROFILES.load("qwen-nano"),
                runType,
                AscendSite.settings(Origin.OPERATOR, "work-dir=" + workDir, "model-path=" + model)));
    }

    private Path checkpoint(String name, List<String> modules) throws IOException {
        Path directory = workDir.resolve(name);
        Path file = Checkpoints.file(directory, 7, 0, 0, 1);
        Files.createDirectories(file.getParent());
        Map<String, Object> args = Map.of(
                "tensor_model_parallel_size", 1, "pipeline_model_parallel_size", 1, "lora_target_modules", modules);
        TorchFileWriter.write(file, Map.of("args", new Namespace(args), "model", Map.of()));
        Checkpoints.writeTracker(directory, 7);
        return directory;
    }
}
