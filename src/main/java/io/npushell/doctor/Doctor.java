package io.npushell.doctor;

import io.npushell.launch.NpuHolders;
import io.npushell.process.CommandRunner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Examines a machine and says what is not well with it. */
public final class Doctor {
    private static final List<HealthCheck> ALL = List.of(
            new NpusCheck(),
            new DriverCheck(),
            new CannCheck(),
            new TorchCheck(),
            new CodeCheck(),
            new PackagesCheck(),
            new DockerCheck(),
            new ForwardingCheck(),
            new SharedMemoryCheck(),
            new PortsCheck(),
            new JavaCheck(),
            new MemoryCheck(),
            new DiskCheck(),
            new OwnershipCheck(),
            new StateCheck(),
            new ToolsCheck(),
            new ClockCheck());

    private final Examiner examiner;

    /**
     * Names whom to ask.
     *
     * @param inside runs commands where trainings run: in the container where one is chosen
     * @param ownVariables names of variables that container itself sets, as sessions in it get them
     * @param host runs commands on this host; docker and the kernel's settings are asked there
     */
    public Doctor(CommandRunner inside, List<String> ownVariables, CommandRunner host, NpuHolders holders) {
        this.examiner = new Examiner(inside, ownVariables, host, holders);
    }

    /** Names of all checks and what each looks at, in the order they are shown. */
    public static Map<String, String> checks() {
        Map<String, String> checks = new LinkedHashMap<>();
        ALL.forEach(check -> checks.put(check.name(), check.about()));
        return checks;
    }

    /** Whether this machine looks as if it had NPUs: a driver, device files, or npu-smi. */
    public boolean ascendHere() {
        return examiner.ascendHere();
    }

    /**
     * Examines; takes as long as the slowest answers, each limited.
     *
     * @param names checks to do, empty for all that concern the subject's engine; for all where no profile is in use
     * @param progress told what is looked at
     */
    public List<Verdict> examine(Subject subject, Set<String> names, Consumer<String> progress) {
        List<HealthCheck> chosen = ALL.stream()
                .filter(check -> names.isEmpty()
                        ? check.concerns(subject.engine()) || subject.title().isEmpty()
                        : names.contains(check.name()))
                .toList();
        Set<Question> questions = EnumSet.noneOf(Question.class);
        chosen.forEach(check -> questions.addAll(check.needs()));
        Examination found = examiner.examine(
                subject,
                questions,
                question -> progress.accept(
                        question.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ')));
        return judge(chosen, found, !names.isEmpty());
    }

    static List<HealthCheck> named(String name) {
        return ALL.stream().filter(check -> check.name().equals(name)).toList();
    }

    /** What the engine judged for does not need is no error, unless it was asked for by name. */
    static List<Verdict> judge(List<HealthCheck> checks, Examination found, boolean named) {
        List<Verdict> verdicts = new ArrayList<>();
        for (HealthCheck check : checks) {
            boolean needed = named || check.concerns(found.subject().engine());
            check.judge(found).stream()
                    .sorted(Comparator.comparing(Verdict::level).reversed())
                    .map(verdict -> needed ? verdict : verdict.atMostWarning())
                    .forEach(verdicts::add);
        }
        return verdicts;
    }
}
