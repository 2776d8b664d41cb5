package io.npushell.doctor;

import io.npushell.plan.engine.Engine;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The CANN toolkit against the manual's table of images: 8.0.rc1 recommended, 7.0.1.1 works. */
final class CannCheck extends HealthCheck {
    private static final Pattern VERSION = Pattern.compile(
            "(?m)^\\s*(?:version|toolkit_installed_version)\\s*=\\s*\\[?(?:[^\\]\\s:]{1,40}:)?(?:CANN-)?([0-9][^\\]\\s:,]*)",
            Pattern.CASE_INSENSITIVE);

    CannCheck() {
        super("cann", "CANN toolkit against the manual's table", Engine::needsNpus, Set.of(Question.CANN));
    }

    @Override
    List<Verdict> judge(Examination found) {
        Answer answer = found.answer(Question.CANN);
        if (answer.timedOut()) {
            return List.of(error(
                    "setting up the profile's environment did not end within "
                            + Question.CANN.limit().toSeconds() + " s",
                    "profile show   shows its lines"));
        }
        Matcher matcher = VERSION.matcher(answer.out());
        if (!matcher.find()) {
            return List.of(
                    error(
                            "no CANN toolkit is found in the environment of a session",
                            "work in the manual's container image, or install Ascend-cann-toolkit 8.0.RC1 and name its set_env.sh in the profile's environment"));
        }
        String version = matcher.group(1);
        String plain = version.toLowerCase(Locale.ROOT);
        if (plain.startsWith("8.0.rc1")) {
            return List.of(ok("CANN " + version + ", the manual's"));
        }
        return List.of(
                plain.startsWith("7.0.1")
                        ? ok("CANN " + version + ", which the manual's package works with; it recommends 8.0.RC1")
                        : warning(
                                "CANN " + version + " is not the manual's, which names 8.0.RC1 and 7.0.1.1",
                                "if training fails in an operator, use the manual's image"));
    }
}
