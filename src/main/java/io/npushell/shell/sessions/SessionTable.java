package io.npushell.shell.sessions;

import io.npushell.session.Session;
import io.npushell.session.SessionState;
import io.npushell.session.Summary;
import io.npushell.shell.access.Iterations;
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
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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

    List<Text> lines(List<Session> sessions, int width) {
        Table table =
                Table.of(">  id", "profile/run", "state", ">iteration", ">loss", ">tok/s/p", "started", ">took", "");
        for (Session session : sessions) {
            Summary summary = session.summary();
            table.row(
                    Text.of(session.id().text(), Style.STRONG),
                    Text.of(session.spec().profile() + "/" + session.spec().runType()),
                    Text.of(session.state().label(), style(session.state())),
                    Text.of(Iterations.of(session)),
                    Text.of(number("%.4f", summary.lastLoss())),
                    Text.of(number("%.0f", summary.tokensPerSecondPerDevice())),
                    Text.of(moment(session.started())),
                    Text.of(took(session)),
                    Text.of(remark(session)));
        }
        return table.lines(width);
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

    /** Why, where the state alone does not say: what failed, an odd mark, its own name, its parent. */
    private static String remark(Session session) {
        boolean failed = session.state() == SessionState.FAILED;
        String parent = session.spec().parent() == null
                ? null
                : "resumes " + session.spec().parent().text();
        String title = session.spec().profile() + "/" + session.spec().runType();
        String name =
                session.spec().name().equals(title) || session.spec().name().isEmpty()
                        ? null
                        : "“" + session.spec().name() + "”";
        String pointer = failed ? "→ show " + session.id().text() : null;
        return Stream.of(
                        session.mark(),
                        failed ? session.summary().reason() : null,
                        session.reason(),
                        name,
                        parent,
                        pointer)
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" · "));
    }
}
