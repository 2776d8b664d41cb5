package io.npushell.trainlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The byte scanner against a regular expression on random lines of the documented grammar. */
class IterationOracleTest {
    private static final Pattern HEADER = Pattern.compile("iteration +(\\d+)/ *(\\d+) \\|(.*)");
    private static final Pattern FIELD = Pattern.compile(" ([^:|]+): *([-+.\\dEe]+|nan) \\|");

    @Test
    void readsWhatARegularExpressionReads() {
        Random random = new Random(3);
        LogParser parser = new LogParser();
        for (int round = 0; round < 2000; round++) {
            String line = randomLine(random);

            LogEvent.Iteration scanned = parser.parse(line).stream()
                    .filter(LogEvent.Iteration.class::isInstance)
                    .map(LogEvent.Iteration.class::cast)
                    .findFirst()
                    .orElseThrow();

            assertThat(scanned).as(line).isEqualTo(byRegularExpression(line));
        }
    }

    private static String randomLine(Random random) {
        StringBuilder line = new StringBuilder(
                List.of("", "[default7]:", " [2024-10-16 04:23:00]").get(random.nextInt(3)));
        line.append(format(" iteration %8d/%8d |", random.nextInt(100_000), random.nextInt(1_000_000)));
        line.append(format(" consumed samples: %12d |", random.nextInt() & 0xfffffff));
        line.append(format(" elapsed time per iteration (ms): %.1f |", random.nextDouble() * 300_000));
        optional(random, line, format(" throughput per GPU (TFLOP/s/GPU): %.1f |", random.nextDouble() * 200));
        line.append(format(
                random.nextBoolean() ? " learning rate: %.3E |" : " learning rate: %.6E |",
                random.nextDouble() / 1000));
        line.append(format(" global batch size: %5d |", 1 + random.nextInt(4096)));
        optional(random, line, format(" lm loss: %.6E |", random.nextDouble() * 12));
        line.append(format(" loss scale: %.1f |", random.nextDouble() * 65536));
        optional(
                random,
                line,
                random.nextInt(4) == 0 ? " grad norm: nan |" : format(" grad norm: %.3f |", random.nextDouble() * 9));
        optional(random, line, format(" num zeros: %.1f |", 0.0));
        line.append(format(
                " number of skipped iterations: %3d | number of nan iterations: %3d |",
                random.nextInt(3), random.nextInt(3)));
        return line.toString();
    }

    private static void optional(Random random, StringBuilder line, String field) {
        if (random.nextBoolean()) {
            line.append(field);
        }
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static LogEvent.Iteration byRegularExpression(String line) {
        Matcher header = HEADER.matcher(line);
        assertThat(header.find()).isTrue();
        Map<String, Double> fields = new HashMap<>();
        Matcher field = FIELD.matcher(header.group(3));
        while (field.find()) {
            fields.put(field.group(1), field.group(2).equals("nan") ? Double.NaN : Double.parseDouble(field.group(2)));
        }
        return new LogEvent.Iteration(
                Long.parseLong(header.group(1)),
                Long.parseLong(header.group(2)),
                fields.getOrDefault("consumed samples", -1.0).longValue(),
                fields.getOrDefault("elapsed time per iteration (ms)", Double.NaN),
                fields.getOrDefault("learning rate", Double.NaN),
                fields.getOrDefault("global batch size", -1.0).longValue(),
                fields.getOrDefault("lm loss", Double.NaN),
                fields.getOrDefault("grad norm", Double.NaN),
                fields.getOrDefault("number of skipped iterations", -1.0).longValue(),
                fields.getOrDefault("number of nan iterations", -1.0).longValue(),
                new LogEvent.Further(
                        fields.getOrDefault("loss scale", Double.NaN),
                        -1,
                        -1,
                        fields.getOrDefault("throughput per GPU (TFLOP/s/GPU)", Double.NaN),
                        Double.NaN,
                        Double.NaN));
    }
}
