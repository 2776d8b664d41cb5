package io.npushell.doctor;

import io.npushell.device.NpuInventory;
import io.npushell.device.NpuSmi;
import io.npushell.plan.DiskNeed;
import io.npushell.plan.engine.Engine;
import io.npushell.plan.engine.Engines;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What an examination found, put together for a test; by default a subject of eight NPUs about whom nothing was asked. */
final class Found {
    private final Map<Question, Answer> answers = new EnumMap<>(Question.class);
    private final Map<Long, String> holders = new HashMap<>();
    private NpuInventory npus = NpuInventory.none("nobody asked");
    private int counted = -1;
    Engine engine = Engines.standard().find("ascend").orElseThrow();
    int nodes = 1;
    int devices = 8;
    int masterPort;
    int threads;
    DiskNeed checkpoints;
    long weightBytes;
    boolean converts;

    Found npus(String text) {
        npus = NpuSmi.parse(text);
        return this;
    }

    Found npus(NpuInventory inventory) {
        npus = inventory;
        return this;
    }

    Found counted(int cards) {
        counted = cards;
        return this;
    }

    Found holder(long pid, String words) {
        holders.put(pid, words);
        return this;
    }

    Found says(Question question, String out) {
        return answers(question, Answer.of(out));
    }

    Found answers(Question question, Answer answer) {
        answers.put(question, answer);
        return this;
    }

    Examination end() {
        Subject subject = new Subject(
                engine,
                "qwen-14b/sft",
                "/ws",
                "/home/me/.npu-shell",
                "/ws/1-Ascend/llm_train/AscendSpeed",
                "scripts/qwen/qwen.sh",
                List.of(),
                nodes,
                devices,
                masterPort,
                checkpoints,
                weightBytes,
                "/ws/tokenizers/Qwen-14B",
                converts,
                "/usr/bin/java",
                threads);
        return new Examination(subject, npus, counted, holders, answers);
    }

    /** The verdicts of a check as "level: sentence". */
    List<String> judgedBy(HealthCheck check) {
        return check.judge(end()).stream()
                .map(verdict -> verdict.level().label() + ": " + verdict.sentence())
                .toList();
    }
}
