package io.npushell.plan;

import static io.npushell.params.ParameterNames.*;

import io.npushell.params.Parameter;
import io.npushell.params.ParameterKind;
import io.npushell.params.ParameterNames;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The values worth offering for a parameter, best first, and what is to be said of each. */
record Candidates(List<String> values, Function<String, Verdict> judgement) {
    private static final Candidates NONE = new Candidates(List.of(), unused -> Verdict.legal(""));

    Verdict judge(String value) {
        return judgement.apply(value);
    }

    static Candidates of(Parameter parameter, Draft draft) {
        Fit fit = draft.fit();
        return switch (parameter.name()) {
            case TENSOR_PARALLEL, PIPELINE_PARALLEL, MICRO_BATCH, GLOBAL_BATCH, SEQ_LEN ->
                fit == null ? NONE : LayoutCandidates.of(parameter.name(), fit);
            case NNODES -> fit == null || !draft.engine().distributes() ? NONE : LayoutCandidates.nodes(draft, fit);
            case NODE_RANK -> described(ranks(draft), unused -> "of " + draft.nodes() + " nodes");
            case TRAIN_ITERS -> described(numbers(50, 100, 200, 500, 1000, 2000, 5000), value -> "iterations");
            case EPOCHS -> described(numbers(1, 2, 3, 5), value -> value.equals("1") ? "pass" : "passes");
            case SAVE_INTERVAL -> saves(draft);
            case LOG_INTERVAL -> described(numbers(1, 10, 100), value -> "iterations per line");
            case HANDLER, LONG_DOCUMENTS, PREPROCESSOR -> described(choices(parameter), DataChoices::meaning);
            case LORA_R -> described(numbers(8, 16, 32, 64), unused -> "rank");
            case LORA_ALPHA -> described(numbers(16, 32, 64, 128), unused -> "scale");
            case LORA_TARGET_MODULES ->
                described(
                        List.of(
                                "query_key_value,dense,dense_h_to_4h,dense_4h_to_h",
                                "query_key_value",
                                "query_key_value,dense",
                                "dense_h_to_4h,dense_4h_to_h"),
                        Candidates::modules);
            case LEARNING_RATE, MIN_LEARNING_RATE -> NONE;
            default -> ofKind(parameter);
        };
    }

    private static String modules(String names) {
        boolean attention = names.contains("query_key_value");
        boolean feedForward = names.contains("_4h");
        return attention && feedForward ? "all" : attention ? "attention" : "feed-forward";
    }

    private static List<String> choices(Parameter parameter) {
        return parameter.kind() instanceof ParameterKind.Choice choice ? choice.values() : List.of();
    }

    private static Candidates ofKind(Parameter parameter) {
        if (parameter.kind() instanceof ParameterKind.Choice choice) {
            return described(
                    choice.values(),
                    value -> parameter.name().equals(ParameterNames.RUN_TYPE)
                            ? RunTypeMeaning.of(value)
                            : parameter.summary());
        }
        return parameter.kind() instanceof ParameterKind.Switch
                ? described(List.of("on", "off"), unused -> parameter.summary())
                : NONE;
    }

    static Candidates described(List<String> values, Function<String, String> reason) {
        return new Candidates(values, value -> Verdict.legal(reason.apply(value)));
    }

    private static List<String> ranks(Draft draft) {
        return LongStream.range(0, Math.min(draft.nodes(), 64))
                .mapToObj(Long::toString)
                .toList();
    }

    private static Candidates saves(Draft draft) {
        OptionalLong iterations = draft.iterations();
        if (iterations.isEmpty()) {
            return NONE;
        }
        long all = iterations.getAsLong();
        List<String> parts = Stream.of(10L, 4L, 2L, 1L)
                .map(part -> Math.max(1, all / part))
                .distinct()
                .map(value -> Long.toString(value))
                .toList();
        return described(parts, value -> {
            long count = CheckpointSize.count(0, all, Long.parseLong(value));
            return count == 1 ? "1 checkpoint, at the end" : count + " checkpoints";
        });
    }

    private static List<String> numbers(long... numbers) {
        return LongStream.of(numbers).mapToObj(Long::toString).toList();
    }
}
