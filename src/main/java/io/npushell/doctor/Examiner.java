package io.npushell.doctor;

import io.npushell.OperatorException;
import io.npushell.device.NpuInventory;
import io.npushell.device.NpuSmiProbe;
import io.npushell.launch.CleanEnvironment;
import io.npushell.launch.NpuHolders;
import io.npushell.launch.NpuHolders.Holder;
import io.npushell.process.CommandOutput;
import io.npushell.process.CommandRunner;
import io.npushell.session.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Asks a machine: every question by a short command with a limited time. The only class here that touches the world. */
final class Examiner {
    private static final String ASCEND =
            "[ -e /dev/davinci_manager ] || [ -d /usr/local/Ascend ] || command -v npu-smi >/dev/null";

    private final CommandRunner inside;
    private final List<String> ownVariables;
    private final CommandRunner host;
    private final NpuHolders holders;

    /**
     * Names whom to ask.
     *
     * @param inside runs commands where trainings run, in a container where one is chosen
     * @param ownVariables names of variables the container itself sets, which go on into sessions
     * @param host runs commands on this host
     */
    Examiner(CommandRunner inside, List<String> ownVariables, CommandRunner host, NpuHolders holders) {
        this.inside = inside;
        this.ownVariables = List.copyOf(ownVariables);
        this.host = host;
        this.holders = holders;
    }

    Examination examine(Subject subject, Set<Question> questions, Consumer<Question> progress) {
        Map<Question, Answer> answers = new EnumMap<>(Question.class);
        NpuInventory npus = NpuInventory.none("nobody asked");
        int counted = -1;
        for (Question question : Question.values()) {
            if (!questions.contains(question)) {
                continue;
            }
            progress.accept(question);
            if (question == Question.NPUS) {
                NpuSmiProbe probe = new NpuSmiProbe(inside, question.limit());
                npus = probe.probe();
                counted = npus.npus().isEmpty() ? -1 : probe.count().orElse(-1);
            } else {
                answers.put(question, ask(question, subject));
            }
        }
        return new Examination(subject, npus, counted, holders(npus), answers);
    }

    boolean ascendHere() {
        try {
            return inside.run(List.of("sh", "-c", ASCEND), Path.of("/"), Map.of(), Duration.ofSeconds(10))
                    .succeeded();
        } catch (OperatorException e) {
            return false;
        }
    }

    private Answer ask(Question question, Subject subject) {
        List<String> command = question.where() == Question.Asked.AS_SESSION
                ? CleanEnvironment.command(subject.setup(), ownVariables, question.script())
                : List.of("sh", "-c", question.script(), "sh");
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of(question.paths(subject)));
        CommandRunner runner = question.where() == Question.Asked.HOST ? host : inside;
        try {
            CommandOutput output = runner.run(words, Path.of("/"), Map.of(), question.limit());
            return new Answer(true, output.exitCode(), output.out(), output.err(), output.timedOut());
        } catch (OperatorException e) {
            return Answer.failed(127, e.getMessage());
        }
    }

    private Map<Long, String> holders(NpuInventory npus) {
        Map<Long, String> words = new HashMap<>();
        Stream.concat(
                        npus.npus().stream().flatMap(npu -> npu.processes().stream()),
                        npus.strays().stream().map(NpuInventory.Stray::process))
                .forEach(process -> words.put(process.pid(), words(holders.identify(process))));
        return words;
    }

    private static String words(Holder holder) {
        Session session = holder.session();
        String user = holder.user().isEmpty() ? "" : " of " + holder.user();
        return "process " + holder.process().pid() + " (" + holder.process().name() + ")" + user
                + (session == null ? "" : ", session " + session.id().text());
    }
}
