package io.npushell.params;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A state with those it can be undone and redone to. Immutable; remembers so many states and forgets the oldest.
 *
 * @param past oldest first
 * @param future nearest first
 * @param limit most states in the past
 */
public record History<T>(List<T> past, T present, List<T> future, int limit) {

    public History {
        past = List.copyOf(past.subList(Math.max(0, past.size() - limit), past.size()));
        future = List.copyOf(future);
    }

    public static <T> History<T> startingWith(T present, int limit) {
        return new History<>(List.of(), present, List.of(), limit);
    }

    /** Goes on to another state, after which nothing can be redone. The same state again changes nothing. */
    public History<T> to(T next) {
        return next.equals(present) ? this : new History<>(append(past, present), next, List.of(), limit);
    }

    /** Empty where there is nothing to undo. */
    public Optional<History<T>> undo() {
        return past.isEmpty()
                ? Optional.empty()
                : Optional.of(new History<>(
                        past.subList(0, past.size() - 1),
                        past.get(past.size() - 1),
                        Stream.concat(Stream.of(present), future.stream()).toList(),
                        limit));
    }

    /** Empty where there is nothing to redo. */
    public Optional<History<T>> redo() {
        return future.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new History<>(append(past, present), future.get(0), future.subList(1, future.size()), limit));
    }

    private static <T> List<T> append(List<T> list, T last) {
        return Stream.concat(list.stream(), Stream.of(last)).toList();
    }
}
