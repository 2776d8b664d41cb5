package io.npushell.shell.sessions;

import io.npushell.session.Session;
import io.npushell.session.SessionId;
import io.npushell.session.SessionState;
import io.npushell.session.Summary;
import io.npushell.shell.access.Iterations;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Spans;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Table;
import io.npushell.shell.view.Text;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The list of sessions, one row each. */
final class SessionTable {
    private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter THIS_YEAR = DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter EARLIER = DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);

    private final Clock clock;

    SessionTable(Clock clock) {
        this.clock = clock;
    }

    /** A remark that a terminal has no room for stands below its session. */
    List<Text> lines(List<Session> sessions, int width) {
        Table table =
                Table.of(">  id", "profile/run", "state", ">iteration", ">loss", ">tok/s/p", "started", ">took", "");
        sessions.forEach(session -> table.row(cells(session)));
        List<Text> rows = table.lines(Output.UNLIMITED);
        int widest = rows.stream().mapToInt(Text::width).max().orElse(0);
        List<Text> lines = new ArrayList<>(List.of(rows.get(0).cut(width)));
        for (int i = 0; i < sessions.size(); i++) {
            Text row = rows.get(i + 1);
            String remark = remark(sessions.get(i));
            if (remark.isEmpty()) {
                lines.add(row.cut(width));
            } else if (widest + 2 + remark.length() <= width) {
                lines.add(row.padded(widest + 2).plus(remark));
            } else {
                lines.add(row.cut(width));
                lines.add(Text.of("      " + remark, Style.FAINT).cut(width));
            }
        }
        return lines;
    }

    private Text[] cells(Session session) {
        Summary summary = session.summary();
        return new Text[] {
            Text.of(session.id().text(), Style.STRONG),
            Text.of(session.corrupt() ? "?" : title(session)),
            Text.of(session.state().label(), style(session.state())),
            Text.of(Iterations.of(session)),
            Text.of(number("%.4f", summary.lastLoss())),
            Text.of(number("%.0f", summary.tokensPerSecondPerDevice())),
            Text.of(moment(session.started())),
            Text.of(took(session)),
            Text.empty()
        };
    }

    static String title(Session session) {
        return session.spec().request().profile() + "/"
                + session.spec().request().runType();
    }

    static Style style(SessionState state) {
        return switch (state) {
            case RUNNING, COMPLETED -> Style.GOOD;
            case FAILED, LOST -> Style.BAD;
            case STOPPING, STOPPED, INTERRUPTED -> Style.WARNING;
            case QUEUED, STARTING -> Style.ACCENT;
        };
    }

    /** Local time; the day as well where it was not today; of another year only the day. */
    Instant now() {
        return clock.instant();
    }

    String moment(@Nullable Instant instant) {
        if (instant == null) {
            return "–";
        }
        ZonedDateTime local = instant.atZone(clock.getZone());
        LocalDate today = LocalDate.now(clock);
        if (local.toLocalDate().equals(today)) {
            return local.format(TODAY);
        }
        return local.format(local.getYear() == today.getYear() ? THIS_YEAR : EARLIER);
    }

    String took(Session session) {
        Instant started = session.started();
        if (started == null) {
            return "–";
        }
        Instant ended = session.ended();
        if (ended == null && !session.state().active()) {
            return "–";
        }
        return Spans.of(Duration.between(started, ended == null ? clock.instant() : ended));
    }

    static String number(String format, double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
    }

    /** Why it is in its state, "" where that is no question: the diagnosis in a word, else what was observed. */
    static String why(Session session) {
        String diagnosis = session.summary().reason();
        boolean failed = session.state() == SessionState.FAILED;
        if (diagnosis != null) {
            return diagnosis;
        }
        String observed = session.reason();
        boolean exitCode = observed != null && observed.startsWith("exit code");
        return observed == null || (exitCode && !failed) ? "" : observed;
    }

    /** An odd mark, why, its own name, its parent. */
    private static String remark(Session session) {
        String why = why(session)
                + (session.state() == SessionState.FAILED || session.summary().reason() != null
                        ? " → show " + session.id().text()
                        : "");
        String title = title(session);
        String name = session.spec().request().name();
        SessionId parent = session.spec().request().parent();
        return Stream.of(
                        session.mark() == null ? "" : session.mark(),
                        why,
                        name.isEmpty() || name.equals(title) ? "" : "“" + name + "”",
                        parent == null ? "" : "resumes " + parent.text())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" · "));
    }
}
