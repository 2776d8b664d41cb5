package io.npushell.shell.sessions;

import io.npushell.launch.SavedWork;
import io.npushell.launch.Silence;
import io.npushell.session.Session;
import io.npushell.session.SessionEvent;
import io.npushell.session.SessionId;
import io.npushell.session.SessionSpec;
import io.npushell.session.SessionSpec.SettingEntry;
import io.npushell.session.SessionState;
import io.npushell.session.StepMark;
import io.npushell.session.Summary;
import io.npushell.shell.access.Iterations;
import io.npushell.shell.view.Paragraph;
import io.npushell.shell.view.Spans;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Table;
import io.npushell.shell.view.Text;
import io.npushell.weights.SavedIteration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One session whole: how it went, why it failed, what was asked of it, its journal. */
final class SessionPage {
    private static final int INDENT = 13;

    private final SessionTable words;

    SessionPage(SessionTable words) {
        this.words = words;
    }

    /**
     * What it left.
     *
     * @param work where that is now, or null where it trained nothing
     * @param resumable whether it can be resumed as things are
     */
    record Offer(@Nullable SavedWork work, boolean resumable) {}

    /** Each line has at most {@code width} columns where its words allow it. */
    List<Text> lines(Session session, Offer offer, List<SessionEvent> events, List<StepMark> marks, int width) {
        return unbroken(session, offer, events, marks, width).stream()
                .flatMap(line -> Paragraph.lines(line, indent(line), width).stream())
                .toList();
    }

    private static int indent(Text line) {
        boolean field = line.parts().size() > 1 && line.parts().get(0).text().length() == INDENT;
        return field
                ? INDENT
                : (int) line.plain().chars().takeWhile(point -> point == ' ').count();
    }

    private List<Text> unbroken(
            Session session, Offer offer, List<SessionEvent> events, List<StepMark> marks, int width) {
        List<Text> lines = new ArrayList<>();
        lines.add(headline(session));
        String diagnosis = session.summary().diagnosis();
        if (diagnosis != null) {
            lines.add(Text.of("  " + diagnosis, Style.BAD));
        }
        went(session, offer.work(), lines);
        steps(session, marks, lines);
        asked(session.spec(), offer.work(), lines);
        field(lines, "directory", session.directory().toString());
        field(lines, "log", session.log().toString());
        settings(session.spec(), lines, width);
        lines.add(Text.of("  journal", Style.FAINT));
        events.forEach(event -> lines.add(event(event)));
        next(session, offer.resumable()).ifPresent(lines::add);
        return lines;
    }

    private static Text headline(Session session) {
        SessionSpec spec = session.spec();
        Text line = Text.of("Session " + spec.id().text() + "  ", Style.STRONG)
                .plus(spec.request().profile() + "/" + spec.request().runType() + "  ")
                .plus(session.state().label(), SessionTable.style(session.state()));
        String why = Stream.of(SessionTable.why(session), session.mark() == null ? "" : session.mark())
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(", "));
        Text whole = why.isEmpty() ? line : line.plus(": " + why);
        return spec.request().name().isEmpty()
                        || spec.request()
                                .name()
                                .equals(spec.request().profile() + "/"
                                        + spec.request().runType())
                ? whole
                : whole.plus("  “" + spec.request().name() + "”");
    }

    private void went(Session session, @Nullable SavedWork work, List<Text> lines) {
        Summary summary = session.summary();
        SessionId parent = session.spec().request().parent();
        if (parent != null) {
            field(lines, "resumes", "session " + parent.text());
        }
        boolean known = session.ended() != null || session.state().active();
        String span = session.state().active() ? ", running for " : ", took ";
        field(lines, "started", words.moment(session.started()) + (known ? span + words.took(session) : ""));
        if (session.state().active()) {
            field(lines, "phase", summary.phase());
            Silence.since(session, words.now())
                    .ifPresent(silent -> field(lines, "last line", Spans.of(silent) + " ago"));
        }
        if (session.spec().training().trainIters() >= 0) {
            field(lines, "iteration", Iterations.of(session) + newest(summary.savedIteration(), work));
            field(
                    lines,
                    "loss",
                    SessionTable.number("%.4f", summary.firstLoss()) + " → "
                            + SessionTable.number("%.4f", summary.lastLoss())
                            + " (last ten: " + SessionTable.number("%.4f", summary.averageLoss()) + ")");
            field(
                    lines,
                    "speed",
                    SessionTable.number("%.0f", summary.tokensPerSecondPerDevice()) + " tokens/s/p, "
                            + SessionTable.number("%.2f", summary.secondsPerIteration()) + " s per iteration");
        }
        Integer exitCode = session.exitCode();
        // What was stopped has the signal's code, which reads as a failure.
        if (exitCode != null && session.state() != SessionState.STOPPED) {
            field(lines, "exit code", exitCode.toString());
        }
    }

    /** What the log calls saved, unless it is seen to be there no more or to be another's now. */
    private static String newest(long logged, @Nullable SavedWork work) {
        if (logged < 0) {
            return "";
        }
        List<Long> own = work == null
                ? List.of()
                : work.own().stream().map(SavedIteration::number).toList();
        boolean gone = work != null && (work.lost().isPresent() || (!own.isEmpty() && !own.contains(logged)));
        if (!gone) {
            return ", newest checkpoint " + logged;
        }
        return own.isEmpty()
                ? ", its checkpoint " + logged + " is gone"
                : ", newest checkpoint " + own.get(0) + ", as " + logged + " is gone";
    }

    private void steps(Session session, List<StepMark> marks, List<Text> lines) {
        field(
                lines,
                "steps",
                SessionSteps.of(session, marks).stream()
                        .map(step -> step.text(words.now()))
                        .collect(Collectors.joining(" · ")));
    }

    private static void asked(SessionSpec spec, @Nullable SavedWork work, List<Text> lines) {
        field(lines, "engine", spec.request().engine());
        SessionSpec.Container container = spec.run().container();
        if (container != null) {
            field(lines, "container", container.name() + " (" + container.image() + ")");
        }
        if (work != null) {
            field(lines, "output", output(spec, work));
            work.says().forEach(sentence -> field(lines, "", sentence));
        }
        if (!spec.run().accepted().isEmpty()) {
            field(lines, "accepted", String.join(", ", spec.run().accepted()));
        }
        if (!spec.request().note().isEmpty()) {
            field(lines, "note", spec.request().note());
        }
    }

    /** Each with its value and where that came from, as {@code show} has those in use. */
    private static void settings(SessionSpec spec, List<Text> lines, int width) {
        if (spec.request().settings().isEmpty()) {
            return;
        }
        lines.add(Text.of("  settings", Style.FAINT));
        Table table = Table.of("", "~", "");
        for (SettingEntry entry : spec.request().settings()) {
            boolean own = entry.origin().equals("operator") || entry.origin().equals("flag");
            table.row(
                    Text.of("    " + entry.parameter()),
                    Text.of(entry.value()),
                    Text.of(entry.origin(), own ? Style.WARNING : Style.FAINT));
        }
        lines.addAll(table.lines(width));
    }

    private static String output(SessionSpec spec, SavedWork work) {
        String moved = work.moved() ? ", moved from " + spec.run().outputDirectory() : "";
        return work.directory() + moved + work.lost().map(lost -> ": " + lost).orElse("");
    }

    private Text event(SessionEvent event) {
        String details = event.details().entrySet().stream()
                .filter(entry -> !entry.getValue().isBlank())
                .map(entry ->
                        entry.getKey().equals("text") ? entry.getValue() : entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        return Text.of("    " + words.moment(event.time()) + "  ", Style.FAINT)
                .plus(event.kind())
                .plus(details.isEmpty() ? "" : "  " + details, Style.FAINT);
    }

    private static Optional<Text> next(Session session, boolean resumable) {
        String id = session.id().text();
        if (session.state().active()) {
            return Optional.of(Text.of("  tail " + id + " · stop " + id, Style.ACCENT));
        }
        boolean trains = session.spec().training().trainIters() > 0;
        String resume = session.state() == SessionState.COMPLETED ? "resume " + id + " --more N" : "resume " + id;
        return trains
                ? Optional.of(Text.of("  log " + id + (resumable ? " · " + resume : ""), Style.ACCENT))
                : Optional.empty();
    }

    private static void field(List<Text> lines, String name, String value) {
        lines.add(Text.of(String.format("  %-10s ", name), Style.FAINT).plus(value));
    }
}
