package io.npushell.trainlog;

import io.npushell.trainlog.FailureKind.Weight;
import io.npushell.trainlog.LogEvent.Blamed;
import io.npushell.trainlog.LogEvent.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The failures that a training has not overcome so far. Immutable.
 *
 * <p>What it went on after is no cause. One iteration may still be printed after the failure of another rank, which had done its part of it, so
 * that only two overcome an error; one does where the failure was before the first iteration or calls itself a warning.
 *
 * @param suspects in the order of the log
 * @param blamed whom the log names beside the failures, the one that the launcher saw fail first before all
 * @param trained whether there was an iteration since the training was started
 */
record FailureTrail(List<Suspect> suspects, List<Blamed> blamed, boolean trained) {
    static final FailureTrail NONE = new FailureTrail(List.of(), List.of(), false);

    private static final int MOST = 64;
    private static final int OVERCOME = 2;

    FailureTrail {
        suspects = List.copyOf(suspects);
        blamed = List.copyOf(blamed);
    }

    /**
     * A failure and how far the training went on after it.
     *
     * @param trained whether there were iterations before it, and no start after it
     * @param iterations how many came after it
     */
    record Suspect(Failure failure, boolean trained, int iterations) {
        private Weight weight() {
            return failure.kind().weight();
        }

        private boolean lossIsNan() {
            return failure.kind().code().equals(FailureCatalog.LOSS_NAN);
        }

        private boolean same(Failure other) {
            return failure.kind().equals(other.kind())
                    && failure.culprit().rank() == other.culprit().rank()
                    && failure.warning() == other.warning();
        }

        /** That the loss is no number is told of each line; else the first line counts, with what further ones tell of the rank. */
        private Suspect again(Failure other, boolean trainedNow) {
            if (lossIsNan()) {
                return new Suspect(failure, trainedNow, 0);
            }
            Culprit culprit = failure.culprit().or(other.culprit());
            return new Suspect(
                    new Failure(failure.kind(), failure.line(), culprit, failure.warning()), trained, iterations);
        }

        private Suspect after(LogEvent.Iteration line) {
            boolean still = weight() == Weight.WARNING || (lossIsNan() && !Double.isFinite(line.loss()));
            return still ? this : new Suspect(failure, trained, iterations + 1);
        }

        private boolean overcome() {
            return iterations >= OVERCOME || (iterations > 0 && !lossIsNan() && (failure.warning() || !trained));
        }
    }

    /**
     * With one more event.
     *
     * @param newest iteration before it
     */
    FailureTrail with(LogEvent event, long newest) {
        if (event instanceof Failure failure) {
            return failed(failure);
        }
        if (event instanceof Blamed blame) {
            return named(blame);
        }
        if (event instanceof LogEvent.Iteration line) {
            return trained(line, newest);
        }
        if (event instanceof LogEvent.PhaseChange change) {
            return entered(change.phase());
        }
        return this;
    }

    /** The cause, as far as this log tells. */
    Optional<Cause> cause() {
        return ofTheFirst()
                .or(() -> first(suspect -> deadly(suspect) && suspect.iterations == 0)
                        .filter(suspect -> suspect.weight() != Weight.CONSEQUENCE || !lateIteration()))
                .or(() -> first(FailureTrail::deadly))
                .or(() -> first(suspect -> suspect.weight() != Weight.FOLLOWING && suspect.weight() != Weight.WARNING))
                .or(() -> any(suspect -> suspect.weight() != Weight.WARNING))
                .or(() -> any(suspect -> true))
                .map(this::cause);
    }

    /** Whether the newest iterations have no loss that is a number. */
    boolean lossIsNan() {
        return suspects.stream().anyMatch(Suspect::lossIsNan);
    }

    private FailureTrail failed(Failure failure) {
        List<Suspect> next = new ArrayList<>(suspects);
        for (int at = 0; at < next.size(); at++) {
            Suspect known = next.get(at);
            if (known.same(failure)) {
                Suspect again = known.again(failure, trained);
                if (again.equals(known)) {
                    return this;
                }
                next.set(at, again);
                return new FailureTrail(next, blamed, trained);
            }
        }
        if (next.size() >= MOST) {
            return this;
        }
        next.add(new Suspect(failure, trained, 0));
        return new FailureTrail(next, blamed, trained);
    }

    private FailureTrail named(Blamed blame) {
        if (blamed.contains(blame) || blamed.size() >= MOST) {
            return this;
        }
        List<Blamed> next = new ArrayList<>(blamed);
        next.add(blame);
        return new FailureTrail(suspects, next, trained);
    }

    private FailureTrail trained(LogEvent.Iteration line, long newest) {
        if (suspects.isEmpty() && blamed.isEmpty()) {
            return trained ? this : new FailureTrail(suspects, blamed, true);
        }
        if (trained && line.iteration() == newest) { // of another rank
            return this;
        }
        List<Suspect> left = suspects.stream()
                .map(suspect -> suspect.after(line))
                .filter(suspect -> !suspect.overcome())
                .toList();
        boolean over = left.stream().noneMatch(suspect -> suspect.weight() != Weight.WARNING && !suspect.lossIsNan());
        return new FailureTrail(left, over ? List.of() : blamed, true);
    }

    private FailureTrail entered(Phase phase) {
        return switch (phase) {
            case LOADING -> {
                List<Suspect> left = suspects.stream()
                        .filter(suspect -> !suspect.failure.kind().early())
                        .map(suspect -> new Suspect(suspect.failure, false, suspect.iterations))
                        .toList();
                yield new FailureTrail(left, blamed, false);
            }
            case TRAINING ->
                without(suspect -> suspect.failure.kind().early()
                        || (suspect.failure.warning() && suspect.weight() != Weight.WARNING));
            default -> this;
        };
    }

    private FailureTrail without(Predicate<Suspect> overcome) {
        return suspects.stream().noneMatch(overcome)
                ? this
                : new FailureTrail(suspects.stream().filter(overcome.negate()).toList(), blamed, trained);
    }

    /** Whether an error was followed by the iteration that the other ranks were in: who waits for the failed one after that follows. */
    private boolean lateIteration() {
        return suspects.stream()
                .anyMatch(
                        suspect -> deadly(suspect) && suspect.iterations > 0 && suspect.weight() != Weight.CONSEQUENCE);
    }

    private static boolean deadly(Suspect suspect) {
        return !suspect.failure.warning() && suspect.weight() != Weight.FOLLOWING && suspect.weight() != Weight.WARNING;
    }

    /** Of the rank that the launcher saw fail first: what it named itself, not what it said of others. */
    private Optional<Suspect> ofTheFirst() {
        return launcherSays().flatMap(first -> {
            Predicate<Suspect> its =
                    suspect -> deadly(suspect) && suspect.failure.culprit().rank() == first.rank();
            return any(its.and(suspect -> suspect.weight() == Weight.CAUSE))
                    .or(() -> any(its.and(suspect -> suspect.weight() == Weight.GENERAL)));
        });
    }

    /** What names a cause; where that is only said of another rank, an error of a program before it counts. */
    private Optional<Suspect> first(Predicate<Suspect> eligible) {
        List<Suspect> list = suspects.stream().filter(eligible).toList();
        Optional<Suspect> named = list.stream()
                .filter(suspect -> suspect.weight() != Weight.GENERAL)
                .findFirst();
        if (named.isPresent() && named.get().weight() == Weight.CAUSE) {
            return named;
        }
        Optional<Suspect> general = list.stream()
                .filter(suspect -> suspect.weight() == Weight.GENERAL)
                .findFirst();
        boolean before =
                general.isPresent() && (named.isEmpty() || list.indexOf(general.get()) < list.indexOf(named.get()));
        return before ? general : named;
    }

    private Optional<Suspect> any(Predicate<Suspect> eligible) {
        return suspects.stream().filter(eligible).findFirst();
    }

    /** With its node where it says that too: without, it numbers the ranks of one node only. */
    private Optional<Culprit> launcherSays() {
        List<Culprit> first =
                blamed.stream().filter(Blamed::first).map(Blamed::culprit).toList();
        return first.stream()
                .filter(culprit -> !culprit.node().isEmpty())
                .findFirst()
                .or(() -> first.stream().findFirst());
    }

    private Cause cause(Suspect suspect) {
        Failure failure = suspect.failure;
        boolean certain = !failure.warning() && suspect.iterations == 0 && suspect.weight() != Weight.WARNING;
        if (suspect.weight() == Weight.CONSEQUENCE) {
            Optional<Culprit> peer = blamed.stream()
                    .filter(blame -> !blame.first())
                    .map(Blamed::culprit)
                    .findFirst();
            if (peer.isPresent()) {
                return new Cause(failure, peer.get(), true, certain);
            }
        }
        return new Cause(failure, completed(rankOf(failure)), false, certain);
    }

    /** Of a line without a rank: that of the next one which says the same. */
    private Culprit rankOf(Failure failure) {
        return suspects.stream()
                .map(Suspect::failure)
                .filter(other ->
                        other.kind().equals(failure.kind()) && other.culprit().rank() >= 0)
                .map(Failure::culprit)
                .findFirst()
                .filter(other -> failure.culprit().agrees(other))
                .map(failure.culprit()::or)
                .orElse(failure.culprit());
    }

    /** With what the launcher, and other lines of the same rank, say of it. */
    private Culprit completed(Culprit culprit) {
        Culprit known = launcherSays().filter(culprit::agrees).map(culprit::or).orElse(culprit);
        for (Suspect suspect : suspects) {
            Culprit other = suspect.failure.culprit();
            if (known.rank() >= 0 && other.rank() == known.rank()) {
                known = known.or(other);
            }
        }
        return known;
    }
}
