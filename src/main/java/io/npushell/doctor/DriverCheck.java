package io.npushell.doctor;

import io.npushell.plan.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Driver and device files. The manual names no driver; 23.0 is the first release line whose npu-smi is recorded on 910B cards.
 */
final class DriverCheck extends HealthCheck {
    private static final Pattern VERSION = Pattern.compile("(?m)^Version\\s*=\\s*(\\S+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern MAJOR = Pattern.compile("(\\d{1,3})\\..*");
    private static final int OLDEST = 23;
    private static final List<String> DEVICES = List.of("/dev/davinci_manager", "/dev/devmm_svm", "/dev/hisi_hdc");

    DriverCheck() {
        super("driver", "driver version and device files", Engine::needsNpus, Set.of(Question.NPUS, Question.DRIVER));
    }

    @Override
    List<Verdict> judge(Examination found) {
        Answer answer = found.answer(Question.DRIVER);
        Matcher file = VERSION.matcher(answer.out());
        String version = file.find() ? file.group(1) : found.npus().driver();
        List<Verdict> verdicts = new ArrayList<>();
        if (version.isEmpty()) {
            verdicts.add(error(
                    "no Ascend driver: there is neither /usr/local/Ascend/driver/version.info nor a version from npu-smi",
                    "install driver and firmware on the host; in a container mount /usr/local/Ascend/driver"));
        } else {
            Matcher major = MAJOR.matcher(version);
            if (major.matches() && Integer.parseInt(major.group(1)) < OLDEST) {
                verdicts.add(warning(
                        "driver " + version
                                + " is older than 23.0, which CANN 8.0.RC1 of the manual's image is paired with",
                        "update driver and firmware"));
            }
        }
        List<String> missing = DEVICES.stream()
                .filter(device -> answer.lines().stream().noneMatch(device::equals))
                .toList();
        boolean any = answer.lines().stream().anyMatch(line -> line.startsWith("/dev/davinci"));
        if (!any || !missing.isEmpty()) {
            String what = any ? String.join(", ", missing) : "/dev/davinci*";
            verdicts.add(error(
                    "the device files are missing: " + what,
                    "modprobe of the driver on the host, or --device=… when the container is started"));
        }
        if (verdicts.isEmpty()) {
            verdicts.add(ok("driver " + version.toLowerCase(Locale.ROOT)));
        }
        return verdicts;
    }
}
