package io.npushell.shell.access;

import io.npushell.launch.NpuBoard;
import io.npushell.plan.NpuStanding;
import io.npushell.shell.command.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The NPUs of this machine as completion knows them: as they were at the last look, which is taken away from the prompt. */
public final class KnownNpus {
    private static final String HEADING = "NPUs";

    private final Supplier<Optional<NpuBoard>> board;

    /** The supplier answers from memory. */
    public KnownNpus(Supplier<Optional<NpuBoard>> board) {
        this.board = board;
    }

    /**
     * A list of numbers typed so far, one number longer; with nothing typed also all that are free.
     *
     * @param byNode whether device nodes are counted, which a container is given, rather than devices, which a training sees
     */
    public List<Suggestion> lists(String typed, boolean byNode) {
        Function<NpuBoard.Seat, Integer> number = byNode ? NpuBoard.Seat::node : NpuBoard.Seat::device;
        String before = typed.substring(0, typed.lastIndexOf(',') + 1);
        Set<String> taken = Stream.of(before.split(",")).collect(Collectors.toSet());
        List<Suggestion> suggestions = new ArrayList<>();
        board.get().ifPresent(known -> {
            List<String> free = known.seats().stream()
                    .filter(seat -> !seat.held() && !seat.npu().bad())
                    .map(number)
                    .map(String::valueOf)
                    .toList();
            if (before.isEmpty() && free.size() > 1) {
                suggestions.add(new Suggestion(String.join(",", free), "those that are free", HEADING, false));
            }
            known.seats().stream()
                    .filter(seat -> !taken.contains(String.valueOf(number.apply(seat))))
                    .map(seat -> new Suggestion(before + number.apply(seat), description(known, seat), HEADING, false))
                    .forEach(suggestions::add);
        });
        return suggestions;
    }

    /** "free", "held by session 12", "not well: Critical". */
    private static String description(NpuBoard board, NpuBoard.Seat seat) {
        String health = seat.npu().health();
        String unwell = seat.npu().healthy() || health.isEmpty() ? "" : "health " + health;
        String held =
                board.holders(seat).stream().map(NpuStanding.Holder::words).collect(Collectors.joining(" and "));
        String standing = held.isEmpty() ? board.inventory().holdersKnown() ? "free" : "" : "held by " + held;
        return Stream.of(unwell, standing).filter(text -> !text.isEmpty()).collect(Collectors.joining(", "));
    }
}
