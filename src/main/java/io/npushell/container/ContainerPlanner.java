package io.npushell.container;

import io.npushell.container.ContainerPlan.Kind;
import io.npushell.container.ContainerPlan.Objection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plans the manual's container for a machine, from values alone. */
public final class ContainerPlanner {
    /** Device nodes of the driver that every container with an NPU needs, beside the NPUs' own. */
    public static final List<String> CONTROLS = List.of("davinci_manager", "devmm_svm", "hisi_hdc");

    /** The manual has npu-smi in sbin; some drivers put it into bin. */
    public static final List<String> NPU_SMI = List.of("/usr/local/sbin/npu-smi", "/usr/local/bin/npu-smi");

    /** What the manual mounts besides: the driver and its management interface. */
    public static final List<String> DRIVER = List.of("/usr/local/dcmi", "/usr/local/Ascend/driver");

    private static final Set<String> OF_DRIVER =
            Stream.concat(NPU_SMI.stream(), DRIVER.stream()).collect(Collectors.toUnmodifiableSet());

    private static final String HOME = "/+home/+ma-user/*";

    private final ContainerWishes wishes;
    private final ContainerHost host;
    private final List<Objection> objections = new ArrayList<>();

    private ContainerPlanner(ContainerWishes wishes, ContainerHost host) {
        this.wishes = wishes;
        this.host = host;
    }

    /** The plan; what cannot work is in its objections. */
    public static ContainerPlan plan(ContainerWishes wishes, ContainerHost host, String version) {
        return new ContainerPlanner(wishes, host).plan(version);
    }

    private ContainerPlan plan(String version) {
        if (host.unreachable() != null) {
            object(Kind.ERROR, "docker cannot be asked: " + host.unreachable(), "!systemctl start docker");
        }
        List<Integer> npus = npus();
        List<Container.Mount> mounts = mounts();
        Limits limits = Limits.of(wishes, host.capacity());
        objections.addAll(limits.objections());
        ContainerEngine.Image image = host.image();
        List<String> entrypoint = image == null ? List.of() : image.entrypoint();
        List<String> run = DockerRun.words(wishes, host.root(), npus, mounts, limits, !entrypoint.isEmpty(), version);
        List<String> adjusted = new ArrayList<>(limits.adjusted());
        if (!entrypoint.isEmpty()) {
            adjusted.add("--entrypoint %s: the image would run '%s' instead"
                    .formatted(DockerRun.COMMAND, String.join(" ", entrypoint)));
        }
        objections.sort(Comparator.comparing(Objection::kind));
        return new ContainerPlan(
                wishes, run, npus, mounts, adjusted, objections, Differences.of(wishes, host, npus, mounts), lacks());
    }

    private List<Lacks.Lack> lacks() {
        Container there = host.existing();
        return there == null || !wishes.withNpus() ? List.of() : Lacks.of(there, host.inside(), wishes.nodes());
    }

    private List<Integer> npus() {
        if (!wishes.withNpus()) {
            return List.of();
        }
        if (host.npus().isEmpty()) {
            object(
                    Kind.ERROR,
                    "this machine has no NPU: there is no " + host.root() + "/dev/davinci0",
                    "!npu-smi info");
        }
        List<Integer> asked = wishes.npus() == null ? host.npus() : wishes.npus();
        List<Integer> missing =
                asked.stream().filter(npu -> !host.npus().contains(npu)).toList();
        if (!missing.isEmpty() && !host.npus().isEmpty()) {
            object(
                    Kind.ERROR,
                    "this machine has no NPU %s; it has %s".formatted(list(missing), list(host.npus())),
                    "set container-npus " + list(host.npus()));
        }
        List<String> controls = CONTROLS.stream()
                .filter(control -> !host.controls().contains(control))
                .map(control -> host.root() + "/dev/" + control)
                .toList();
        if (!controls.isEmpty() && !host.npus().isEmpty()) {
            object(
                    Kind.ERROR,
                    "the driver's " + String.join(", ", controls)
                            + (controls.size() == 1 ? " is missing" : " are missing"),
                    "install the NPU driver and firmware, then: !npu-smi info");
        }
        held(asked);
        maybeHeld();
        return asked;
    }

    private void held(List<Integer> asked) {
        Map<String, List<Integer>> holders = new TreeMap<>(host.claims().certain());
        holders.forEach((name, npus) -> {
            List<Integer> shared = npus.stream().filter(asked::contains).toList();
            if (!shared.isEmpty()) {
                List<Integer> free = host.npus().stream()
                        .filter(npu -> holders.values().stream().noneMatch(theirs -> theirs.contains(npu)))
                        .toList();
                object(
                        Kind.CONFLICT,
                        "container %s has NPU %s: a second container cannot use them (-8020)"
                                .formatted(name, list(shared)),
                        (free.isEmpty() ? "" : "set container-npus " + list(free) + "   or   ") + "!docker stop "
                                + name);
            }
        });
    }

    /** What may hold an NPU and may not is said, and forbids nothing. */
    private void maybeHeld() {
        new TreeMap<>(host.claims().possible())
                .forEach((name, options) -> object(
                        Kind.WARNING,
                        "container %s may use any NPU of this host (%s): whether it does cannot be seen from outside"
                                .formatted(name, String.join(", ", options)),
                        "npus   or   !docker exec " + name + " npu-smi info"));
        String unknown = host.claims().unknown();
        if (unknown != null) {
            object(Kind.WARNING, "which NPUs other containers have is not known: " + unknown, "npus   or   !docker ps");
        }
    }

    private List<Container.Mount> mounts() {
        List<Container.Mount> mounts = new ArrayList<>();
        if (wishes.withNpus()) {
            mounts.add(driver(NPU_SMI.stream()
                    .filter(host.present()::contains)
                    .findFirst()
                    .orElse(NPU_SMI.get(0))));
            DRIVER.forEach(path -> mounts.add(driver(path)));
        }
        if (wishes.workspace().matches(HOME)) {
            object(
                    Kind.ERROR,
                    "work-dir '" + wishes.workspace()
                            + "' mounted into the container hides the home of its user, and the image does not work"
                            + " then",
                    "set work-dir /home/ma-user/ws");
        }
        mounts.add(same(wishes.workspace(), "workspace init   or   !mkdir -p " + wishes.workspace()));
        wishes.mounts().forEach(path -> mounts.add(same(path, "set container-mounts to paths that exist")));
        if (wishes.withNpus()
                && wishes.nodes() > 1
                && mounts.stream().noneMatch(mount -> Path.of(Lacks.HCCN).startsWith(mount.destination()))) {
            object(
                    Kind.WARNING,
                    "'" + Lacks.HCCN + "' is not mounted, by which the NPUs of several nodes find each other",
                    "set container-mounts "
                            + String.join(
                                    ",",
                                    Stream.concat(wishes.mounts().stream(), Stream.of(Lacks.HCCN))
                                            .toList()));
        }
        return mounts;
    }

    private Container.Mount driver(String path) {
        required(path, host.root() + path, "install the NPU driver and firmware, or look where this machine has it");
        return new Container.Mount(host.root() + path, path, true);
    }

    private Container.Mount same(String path, String remedy) {
        required(path, path, remedy);
        return new Container.Mount(path, path, true);
    }

    private void required(String path, String onHost, String remedy) {
        if (!host.present().contains(path)) {
            object(
                    Kind.ERROR,
                    "'" + onHost + "' does not exist: docker would silently make an empty directory of it",
                    remedy);
        }
    }

    private void object(Kind kind, String sentence, String remedy) {
        objections.add(new Objection(kind, sentence, remedy));
    }

    /** Whether a path inside is the driver's, which a container only reads. */
    static boolean ofDriver(String path) {
        return OF_DRIVER.contains(path);
    }

    /** "0,1,2". */
    static String list(List<Integer> npus) {
        return String.join(",", npus.stream().map(String::valueOf).toList());
    }
}
