package io.npushell.params;

import static io.npushell.params.ParameterBuilder.parameter;
import static io.npushell.params.ParameterBuilder.whole;

import io.npushell.params.Parameter.Group;
import io.npushell.params.ParameterKind.Words;
import java.util.List;

/** The container that trainings run in, and how it is made; what is not set is the manual's, as far as the machine has it. */
final class ContainerParameters {
    private static final Words NAME =
            new Words("[A-Za-z0-9][A-Za-z0-9_.-]{1,127}", "a container's name as docker takes it");
    private static final Words IMAGE = new Words(
            "[A-Za-z0-9][A-Za-z0-9._/:@-]*", "an image as docker takes it: name:tag or its id, without blanks");
    private static final Words USER = new Words(
            "[A-Za-z_][A-Za-z0-9_.-]*|\\d{1,9}(:\\d{1,9})?",
            "a user of the image: a name, or a number such as 1000:1000");
    private static final Words SIZE = new Words("[1-9]\\d{0,5}[mMgG]", "a size such as 200g or 512m");
    private static final Words PATHS =
            new Words("/[^,:\\s]*(,/[^,:\\s]*)*", "absolute paths, separated by commas, without blanks and colons");

    private static final String PAGE = "manual, container page";

    private ContainerParameters() {}

    static List<Parameter> all() {
        return List.of(
                parameter(ParameterNames.CONTAINER, Group.CONTAINER, NAME)
                        .named("container-name")
                        .says("container of this host that trainings run in", """
                                Where it is set, launch starts the training and its supervisor inside; where it is not, right on this host. The
                                container commands take the manual's name where it is not set.""")
                        .from(PAGE)
                        .manualDefault("ascendspeed")
                        .ownUse()
                        .build(),
                parameter(ParameterNames.IMAGE, Group.CONTAINER, IMAGE)
                        .named("container-image", "image-name")
                        .says("image the container is made from", """
                                The manual's sample line sets it to the container's name and a blank, which is no image; its image table has the one
                                meant. It is for aarch64.""")
                        .from(PAGE)
                        .manualDefault(
                                "swr.cn-southwest-2.myhuaweicloud.com/atelier/pytorch_2_1_ascend:pytorch_2.1.0-cann_8.0.rc1-py_3.9-hce_2.0.2312-aarch64-snt9b-20240516142953-ca51f42")
                        .ownUse()
                        .build(),
                parameter(ParameterNames.CONTAINER_USER, Group.CONTAINER, USER)
                        .says("user inside that trainings run as", """
                                The image's own where it is not set: ma-user in the manual's image. What root uploaded that user cannot write to;
                                container setup hands the workspace over.""")
                        .from(PAGE)
                        .ownUse()
                        .build(),
                parameter(ParameterNames.CONTAINER_NPUS, Group.CONTAINER, ClusterParameters.DEVICE_LIST)
                        .says("NPUs of this host that the container gets", """
                                All where it is not set. Inside they are numbered from 0 again, so devices counts from 0 too. A second container cannot use an NPU that a
                                running one has.""")
                        .from("manual, container page: eight, whatever the machine has")
                        .ownUse()
                        .build(),
                parameter(ParameterNames.CONTAINER_MOUNTS, Group.CONTAINER, PATHS)
                        .says("further paths of this host inside the container", """
                                Each at the same path inside, as the workspace always is: data or weights on another disk, /etc/hccn.conf for several nodes.""")
                        .from("npu-shell")
                        .ownUse()
                        .build(),
                parameter(ParameterNames.CONTAINER_CPUS, Group.CONTAINER, whole(1, 4096))
                        .unit("CPUs")
                        .says("CPUs the container may use", """
                                docker refuses more than the machine has, so the manual's 192 is lowered to that; a number of yours is not.""")
                        .from(PAGE)
                        .manualDefault("192")
                        .ownUse()
                        .build(),
                parameter(ParameterNames.CONTAINER_MEMORY, Group.CONTAINER, SIZE)
                        .says("memory the container may use", """
                                docker takes any size. The manual's 1000g is lowered to what the machine has, as a container that is allowed more takes the whole machine down.""")
                        .from(PAGE)
                        .manualDefault("1000g")
                        .ownUse()
                        .build(),
                parameter(ParameterNames.CONTAINER_SHM, Group.CONTAINER, SIZE)
                        .named("container-shm-size", "shm-size")
                        .says("size of the container's /dev/shm", """
                                What the data loaders' processes share. It counts as memory of the container: the manual's 200g is lowered to half of that.""")
                        .from(PAGE)
                        .manualDefault("200g")
                        .ownUse()
                        .build());
    }
}
