package io.npushell.shell.view;

import io.npushell.plan.Finding;
import java.util.ArrayList;
import java.util.List;

/** Findings as the operator reads them: level, code and sentence, then what to try. */
public final class FindingsView {
    private static final String INDENT = "             ";

    private FindingsView() {}

    public static List<Text> lines(List<Finding> findings) {
        List<Text> lines = new ArrayList<>();
        for (Finding finding : findings) {
            lines.add(headline(finding));
            if (!finding.remedies().isEmpty() && !finding.accepted()) {
                lines.add(Text.of(INDENT + "try: ", Style.FAINT).plus(String.join("   or   ", finding.remedies())));
            }
        }
        return lines;
    }

    /** As JSON: an array of objects under {@code findings}. */
    public static void json(JsonObject json, List<Finding> findings) {
        json.objects(
                "findings",
                findings,
                (object, finding) -> object.field("code", finding.code())
                        .field("severity", finding.severity().label())
                        .field("certainty", finding.certainty().label())
                        .field("sentence", finding.sentence())
                        .texts("remedies", finding.remedies())
                        .field("accepted", finding.accepted()));
    }

    private static Text headline(Finding finding) {
        String level = finding.accepted() ? "accepted" : finding.severity().label();
        Text line = Text.of(String.format("  %-8s ", level), style(finding))
                .plus(finding.code(), Style.STRONG)
                .plus("  " + finding.sentence());
        return finding.certainty() == Finding.Certainty.CERTAIN
                ? line
                : line.plus(" (" + finding.certainty().label() + ")", Style.FAINT);
    }

    private static Style style(Finding finding) {
        if (finding.accepted()) {
            return Style.FAINT;
        }
        return switch (finding.severity()) {
            case ERROR -> Style.BAD;
            case WARNING -> Style.WARNING;
            case ADVICE -> Style.ACCENT;
        };
    }
}
