package io.npushell.shell.machine;

import io.npushell.doctor.Subject;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.plan.Plan;
import io.npushell.plan.Step;
import io.npushell.plan.engine.Engine;
import io.npushell.plan.engine.Engines;
import io.npushell.profile.ModelProfile;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.Services;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What the doctor judges for: the profile in use, else the engine this machine is made for. */
final class DoctorSubject {
    /** Published weights are bf16 or fp16. */
    private static final long WEIGHT_BYTES = 2;

    private final Services services;
    private final SessionAccess access;

    DoctorSubject(Services services, SessionAccess access) {
        this.services = services;
        this.access = access;
    }

    Subject of(BooleanSupplier ascendHere) {
        return services.workbench().state().profile() == null
                ? plain(Engines.standard().forMachine(ascendHere.getAsBoolean()))
                : planned(access.launcher().plan(access.request().assuming(null)));
    }

    private Subject plain(Engine engine) {
        String workDir = access.workDir().toString();
        return new Subject(
                engine,
                "",
                workDir,
                services.home().toString(),
                access.codeDirectory(access.workDir()),
                "scripts",
                List.of(
                        "if [ -f /usr/local/Ascend/ascend-toolkit/set_env.sh ]; then . /usr/local/Ascend/ascend-toolkit/set_env.sh; fi"),
                1,
                0,
                0,
                null,
                0,
                workDir + "/tokenizers",
                false,
                access.java(),
                0);
    }

    private Subject planned(Plan plan) {
        ModelProfile profile = plan.profile();
        Settings settings = plan.settings();
        Engine engine = Engines.of(profile);
        long weights = profile.weightFiles().isEmpty() ? 0 : profile.parameters() * WEIGHT_BYTES;
        return new Subject(
                engine,
                services.workbench().state().title(),
                text(settings, ParameterNames.WORK_DIR),
                services.home().toString(),
                engine.needsCodePackage() ? text(settings, ParameterNames.CODE_DIR) : "",
                profile.script(),
                profile.environment(),
                (int) settings.whole(ParameterNames.NNODES).orElse(1),
                engine.needsNpus() ? profile.devicesPerNode() : 0,
                (int) settings.whole(ParameterNames.MASTER_PORT).orElse(0),
                plan.disk(),
                weights,
                text(settings, ParameterNames.HF_PATH),
                weights > 0 && plan.steps().stream().anyMatch(DoctorSubject::converts),
                access.java(),
                (int) settings.whole(ParameterNames.THREADS).orElse(0));
    }

    private static boolean converts(Step step) {
        return step.kind() == Step.Kind.WEIGHTS && step.state() != Step.State.DONE;
    }

    private static String text(Settings settings, String name) {
        return settings.text(name).orElse("");
    }
}
