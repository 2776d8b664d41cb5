package io.npushell.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.OperatorException;
import io.npushell.container.ContainerEngine.Answer;
import io.npushell.process.CommandOutput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Against a docker whose verbs hang or say what they are told to. */
class ContainerEngineTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final ContainerWishes WISHES = new ContainerWishes(
            "a1", "i", "/", List.of(), null, 1, true, 1, 1, 1, new ContainerWishes.Firm(false, false, false));

    private final List<String> asked = new ArrayList<>();
    private final Map<String, CommandOutput> said = new java.util.HashMap<>();
    private Set<String> hanging = Set.of();
    private final ContainerEngine engine = new ContainerEngine((command, directory, environment, timeout) -> {
        asked.add(String.join(" ", command));
        String verb = command.get(1);
        return hanging.contains(verb)
                ? new CommandOutput(137, "", "", true)
                : said.getOrDefault(verb, new CommandOutput(0, "", "", false));
    });

    @Test
    void waitsOnceForADaemonThatHangs() {
        hanging = Set.of("exec", "inspect", "ps", "version");

        assertThat(engine.look("c1", "", List.of("true"), LIMIT).timedOut()).isTrue();
        assertThat(engine.look("c2", "", List.of("true"), LIMIT).timedOut()).isTrue();
        assertThat(engine.inspect("c3")).isEqualTo(new Answer.Unreachable("docker did not answer in time"));
        assertThatThrownBy(engine::running).isInstanceOf(OperatorException.class);
        assertThat(engine.exec("c1", "0", List.of("chown"), LIMIT).timedOut()).isTrue();

        assertThat(asked).containsExactly("docker exec c1 true", "docker version --format {{.Server.Version}}");
    }

    @Test
    void asksAnewInTheNextCommand() {
        hanging = Set.of("inspect", "version");
        engine.inspect("c1");
        hanging = Set.of();
        said.put("inspect", new CommandOutput(0, "[{\"Id\":\"c1\"}]", "", false));

        assertThat(engine.inspect("c1")).isInstanceOf(Answer.Unreachable.class);
        engine.askAnew();

        assertThat(engine.inspect("c1")).isInstanceOf(Answer.Found.class);
    }

    @Test
    void asksOnWhereOnlyOneContainerIsStuck() {
        hanging = Set.of("exec");

        engine.look("stuck", "", List.of("true"), LIMIT);
        engine.look("stuck", "", List.of("true"), LIMIT);
        engine.look("other", "", List.of("true"), LIMIT);

        assertThat(asked)
                .filteredOn(words -> words.startsWith("docker exec"))
                .containsExactly("docker exec stuck true", "docker exec other true");
        assertThat(engine.image("image")).isPresent();
    }

    @Test
    void doesNotTakeALongActForAStuckContainer() {
        hanging = Set.of("exec");
        engine.exec("c1", "0", List.of("pip", "install"), LIMIT);
        hanging = Set.of();

        assertThat(engine.look("c1", "", List.of("true"), LIMIT).succeeded()).isTrue();
    }

    @Test
    void believesASilenceOnlyForAWhile() {
        AtomicLong now = new AtomicLong();
        Silence silence = new Silence(now::get);

        silence.heard("inspect c1", () -> false);

        assertThat(silence.about("ps")).isTrue();
        now.addAndGet(Silence.BELIEVED.toNanos());
        assertThat(silence.about("inspect c1")).isFalse();
    }

    @Test
    void readsPodmansCapacityAndItsWordsForWhatIsNotThere() {
        said.put("info", new CommandOutput(0, "{\"host\":{\"cpus\":4,\"memTotal\":16000000000}}", "", false));
        assertThat(engine.capacity()).isEqualTo(new ContainerEngine.Capacity(4, 16_000_000_000L));

        String emulation = "Emulate Docker CLI using podman. Create /etc/containers/nodocker to quiet msg.\n";
        said.put("image", new CommandOutput(125, "", emulation + "Error: img:1: image not known\n", false));
        assertThat(engine.image("img:1")).isEmpty();
        said.put("inspect", new CommandOutput(125, "[]", emulation + "Error: no such container \"a\"\n", false));
        assertThat(engine.inspect("a")).isEqualTo(new Answer.Absent());
        said.put("inspect", new CommandOutput(125, "", emulation + "Error: database is locked\n", false));
        assertThat(engine.inspect("a")).isEqualTo(new Answer.Unreachable("database is locked"));
    }

    @Test
    void looksOnWhereDockerPsHangs() {
        hanging = Set.of("ps");
        said.put("inspect", new CommandOutput(1, "[]", "Error: No such object: a1", false));
        said.put("info", new CommandOutput(0, "{\"NCPU\":4,\"MemTotal\":16000000000}", "", false));
        ContainerHost host = new ContainerHostLook(engine, Path.of("/nowhere")).look(WISHES);

        assertThat(host.unreachable()).isNull();
        assertThat(host.claims().unknown()).contains("docker did not answer in time");
    }

    @Test
    void knowsThisMachineWhereItsDockerDoesNotAnswer() {
        hanging = Set.of("inspect", "version", "info");
        ContainerEngine.Capacity machine = new ContainerEngine.Capacity(4, 16_000_000_000L);

        assertThat(look("", machine).unreachable()).isNotNull();
        assertThat(look("", machine).capacity()).isEqualTo(machine);
        assertThat(look("unix:///run/user/0/docker.sock", machine).capacity()).isEqualTo(machine);
        assertThat(look("ssh://elsewhere", machine).capacity())
                .as("docker is on another machine")
                .isNull();
    }

    @Test
    void readsThisMachineItself() {
        hanging = Set.of("inspect", "version", "info");

        ContainerEngine.Capacity here =
                new ContainerHostLook(engine, Path.of("/nowhere")).look(WISHES).capacity();

        assertThat(here).isNotNull().satisfies(found -> {
            assertThat(found.processors()).isPositive();
            assertThat(found.memoryBytes()).isPositive();
        });
    }

    private ContainerHost look(String dockerHost, ContainerEngine.Capacity machine) {
        return new ContainerHostLook(engine, Path.of("/nowhere"), dockerHost, () -> machine).look(WISHES);
    }
}
