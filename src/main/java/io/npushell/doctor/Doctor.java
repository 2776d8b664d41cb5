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
import org.jspecify.annotations.Nullable;

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
    private final @Nullable String unreached;

    /**
     * Names whom to ask.
     *
     * @param inside runs commands where trainings run: in the container where one is chosen
     * @param ownVariables names of variables that container itself sets, as sessions in it get them
     * @param host runs commands on this host; docker and the kernel's settings are asked there
     */
    public Doctor(CommandRunner inside, List<String> ownVariables, CommandRunner host, NpuHolders holders) {
        this.examiner = new Examiner(inside, ownVariables, host, holders);
        this.unreached = null;
    }

    private Doctor(CommandRunner host, NpuHolders holders, @Nullable String unreached) {
        this.examiner = new Examiner(host, List.of(), host, holders);
        this.unreached = unreached;
    }

    /**
     * One for the host itself.
     *
     * @param unreached why the container that was chosen cannot be looked into, or null where none was
     */
    public static Doctor ofHost(CommandRunner host, NpuHolders holders, @Nullable String unreached) {
        return new Doctor(host, holders, unreached);
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
        List<Verdict> verdicts = new ArrayList<>();
        if (unreached != null) {
            verdicts.add(new Verdict(
                    "docker",
                    Level.WARNING,
                    unreached + ", so this is about the host, not about where trainings run",
                    List.of("container start")));
        }
        verdicts.addAll(judge(chosen, found, !names.isEmpty()));
        return verdicts;
    }

    static List<HealthCheck> named(String name) {
        return ALL.stream().filter(check -> check.name().equals(name)).toList();
    }

    /** What the engine judged for does not need is no error, unless it was asked for by name. */
    static List<Verdict> judge(List<HealthCheck> checks, Examination found, boolean named) {
        List<Verdict> verdicts = new ArrayList<>();
        for (HealthCheck check : checks) {
            boolean needed = named || check.concerns(found.subject().engine());
            judge(check, found).stream()
                    .sorted(Comparator.comparing(Verdict::level).reversed())
                    .map(verdict -> needed ? verdict : verdict.atMostWarning())
                    .forEach(verdicts::add);
        }
        return verdicts;
    }

    /** Of what nobody was asked nothing is known: that is neither well nor broken. */
    private static List<Verdict> judge(HealthCheck check, Examination found) {
        Answer unheard = check.needs().stream()
                .map(found::answer)
                .filter(Answer::unheard)
                .findFirst()
                .orElse(null);
        if (unheard == null) {
            return check.judge(found);
        }
        String why = unheard.complaint().isEmpty() ? "docker did not answer in time" : unheard.complaint();
        return List.of(
                check.warning(check.about() + ": not known, nothing could be asked: " + why, "container status"));
    }
}
