package io.npushell.trainlog;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines of trainers other than Megatron: the dicts of Hugging Face's Trainer (LLaMA-Factory, ms-swift), whose step stands in the progress bar before
 * them or in the dict, and verl's {@code step:5 - name:value - …}.
 */
final class OtherTrainers {
    private static final String VALUE =
            "\\s*:\\s*[\"']?(?:np\\.float\\d+\\()?([-+]?[\\d.]+(?:[eE][-+]?\\d+)?|[-+]?(?:nan|NaN|inf|Infinity))";
    private static final Pattern LOSS = named("loss");
    private static final Pattern LEARNING_RATE = named("learning_rate|lr");
    private static final Pattern GRAD_NORM = named("grad_norm");
    private static final Pattern STEP = named("current_steps|step|global_step");
    private static final Pattern TOTAL = named("total_steps|max_steps");
    private static final Pattern STEP_OF =
            Pattern.compile("[\"']global_step/max_steps[\"']\\s*:\\s*[\"'](\\d{1,12})/(\\d{1,12})");

    private static final Pattern VERL_LOSS = verl("train/loss|actor/pg_loss|actor/loss");
    private static final Pattern VERL_SECONDS = verl("timing_s/step|perf/time_per_step");
    private static final Pattern VERL_RATE = verl("actor/lr|train/lr");
    private static final Pattern VERL_NORM = verl("actor/grad_norm|train/grad_norm");
    private static final Pattern VERL_SPEED = verl("perf/throughput");

    private long step = -1;
    private long total = -1;
    private long allSteps = -1;

    /** The progress bar stands there now. */
    void bar(long now, long of) {
        step = now;
        total = of;
    }

    void total(long steps) {
        allSteps = steps;
    }

    /** What a dict says of a step; empty where neither it nor a bar says of which. */
    Optional<LogEvent.Iteration> dict(String line) {
        String dict = line.substring(Math.max(0, line.lastIndexOf('{')));
        long own = (long) value(STEP, dict, -1);
        long ownTotal = (long) value(TOTAL, dict, -1);
        Matcher pair = STEP_OF.matcher(dict);
        if (pair.find()) {
            own = Long.parseLong(pair.group(1));
            ownTotal = Long.parseLong(pair.group(2));
        }
        if (own < 0 && step < 0) {
            return Optional.empty();
        }
        return Optional.of(iteration(
                own < 0 ? step : own,
                own < 0 ? total : ownTotal,
                Double.NaN,
                value(LEARNING_RATE, dict, Double.NaN),
                LOSS.matcher(dict),
                value(GRAD_NORM, dict, Double.NaN),
                Double.NaN));
    }

    /** What a line of verl says of a step. */
    LogEvent.Iteration verl(long now, String fields) {
        return iteration(
                now,
                allSteps,
                1000 * value(VERL_SECONDS, fields, Double.NaN),
                value(VERL_RATE, fields, Double.NaN),
                VERL_LOSS.matcher(fields),
                value(VERL_NORM, fields, Double.NaN),
                value(VERL_SPEED, fields, Double.NaN));
    }

    private static LogEvent.Iteration iteration(
            long now, long of, double millis, double rate, Matcher lossText, double norm, double speed) {
        boolean said = lossText.find();
        double loss = said ? number(lossText.group(1)) : Double.NaN;
        return new LogEvent.Iteration(
                now,
                of,
                -1,
                millis,
                rate,
                -1,
                loss,
                norm,
                -1,
                -1,
                new LogEvent.Further(
                        Double.NaN, -1, -1, Double.NaN, Double.NaN, speed, said && Double.isNaN(loss), false));
    }

    private static double value(Pattern pattern, String text, double otherwise) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? number(matcher.group(1)) : otherwise;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(
                    text.replaceAll("(?i)inf(?:inity)?", "Infinity").replaceAll("(?i)nan", "NaN"));
        } catch (NumberFormatException damaged) {
            return Double.NaN;
        }
    }

    private static Pattern named(String names) {
        return Pattern.compile("[\"'](?:" + names + ")[\"']" + VALUE);
    }

    private static Pattern verl(String names) {
        return Pattern.compile("(?:^|[\\s-])(?:" + names + ")(?:\\([^)]*\\))?" + VALUE);
    }
}
