package io.npushell.trainer;

import io.npushell.data.handler.Handlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options of {@code sample}.
 *
 * @param checkpoint empty for a model that has not been trained
 * @param base the checkpoints of the model that adapters belong to
 * @param temperature 0 always takes the likeliest token
 */
record SampleOptions(
        Optional<Path> checkpoint,
        Optional<Path> base,
        Path tokenizer,
        String text,
        int tokens,
        double temperature,
        long seed) {
    private static final List<String> NAMES = List.of(
            "--checkpoint", "--base", "--tokenizer", "--text", "--instruction", "--tokens", "--temperature", "--seed");

    static SampleOptions parse(List<String> arguments) {
        Map<String, String> given = new HashMap<>();
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String name = rest.next();
            if (!NAMES.contains(name)) {
                throw Environment.usage(
                        "sample knows no option '%s', only %s".formatted(name, String.join(" ", NAMES)));
            }
            if (!rest.hasNext()) {
                throw Environment.usage("option %s needs a value".formatted(name));
            }
            given.put(name, rest.next());
        }
        Environment options = new Environment(given);
        String checkpoint = options.text("--checkpoint");
        return new SampleOptions(
                checkpoint.equals("none") ? Optional.empty() : Optional.of(options.path("--checkpoint")),
                options.find("--base").map(unused -> options.path("--base")),
                options.path("--tokenizer"),
                text(given),
                options.count("--tokens"),
                given.containsKey("--temperature") ? options.atLeastZero("--temperature") : 0.8,
                given.containsKey("--seed") ? options.whole("--seed") : 1);
    }

    /** An instruction is asked as the fine-tuning data asks. */
    private static String text(Map<String, String> given) {
        String instruction = given.get("--instruction");
        return instruction == null ? given.getOrDefault("--text", "") : Handlers.question(instruction);
    }
}
