package io.npushell.shell.data;

import io.npushell.data.LengthStatistics;
import io.npushell.data.handler.Handlers;
import io.npushell.shell.view.Paragraph;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A dataset as lines.
 *
 * @param full whether samples are shown whole
 * @param width columns there are; lines are broken between words
 */
record InspectionView(boolean full, int width) {
    private static final int LONGEST_BAR = 30;
    private static final int SHORTEST_BAR = 4;
    private static final int BESIDE_THE_BAR = 27; // bounds of the bucket and its count
    private static final int VALUES = 13;
    private static final int SAMPLES = 11;
    private static final int SHORT = 300;
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\n\t]]");

    List<Text> lines(Inspection inspection) {
        List<Text> lines = new ArrayList<>();
        add(2, Text.of("Dataset  ", Style.STRONG).plus(inspection.prefix().toString()), lines);
        row(
                "kind",
                inspection.packed() ? "fine-tuning: input_ids, attention_mask and labels, consistent" : "plain text",
                lines);
        row("documents", documents(inspection), lines);
        row("tokens", number(inspection.facts().tokens()), lines);
        made(inspection.facts().manifest(), lines);
        row(
                "tokenizer",
                inspection.tokenizer().isEmpty() ? "none found, so samples are ids" : inspection.tokenizer(),
                lines);
        inspection.epoch().ifPresent(epoch -> row("epoch", epoch(epoch, inspection.packed()), lines));
        lengths(inspection.lengths(), lines);
        inspection.samples().forEach(sample -> sample(sample, inspection, lines));
        verified(inspection, lines);
        return lines;
    }

    private void row(String name, String value, List<Text> lines) {
        add(
                VALUES,
                Text.of(String.format(Locale.ROOT, "  %-10s ", name), Style.FAINT)
                        .plus(value),
                lines);
    }

    private void add(int indent, Text line, List<Text> lines) {
        lines.addAll(Paragraph.lines(line, indent, width));
    }

    private static String documents(Inspection inspection) {
        String count = number(inspection.facts().documents());
        if (inspection.dropped() > 0) {
            return count + ", " + number(inspection.dropped()) + " of them left out as too long for sequences of "
                    + inspection.facts().manifest().get("seq-len");
        }
        if (inspection.facts().sequences() > inspection.facts().documents()) {
            return count + " in " + number(inspection.facts().sequences()) + " sequences";
        }
        return inspection.emptyDocuments() == 0
                ? count
                : count + ", " + number(inspection.emptyDocuments()) + " of them empty";
    }

    private void made(Map<String, String> manifest, List<Text> lines) {
        if (manifest.isEmpty()) {
            row("made", "nobody knows how: there is no manifest beside it", lines);
            return;
        }
        String handler = manifest.getOrDefault("handler", "");
        boolean endMarks = Handlers.endMarks(handler, "true".equals(manifest.get("append-eod")));
        row("made from", manifest.getOrDefault("input", "?"), lines);
        row(
                "made by",
                manifest.getOrDefault("preprocessor", "native") + ", "
                        + manifest.getOrDefault("handler", "text as it is")
                        + (endMarks ? ", with end marks" : ", without end marks"),
                lines);
    }

    private static String epoch(EpochLength epoch, boolean packed) {
        return String.format(
                Locale.ROOT,
                "%,.1f iterations at a global batch of %d (%,d samples%s)",
                epoch.iterations(),
                epoch.globalBatch(),
                epoch.samples(),
                packed ? "" : " of seq-len tokens");
    }

    private void lengths(LengthStatistics lengths, List<Text> lines) {
        int longest = Math.min(LONGEST_BAR, Math.max(SHORTEST_BAR, width - BESIDE_THE_BAR));
        row(
                "lengths",
                String.format(
                        Locale.ROOT,
                        "shortest %,d, median %,d, mean %,.1f, 95 %% up to %,d, longest %,d tokens",
                        lengths.shortest(),
                        lengths.median(),
                        lengths.mean(),
                        lengths.ninetyFifth(),
                        lengths.longest()),
                lines);
        long most = lengths.buckets().stream()
                .mapToLong(LengthStatistics.Bucket::count)
                .max()
                .orElse(1);
        for (LengthStatistics.Bucket bucket : lengths.buckets()) {
            int bar = (int) Math.ceil((double) longest * bucket.count() / most);
            lines.add(Text.of(String.format(Locale.ROOT, "  %6d–%-6d ", bucket.from(), bucket.to()), Style.FAINT)
                    .plus("█".repeat(bar) + " ".repeat(longest - bar) + "  " + number(bucket.count())));
        }
    }

    private void sample(DecodedSample sample, Inspection inspection, List<Text> lines) {
        add(
                2,
                Text.of("Sample " + sample.index(), Style.STRONG)
                        .plus("  " + number(sample.tokens()) + " tokens"
                                + (inspection.packed() ? ", " + number(sample.trained()) + " of them trained on" : "")),
                lines);
        for (DecodedSample.Stretch stretch : sample.stretches()) {
            String text = printable(shortened(stretch.text()));
            if (inspection.packed()) {
                Text mark = Text.of(stretch.trained() ? "  trained  " : "  masked   ", Style.FAINT);
                add(SAMPLES, mark.plus(text, stretch.trained() ? Style.PLAIN : Style.FAINT), lines);
            } else {
                add(2, Text.of("  " + text), lines);
            }
        }
    }

    private String shortened(String text) {
        int characters = text.codePointCount(0, text.length());
        if (full || characters <= SHORT) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, SHORT / 2))
                + " … "
                + text.substring(text.offsetByCodePoints(text.length(), -SHORT / 2));
    }

    /** On one line, and without what would steer the terminal. */
    private static String printable(String text) {
        String plain = text.replace("\r\n", "\n");
        return CONTROL.matcher(plain).replaceAll("\ufffd").replace("\n", "↵").replace('\t', ' ');
    }

    private void verified(Inspection inspection, List<Text> lines) {
        List<String> problems = inspection.problems();
        if (problems == null) {
            return;
        }
        if (problems.isEmpty()) {
            String ids = inspection.vocabulary() == 0
                    ? "; no tokenizer was found to compare the ids with"
                    : ", all ids below " + number(inspection.vocabulary());
            add(
                    SAMPLES - 1,
                    Text.of("verified  ", Style.GOOD)
                            .plus(number(inspection.facts().tokens()) + " tokens" + ids),
                    lines);
        }
        if (inspection.untrained() > 0) {
            boolean one = inspection.untrained() == 1;
            add(
                    SAMPLES - 1,
                    Text.of("note      ", Style.FAINT)
                            .plus(number(inspection.untrained())
                                    + (one ? " sample is masked whole" : " samples are masked whole")
                                    + ", so nothing is learnt from "
                                    + (one ? "it" : "them")),
                    lines);
        }
        problems.forEach(
                problem -> add(SAMPLES - 1, Text.of("wrong     ", Style.BAD).plus(problem), lines));
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
