package io.npushell.doctor;

import io.npushell.plan.engine.Engine;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Judges one side of a machine from what was found; pure. */
abstract class HealthCheck {
    static final Predicate<Engine> EVERY_ENGINE = engine -> true;

    private final String name;
    private final String about;
    private final Predicate<Engine> engines;
    private final Set<Question> needs;

    /**
     * Describes it.
     *
     * @param about what it looks at, for the help
     * @param engines those it matters to
     * @param needs what must have been asked
     */
    HealthCheck(String name, String about, Predicate<Engine> engines, Set<Question> needs) {
        this.name = name;
        this.about = about;
        this.engines = engines;
        this.needs = needs;
    }

    final String name() {
        return name;
    }

    final String about() {
        return about;
    }

    final boolean concerns(Engine engine) {
        return engines.test(engine);
    }

    final Set<Question> needs() {
        return needs;
    }

    /** Worst first, or one that is ok. */
    abstract List<Verdict> judge(Examination found);

    final Verdict ok(String sentence) {
        return new Verdict(name, Level.OK, sentence, List.of());
    }

    final Verdict warning(String sentence, String... remedies) {
        return new Verdict(name, Level.WARNING, sentence, List.of(remedies));
    }

    final Verdict error(String sentence, String... remedies) {
        return new Verdict(name, Level.ERROR, sentence, List.of(remedies));
    }
}
