package io.npushell.trainlog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names the trainer of a log that is not read, so that it can be refused by its name. */
public final class ForeignLog {
    private static final int LOOK = 1 << 18;

    private static final Map<String, Pattern> TRAINERS = new LinkedHashMap<>();

    static {
        trainer("MindFormers", "\\{ ?Epoch:\\[|per_step_time: *\\d|mindformers\\[");
        trainer("torchtitan", "step: +\\d+ +loss: +[\\d.]+ +(?:grad_norm|memory)");
        trainer(
                "DeepSpeed",
                "\\[log_dist\\]|log_dist\\] \\[Rank \\d+\\] step=\\d+|deepspeed\\.runtime|\\[deepspeed\\]");
        trainer("PyTorch Lightning", "Epoch \\d+:? +\\d+%\\|.*(?:v_num|loss)=");
        trainer(
                "Hugging Face Trainer, without its progress bar and so without steps,",
                "['\"](?:train_)?loss['\"] *: ");
        trainer("Hugging Face Trainer", "train_runtime|transformers\\.trainer|\\*\\*\\*\\*\\* Running training");
        trainer("Ray or verl", "\\(TaskRunner pid=|\\(WorkerDict pid=");
        trainer("PaddlePaddle", "paddlenlp|global_step: \\d+, loss");
        trainer("TensorBoard (an event file)", "brain\\.Event:2");
    }

    private ForeignLog() {}

    /** Whose log it is, as far as its beginning tells. */
    public static Optional<String> of(Path file) {
        try (InputStream in = LogText.open(file)) {
            String head = new String(in.readNBytes(LOOK), StandardCharsets.UTF_8);
            return TRAINERS.entrySet().stream()
                    .filter(trainer -> trainer.getValue().matcher(head).find())
                    .map(Map.Entry::getKey)
                    .findFirst();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static void trainer(String name, String mark) {
        TRAINERS.put(name, Pattern.compile(mark));
    }
}
