package io.npushell.container;

import io.npushell.OperatorException;
import io.npushell.process.HostCapacity;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks at devices, driver, images and containers of this host for a plan. Never throws for what is missing. */
public final class ContainerHostLook {
    private static final Pattern NPU = Pattern.compile("davinci(\\d{1,4})");

    private final ContainerEngine engine;
    private final Path root;
    private final String dockerHost;
    private final Supplier<ContainerEngine.Capacity> machine;

    /** The same for a docker of this machine. */
    public ContainerHostLook(ContainerEngine engine, Path root) {
        this(engine, root, "");
    }

    /**
     * Names where to look.
     *
     * @param root what stands before the paths of devices and driver: "/" on any real machine
     * @param dockerHost DOCKER_HOST of the environment, "" where it is not set
     */
    public ContainerHostLook(ContainerEngine engine, Path root, String dockerHost) {
        this(engine, root, dockerHost, () -> {
            HostCapacity here = HostCapacity.here();
            return new ContainerEngine.Capacity(here.processors(), here.memoryBytes());
        });
    }

    ContainerHostLook(
            ContainerEngine engine, Path root, String dockerHost, Supplier<ContainerEngine.Capacity> machine) {
        this.engine = engine;
        this.root = root;
        this.dockerHost = dockerHost;
        this.machine = machine;
    }

    public ContainerHost look(ContainerWishes wishes) {
        Set<String> present = present(wishes);
        List<Integer> npus = npus();
        String prefix = root.toString().equals("/") ? "" : root.toString();
        ContainerEngine.Answer answer = engine.inspect(wishes.name());
        String unreachable = answer instanceof ContainerEngine.Answer.Unreachable unanswered ? unanswered.why() : null;
        Container existing = answer instanceof ContainerEngine.Answer.Found found ? found.container() : null;
        if (unreachable == null) {
            try {
                return new ContainerHost(
                        null,
                        engine.capacity(),
                        prefix,
                        npus,
                        controls(),
                        present,
                        engine.image(wishes.image()).orElse(null),
                        existing,
                        inside(existing),
                        aside(wishes.name()).orElse(null),
                        claims(wishes.name(), npus));
            } catch (OperatorException unanswered) {
                unreachable = unanswered.getMessage();
            }
        }
        return new ContainerHost(
                unreachable,
                capacity(),
                prefix,
                npus,
                controls(),
                present,
                null,
                existing,
                Set.of(),
                null,
                NpuClaims.NONE);
    }

    /** What is known of the machine where docker does not answer for itself; nothing where docker is on another one. */
    private ContainerEngine.@Nullable Capacity capacity() {
        return dockerHost.isEmpty() || dockerHost.startsWith("unix:") ? machine.get() : null;
    }

    /** The one that a making anew which was cut short has left under another name. */
    public Optional<Container> aside(String name) {
        String aside = Container.asideName(name);
        return engine.inspect(aside) instanceof ContainerEngine.Answer.Found found
                        && found.container().name().equals(aside)
                ? Optional.of(found.container())
                : Optional.empty();
    }

    /** What of driver and devices is seen inside; nothing where it cannot be asked. */
    private Set<String> inside(@Nullable Container existing) {
        return existing != null
                        && existing.running()
                        && Inside.look(engine, existing.id(), "", "", "", List.of()) instanceof Inside.Answer.Seen seen
                ? seen.inside().there()
                : Set.of();
    }

    /** A single container that is stuck makes docker ps hang, while all else is answered. */
    private NpuClaims claims(String name, List<Integer> npus) {
        try {
            return claims(name, npus, engine.running());
        } catch (OperatorException unanswered) {
            return NpuClaims.unknown(String.valueOf(unanswered.getMessage()));
        }
    }

    private static NpuClaims claims(String name, List<Integer> npus, List<Container> running) {
        Map<String, List<Integer>> certain = new LinkedHashMap<>();
        Map<String, List<String>> possible = new LinkedHashMap<>();
        for (Container container : running) {
            NpuAccess theirs = container.access();
            if (Set.of(name, Container.asideName(name)).contains(container.name())) {
                continue;
            }
            if (!theirs.onHost(npus).isEmpty()) {
                certain.put(container.name(), theirs.onHost(npus));
            }
            if (!theirs.possibly().isEmpty()) {
                possible.put(container.name(), theirs.possibly());
            }
        }
        return new NpuClaims(certain, possible, null);
    }

    private List<Integer> npus() {
        TreeSet<Integer> numbers = new TreeSet<>();
        try (DirectoryStream<Path> devices = Files.newDirectoryStream(root.resolve("dev"), "davinci*")) {
            for (Path device : devices) {
                Matcher npu = NPU.matcher(device.getFileName().toString());
                if (npu.matches()) {
                    numbers.add(Integer.parseInt(npu.group(1)));
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        return List.copyOf(numbers);
    }

    private Set<String> controls() {
        Set<String> controls = new HashSet<>(ContainerPlanner.CONTROLS);
        controls.removeIf(control -> !Files.exists(root.resolve("dev").resolve(control)));
        return controls;
    }

    private Set<String> present(ContainerWishes wishes) {
        Set<String> present = new HashSet<>();
        List<String> driver = new ArrayList<>(ContainerPlanner.NPU_SMI);
        driver.addAll(ContainerPlanner.DRIVER);
        driver.stream()
                .filter(path -> Files.exists(root.resolve(path.substring(1))))
                .forEach(present::add);
        Stream.concat(Stream.of(wishes.workspace()), wishes.mounts().stream())
                .filter(path -> Files.exists(Path.of(path)))
                .forEach(present::add);
        return present;
    }
}
