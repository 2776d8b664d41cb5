package io.npushell.shell.machine;

import io.npushell.doctor.Level;
import io.npushell.doctor.Subject;
import io.npushell.doctor.Verdict;
import io.npushell.shell.view.JsonObject;
import io.npushell.shell.view.Paragraph;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the doctor says: level, check and sentence, then what to try. */
final class DoctorView {
    private static final int LEVEL = Level.WARNING.label().length();

    private DoctorView() {}

    static List<Text> lines(List<Verdict> verdicts, int width) {
        int name = verdicts.stream()
                .mapToInt(verdict -> verdict.check().length())
                .max()
                .orElse(0);
        int indent = LEVEL + name + 6;
        List<Text> lines = new ArrayList<>();
        for (Verdict verdict : verdicts) {
            Text line = Text.of(
                            String.format(
                                    Locale.ROOT,
                                    "  %-" + LEVEL + "s  ",
                                    verdict.level().label()),
                            style(verdict.level()))
                    .plus(String.format(Locale.ROOT, "%-" + name + "s  ", verdict.check()), Style.STRONG)
                    .plus(verdict.sentence());
            lines.addAll(Paragraph.lines(line, indent, width));
            if (!verdict.remedies().isEmpty()) {
                Text remedy = Text.of(" ".repeat(indent) + "try: ", Style.FAINT)
                        .plus(String.join("   or   ", verdict.remedies()));
                lines.addAll(Paragraph.lines(remedy, indent + 5, width));
            }
        }
        return lines;
    }

    /** "2 errors, 1 warning for qwen-14b/pretrain". */
    static String summary(Subject subject, List<Verdict> verdicts) {
        String what = !subject.title().isEmpty()
                ? subject.title()
                : subject.engine().needsNpus()
                        ? "Ascend profiles, as no profile is in use"
                        : "embedded profiles; what only Ascend profiles need is no error here";
        long errors = count(verdicts, Level.ERROR);
        long warnings = count(verdicts, Level.WARNING);
        if (errors + warnings == 0) {
            return "nothing is wrong for " + what;
        }
        String text = (errors == 0 ? "" : errors + (errors == 1 ? " error" : " errors"))
                + (errors > 0 && warnings > 0 ? ", " : "")
                + (warnings == 0 ? "" : warnings + (warnings == 1 ? " warning" : " warnings"));
        return text + " for " + what;
    }

    static void json(JsonObject json, Subject subject, List<Verdict> verdicts) {
        json.field("ok", count(verdicts, Level.ERROR) == 0)
                .field("engine", engine(subject))
                .field("for", subject.title().isEmpty() ? null : subject.title())
                .field("errors", count(verdicts, Level.ERROR))
                .field("warnings", count(verdicts, Level.WARNING))
                .objects(
                        "checks",
                        verdicts,
                        (object, verdict) -> object.field("name", verdict.check())
                                .field("level", verdict.level().label())
                                .field("sentence", verdict.sentence())
                                .texts("remedies", verdict.remedies()));
    }

    private static String engine(Subject subject) {
        return subject.engine().label();
    }

    private static long count(List<Verdict> verdicts, Level level) {
        return verdicts.stream().filter(verdict -> verdict.level() == level).count();
    }

    private static Style style(Level level) {
        return switch (level) {
            case OK -> Style.GOOD;
            case WARNING -> Style.WARNING;
            case ERROR -> Style.BAD;
        };
    }
}
