package io.npushell.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.container.ContainerEngine.Capacity;
import io.npushell.container.ContainerPlan.Kind;
import io.npushell.container.ContainerPlan.Objection;
import io.npushell.container.ContainerWishes.Firm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContainerPlannerTest {
    private static final long GIB = 1L << 30;
    private static final String WS = "/home/ma-user/ws";
    private static final Firm YIELDING = new Firm(false, false, false);

    private Capacity capacity = new Capacity(192, 1536 * GIB);
    private List<Integer> npus = IntStream.range(0, 8).boxed().toList();
    private final Set<String> controls = new HashSet<>(ContainerPlanner.CONTROLS);
    private final Set<String> present =
            new HashSet<>(Set.of(WS, "/usr/local/sbin/npu-smi", "/usr/local/dcmi", "/usr/local/Ascend/driver"));
    private NpuClaims claims = NpuClaims.NONE;
    private ContainerEngine.Image image = new ContainerEngine.Image("new", List.of());
    private Container existing;
    private String unreachable;

    @Test
    void isTheManualsLineOnTheManualsMachine() throws IOException {
        ContainerPlan plan = plan(wishes());

        golden("devserver", plan);
        assertThat(plan.objections()).isEmpty();
        assertThat(plan.adjusted()).isEmpty();
    }

    @Test
    void asksForNoMoreThanASmallerMachineHas() throws IOException {
        capacity = new Capacity(96, 755 * GIB + 12345);
        npus = List.of(0, 1, 2, 3);

        ContainerPlan plan = plan(wishes());

        golden("smaller-machine", plan);
        assertThat(plan.adjusted())
                .containsExactly("--cpus 192: the machine has 96", "--memory 1000g: the machine has 755g");
    }

    @Test
    void needsNoNpuForTheEmbeddedEngine() throws IOException {
        capacity = new Capacity(2, 7 * GIB / 2);
        npus = List.of();
        present.retainAll(Set.of(WS));

        ContainerPlan plan = plan(new ContainerWishes(
                "nano", "jdk:17", WS, List.of(), null, 1, false, 192, 1000 * GIB, 200 * GIB, YIELDING));

        golden("embedded", plan);
        assertThat(plan.objections()).isEmpty();
    }

    @Test
    void refusesNumbersOfTheOperatorsThatTheMachineDoesNotHave() {
        capacity = new Capacity(4, 16 * GIB);

        ContainerPlan plan = plan(new ContainerWishes(
                "a1", "i", WS, List.of(), null, 1, true, 8, 32 * GIB, 16 * GIB, new Firm(true, true, true)));

        assertThat(plan.objections())
                .containsExactly(
                        new Objection(Kind.ERROR, "--cpus 8: the machine has 4", "set container-cpus 4"),
                        new Objection(Kind.ERROR, "--memory 32g: the machine has 16g", "set container-memory 16g"),
                        new Objection(
                                Kind.ERROR,
                                "--shm-size 16g: half of the container's memory is 8g",
                                "set container-shm 8g"));
    }

    @Test
    void namesEveryPathThatDockerWouldMakeAsAnEmptyDirectory() {
        present.clear();

        ContainerPlan plan =
                plan(new ContainerWishes("a1", "i", WS, List.of("/data"), null, 1, true, 1, GIB, GIB, YIELDING));

        assertThat(plan.objections())
                .extracting(Objection::sentence)
                .containsExactly(
                        missing("/usr/local/sbin/npu-smi"),
                        missing("/usr/local/dcmi"),
                        missing("/usr/local/Ascend/driver"),
                        missing(WS),
                        missing("/data"));
        assertThat(plan.blocked()).isTrue();
    }

    @Test
    void takesNpuSmiWhereThisMachineHasIt() {
        present.remove("/usr/local/sbin/npu-smi");
        present.add("/usr/local/bin/npu-smi");

        assertThat(plan(wishes()).run()).contains("/usr/local/bin/npu-smi:/usr/local/bin/npu-smi");
    }

    @Test
    void namesDevicesThatAreNotThere() {
        controls.remove("hisi_hdc");
        npus = List.of(0, 1);

        ContainerPlan plan =
                plan(new ContainerWishes("a1", "i", WS, List.of(), List.of(1, 2), 1, true, 1, GIB, GIB, YIELDING));

        assertThat(plan.objections())
                .extracting(Objection::sentence)
                .contains("this machine has no NPU 2; it has 0,1", "the driver's /dev/hisi_hdc is missing");
    }

    @Test
    void namesWhoHasTheNpusAndWhichAreFree() {
        claims = new NpuClaims(Map.of("inference", List.of(0, 1, 2, 3)), Map.of(), null);

        ContainerPlan plan = plan(wishes());

        assertThat(plan.objections())
                .containsExactly(new Objection(
                        Kind.CONFLICT,
                        "container inference has NPU 0,1,2,3: a second container cannot use them (-8020)",
                        "set container-npus 4,5,6,7   or   !docker stop inference"));
    }

    @Test
    void refusesTheHomeOfTheImagesUserAsWorkspace() {
        present.add("/home/ma-user/");

        ContainerPlan plan =
                plan(new ContainerWishes("a1", "i", "/home/ma-user/", List.of(), null, 1, true, 1, GIB, GIB, YIELDING));

        assertThat(plan.objections())
                .singleElement()
                .satisfies(objection -> assertThat(objection.sentence())
                        .startsWith("work-dir '/home/ma-user/' mounted into the container hides the home of its user"));
    }

    @Test
    void showsTheManualsNumbersWhereDockerCannotBeAsked() {
        unreachable = "Cannot connect to the Docker daemon";
        capacity = null;

        ContainerPlan plan = plan(wishes());

        assertThat(plan.run()).containsSubsequence("--cpus", "192", "--memory", "1000g", "--shm-size", "200g");
        assertThat(plan.objections().get(0).sentence())
                .isEqualTo("docker cannot be asked: Cannot connect to the Docker daemon");
    }

    @Test
    void tellsHowTheOneThatIsThereDiffers() {
        existing = container(
                "old:1", "{\"PathOnHost\":\"/dev/davinci0\"},{\"PathOnHost\":\"/dev/davinci1\"}", mount(WS, WS, true));

        assertThat(plan(wishes()).differences())
                .containsExactly(
                        "it was made from image 'old:1', not 'image:1'",
                        "it has NPU 0,1, not NPU 0,1,2,3,4,5,6,7",
                        "it does not have '/usr/local/sbin/npu-smi' mounted",
                        "it does not have '/usr/local/dcmi' mounted",
                        "it does not have '/usr/local/Ascend/driver' mounted");
    }

    @Test
    void keepsAnImagesOwnProgramFromRunningInsteadOfAShell() {
        image = new ContainerEngine.Image("new", List.of("/opt/serve.sh", "--now"));

        ContainerPlan plan = plan(wishes());

        assertThat(plan.run()).endsWith("--entrypoint", "/bin/bash", "image:1");
        assertThat(plan.adjusted())
                .containsExactly("--entrypoint /bin/bash: the image would run '/opt/serve.sh --now' instead");
    }

    @Test
    void takesAMountOfADirectoryAboveForAMount() {
        existing = container(
                "image:1", EIGHT, mount("/usr/local", "/usr/local", false) + "," + mount("/home", "/home/", true));

        assertThat(plan(wishes()).differences()).as("the driver is only read").isEmpty();
    }

    @Test
    void tellsWhatIsMountedReadOnlyOrFromElsewhere() {
        existing = container(
                "image:1", EIGHT, mount("/usr/local", "/usr/local", true) + "," + mount("/home", "/home", false));
        assertThat(plan(wishes()).differences()).containsExactly("it has '" + WS + "' mounted read-only");

        existing = container(
                "image:1", EIGHT, mount("/usr/local", "/usr/local", true) + "," + mount("/disk/ws", WS, true));
        assertThat(plan(wishes()).differences()).containsExactly("it has '/disk/ws' at '" + WS + "', not '" + WS + "'");
    }

    @Test
    void tellsARenumberedNpuFromTheHosts() {
        npus = List.of(7);
        existing = container(
                "image:1", "{\"PathOnHost\":\"/dev/davinci7\",\"PathInContainer\":\"/dev/davinci0\"}", MOUNTED);

        assertThat(plan(wishes()).differences()).containsExactly("it has NPU 7 (0 inside), not NPU 7");
    }

    @Test
    void onlySaysThatAContainerMayHoldNpus() {
        claims = new NpuClaims(Map.of(), Map.of("jupyter", List.of("--privileged", "-v /dev")), null);

        ContainerPlan plan = plan(wishes());

        assertThat(plan.objections())
                .containsExactly(new Objection(
                        Kind.WARNING,
                        "container jupyter may use any NPU of this host (--privileged, -v /dev): whether it does"
                                + " cannot be seen from outside",
                        "npus   or   !docker exec jupyter npu-smi info"));
        assertThat(plan.blocked()).isFalse();
    }

    @Test
    void saysThatItDoesNotKnowWhoHasNpus() {
        claims = NpuClaims.unknown("docker ps did not answer in 30 s");

        assertThat(plan(wishes()).objections())
                .extracting(Objection::sentence)
                .containsExactly("which NPUs other containers have is not known: docker ps did not answer in 30 s");
    }

    private static final String EIGHT = IntStream.range(0, 8)
            .mapToObj(npu ->
                    "{\"PathOnHost\":\"/dev/davinci" + npu + "\",\"PathInContainer\":\"/dev/davinci" + npu + "\"}")
            .collect(Collectors.joining(","));

    private static final String MOUNTED = mount("/usr/local", "/usr/local", true) + "," + mount(WS, WS, true);

    private static String mount(String source, String destination, boolean writable) {
        return "{\"Source\":\"%s\",\"Destination\":\"%s\",\"RW\":%s}".formatted(source, destination, writable);
    }

    /** As docker inspect would print it, in the image that is wanted where it has that name. */
    private static Container container(String image, String devices, String mounts) {
        String id = image.equals("image:1") ? "new" : "old";
        try {
            return ContainerReader.read("""
                [{"Id":"1","Name":"/ascendspeed","Image":"sha256:%s","State":{"Status":"running","StartedAt":"t"},
                "Config":{"Image":"%s"},"HostConfig":{"Runtime":"runc","Devices":[%s]},"Mounts":[%s]}]\
                """.formatted(id, image, devices, mounts))
                    .get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ContainerWishes wishes() {
        return new ContainerWishes(
                "ascendspeed", "image:1", WS, List.of(), null, 1, true, 192, 1000 * GIB, 200 * GIB, YIELDING);
    }

    private ContainerPlan plan(ContainerWishes wishes) {
        ContainerHost host = new ContainerHost(
                unreachable, capacity, "", npus, controls, present, image, existing, Set.of(), null, claims);
        return ContainerPlanner.plan(wishes, host, "0.1.0");
    }

    private static String missing(String path) {
        return "'" + path + "' does not exist: docker would silently make an empty directory of it";
    }

    private static void golden(String name, ContainerPlan plan) throws IOException {
        Path file = Path.of("src/test/resources/golden/container", name + ".txt");
        String text = String.join("\n", plan.run()) + "\n";
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(text).as(file.toString()).isEqualTo(Files.readString(file));
    }
}
