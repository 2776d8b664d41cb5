package io.npushell.session;

import io.npushell.json.JsonFields;
import io.npushell.json.JsonTree;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** summary.json; a cache: what cannot be read is as good as missing. */
final class SummaryJson {
    private SummaryJson() {}

    static String write(Summary summary) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("schema", 1);
        json.put("log_offset", summary.logOffset());
        json.put("phase", summary.phase());
        json.put("iteration", summary.iteration());
        json.put("first_iteration", summary.firstIteration());
        json.put("train_iters", summary.trainIters());
        json.put("first_loss", summary.firstLoss());
        json.put("last_loss", summary.lastLoss());
        json.put("average_loss", summary.averageLoss());
        json.put("tokens_per_second_per_device", summary.tokensPerSecondPerDevice());
        json.put("seconds_per_iteration", summary.secondsPerIteration());
        if (!Double.isNaN(summary.secondsPerLine())) {
            json.put("seconds_per_line", summary.secondsPerLine());
        }
        json.put("saved_iteration", summary.savedIteration());
        json.put("diagnosis", summary.diagnosis());
        json.put("reason", summary.reason());
        return JsonTree.pretty(json);
    }

    static Summary read(String text) throws IOException {
        JsonFields json = JsonTree.parseObject(text);
        return new Summary(
                json.number("log_offset", 0),
                json.required("phase"),
                json.number("iteration", -1),
                json.number("first_iteration", -1),
                json.number("train_iters", -1),
                json.decimal("first_loss"),
                json.decimal("last_loss"),
                json.decimal("average_loss"),
                json.decimal("tokens_per_second_per_device"),
                json.decimal("seconds_per_iteration"),
                json.decimal("seconds_per_line"),
                json.number("saved_iteration", -1),
                json.optionalText("diagnosis"),
                json.optionalText("reason"));
    }
}
