package io.npushell.shell.view;

import io.npushell.plan.Finding;
import java.util.ArrayList;
import java.util.List;

/** Findings as the operator reads them: level, code and sentence, then what to try. */
public final class FindingsView {
    private FindingsView() {}

    /** Sentences stand in one column; each line has at most {@code width} columns where its words allow it. */
    public static List<Text> lines(List<Finding> findings, int width) {
        return lines(findings, "launch", width);
    }

    /** The same for another command that takes {@code --accept}. */
    public static List<Text> lines(List<Finding> findings, String command, int width) {
        int level = findings.stream()
                .mapToInt(finding -> level(finding).length())
                .max()
                .orElse(0);
        List<Text> lines = new ArrayList<>();
        for (Finding finding : findings) {
            String head = "  %-" + level + "s ";
            int indent = level + 5 + finding.code().length();
            lines.addAll(Paragraph.lines(headline(finding, String.format(head, level(finding))), indent, width));
            List<String> ways = remedies(finding, command);
            if (!ways.isEmpty()) {
                Text remedies =
                        Text.of(" ".repeat(indent) + "try: ", Style.FAINT).plus(String.join("   or   ", ways));
                lines.addAll(Paragraph.lines(remedies, indent + 5, width));
            }
        }
        return lines;
    }

    /** What only the script can decide may be lifted too. */
    private static List<String> remedies(Finding finding, String command) {
        if (finding.accepted()) {
            return List.of();
        }
        List<String> remedies = new ArrayList<>(finding.remedies());
        if (finding.blocks() && finding.certainty() == Finding.Certainty.SCRIPT_DECIDES) {
            remedies.add(command + " --accept " + finding.code());
        }
        return remedies;
    }

    private static String level(Finding finding) {
        return finding.accepted() ? "accepted" : finding.severity().label();
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

    private static Text headline(Finding finding, String head) {
        Text line =
                Text.of(head, style(finding)).plus(finding.code(), Style.STRONG).plus("  " + finding.sentence());
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
