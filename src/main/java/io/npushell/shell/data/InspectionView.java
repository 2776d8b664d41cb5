package io.npushell.shell.data;

import io.npushell.data.LengthStatistics;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A dataset as lines. */
record InspectionView(boolean full) {
    private static final int BAR = 30;
    private static final int SHORT = 300;

    List<Text> lines(Inspection inspection) {
        List<Text> lines = new ArrayList<>();
        lines.add(Text.of("Dataset  ", Style.STRONG).plus(inspection.prefix().toString()));
        lines.add(row(
                "kind",
                inspection.packed() ? "fine-tuning: input_ids, attention_mask and labels, consistent" : "plain text"));
        lines.add(row("documents", documents(inspection)));
        lines.add(row("tokens", number(inspection.facts().tokens())));
        made(inspection.facts().manifest(), lines);
        inspection.epoch().ifPresent(epoch -> lines.add(row("epoch", epoch(epoch, inspection.packed()))));
        lengths(inspection.lengths(), lines);
        inspection.samples().forEach(sample -> sample(sample, inspection, lines));
        verified(inspection, lines);
        return lines;
    }

    private static Text row(String name, String value) {
        return Text.of(String.format(Locale.ROOT, "  %-10s ", name), Style.FAINT)
                .plus(value);
    }

    private static String documents(Inspection inspection) {
        String count = number(inspection.facts().documents());
        String dropped = inspection.facts().manifest().getOrDefault("dropped", "");
        if (!dropped.isEmpty() && !dropped.equals("0")) {
            return count + ", " + dropped + " of them left out as too long for sequences of "
                    + inspection.facts().manifest().get("seq-len");
        }
        if (inspection.facts().sequences() > inspection.facts().documents()) {
            return count + " in " + number(inspection.facts().sequences()) + " sequences";
        }
        return inspection.emptyDocuments() == 0
                ? count
                : count + ", " + number(inspection.emptyDocuments()) + " of them empty";
    }

    private static void made(Map<String, String> manifest, List<Text> lines) {
        if (manifest.isEmpty()) {
            lines.add(row("made", "nobody knows how: there is no manifest beside it"));
            return;
        }
        lines.add(row("made from", manifest.getOrDefault("input", "?")));
        lines.add(row(
                "made by",
                manifest.getOrDefault("preprocessor", "native") + ", "
                        + manifest.getOrDefault("handler", "text as it is")
                        + ("true".equals(manifest.get("append-eod")) ? ", with end marks" : ", without end marks")));
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

    private static void lengths(LengthStatistics lengths, List<Text> lines) {
        lines.add(row(
                "lengths",
                String.format(
                        Locale.ROOT,
                        "shortest %,d, median %,d, mean %,.1f, 95 %% up to %,d, longest %,d tokens",
                        lengths.shortest(),
                        lengths.median(),
                        lengths.mean(),
                        lengths.ninetyFifth(),
                        lengths.longest())));
        long most = lengths.buckets().stream()
                .mapToLong(LengthStatistics.Bucket::count)
                .max()
                .orElse(1);
        for (LengthStatistics.Bucket bucket : lengths.buckets()) {
            int bar = (int) Math.ceil((double) BAR * bucket.count() / most);
            lines.add(Text.of(String.format(Locale.ROOT, "  %6d–%-6d ", bucket.from(), bucket.to()), Style.FAINT)
                    .plus("█".repeat(bar) + " ".repeat(BAR - bar) + "  " + number(bucket.count())));
        }
    }

    private void sample(DecodedSample sample, Inspection inspection, List<Text> lines) {
        lines.add(Text.of("Sample " + sample.index(), Style.STRONG)
                .plus("  " + number(sample.tokens()) + " tokens"
                        + (inspection.packed() ? ", " + number(sample.trained()) + " of them trained on" : "")));
        for (DecodedSample.Stretch stretch : sample.stretches()) {
            String text = shortened(stretch.text()).replace("\r", "").replace("\n", "↵");
            if (inspection.packed()) {
                lines.add(Text.of(stretch.trained() ? "  trained  " : "  masked   ", Style.FAINT)
                        .plus(text, stretch.trained() ? Style.PLAIN : Style.FAINT));
            } else {
                lines.add(Text.of("  " + text));
            }
        }
    }

    private String shortened(String text) {
        if (full || text.length() <= SHORT) {
            return text;
        }
        return text.substring(0, SHORT / 2) + " … " + text.substring(text.length() - SHORT / 2);
    }

    private static void verified(Inspection inspection, List<Text> lines) {
        List<String> problems = inspection.problems();
        if (problems == null) {
            return;
        }
        if (problems.isEmpty()) {
            String ids = inspection.vocabulary() == 0
                    ? "; no tokenizer was found to compare the ids with"
                    : ", all ids below " + number(inspection.vocabulary());
            lines.add(Text.of("verified  ", Style.GOOD)
                    .plus(number(inspection.facts().tokens()) + " tokens" + ids));
        }
        if (inspection.untrained() > 0) {
            lines.add(Text.of("note      ", Style.FAINT)
                    .plus(number(inspection.untrained())
                            + " samples are masked whole, so nothing is learnt from them"));
        }
        problems.forEach(problem -> lines.add(Text.of("wrong     ", Style.BAD).plus(problem)));
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
