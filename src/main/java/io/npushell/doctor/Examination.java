package io.npushell.doctor;

import io.npushell.device.NpuInventory;
import java.util.Map;

/**
 * What was found on a machine.
 *
 * @param npus as npu-smi shows them; nothing where nobody asked
 * @param counted cards {@code npu-smi info -l} counts, -1 where it does not tell
 * @param holders processes on NPUs in words, by their number: "python 4711 (root), session 3"
 */
record Examination(
        Subject subject, NpuInventory npus, int counted, Map<Long, String> holders, Map<Question, Answer> answers) {
    Examination {
        holders = Map.copyOf(holders);
        answers = Map.copyOf(answers);
    }

    Answer answer(Question question) {
        return answers.getOrDefault(question, Answer.NONE);
    }
}
