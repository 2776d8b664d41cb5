package io.npushell.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The clock: several nodes must agree, and one that was set back makes files newer than now. */
final class ClockCheck extends HealthCheck {
    /** 2024-01-01, before anything of this was written. */
    private static final long SENSIBLE = 1_704_067_200;

    ClockCheck() {
        super("clock", "the clock", EVERY_ENGINE, Set.of(Question.CLOCK));
    }

    @Override
    List<Verdict> judge(Examination found) {
        Answer answer = found.answer(Question.CLOCK);
        String set = "sudo timedatectl set-ntp true";
        String now = answer.after("now");
        if (!now.matches("\\d{1,15}")) {
            return List.of(warning("the time cannot be told", "date"));
        }
        List<Verdict> verdicts = new ArrayList<>();
        if (Long.parseLong(now) < SENSIBLE) {
            verdicts.add(error("the clock is years behind", set));
        }
        if (!answer.after("later").isEmpty()) {
            verdicts.add(warning("the clock was set back: '" + answer.after("later") + "' is from the future", set));
        }
        if (answer.after("synchronized").equals("no") && found.subject().nodes() > 1) {
            verdicts.add(warning("the clock is not synchronized, and logs of several nodes are compared by time", set));
        }
        if (verdicts.isEmpty()) {
            verdicts.add(ok("the clock is plausible"
                    + (answer.after("synchronized").equals("yes") ? " and synchronized" : "")));
        }
        return verdicts;
    }
}
