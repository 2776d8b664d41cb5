package io.npushell.params;

import static io.npushell.params.ParameterBuilder.parameter;
import static io.npushell.params.ParameterBuilder.whole;

import io.npushell.params.Parameter.Group;
import io.npushell.params.ParameterKind.Words;
import java.util.List;

/** The nodes and the devices that take part. */
final class ClusterParameters {
    // The manual's own xx.xx.xx.xx, copied as it stands, is no address.
    private static final Words HOST = new Words(
            "(?![xX]+([.][xX]+)+$)[A-Za-z0-9:]([A-Za-z0-9._:-]*[A-Za-z0-9])?", "a host name or an IP address");

    static final Words DEVICE_LIST = new Words(
            "(?!.*\\b0*(\\d+)\\b.*\\b0*\\1\\b)\\d{1,3}(,\\d{1,3})*", "device numbers such as 0,1,2,3, each once");

    private ClusterParameters() {}

    static List<Parameter> all() {
        return List.of(
                parameter(ParameterNames.NNODES, Group.CLUSTER, whole(1, 4096))
                        .named("nodes", "num-nodes")
                        .unit("nodes")
                        .says(
                                "nodes that train together",
                                "The same command runs on each node, with another node rank.")
                        .from("manual, hyperparameter tables; required on several nodes")
                        .manualDefault("1")
                        .build(),
                parameter(ParameterNames.NODE_RANK, Group.CLUSTER, whole(0, 4095))
                        .named("node-rank", "node-index")
                        .says(
                                "number of this node, from 0",
                                "Node 0 is the master. The loss is printed by the last node.")
                        .from("manual, hyperparameter tables; required on several nodes")
                        .manualDefault("0")
                        .build(),
                parameter(ParameterNames.MASTER_ADDR, Group.CLUSTER, HOST)
                        .named("master-address")
                        .says("address of node 0", """
                                Must be reachable from all nodes: localhost, the manual's example, makes every other node wait for itself
                                until the connection times out.""")
                        .from("manual, hyperparameter tables; required on several nodes")
                        .build(),
                parameter(ParameterNames.MASTER_PORT, Group.CLUSTER, whole(1, 65_535))
                        .named("master-port")
                        .says(
                                "port the nodes meet on",
                                "Must be free on node 0. ModelLink's public scripts use 6000. Two trainings on one machine need two ports.")
                        .from("ModelLink's public training scripts. Not in the manual")
                        .build(),
                parameter(ParameterNames.DEVICES, Group.CLUSTER, DEVICE_LIST)
                        .named("visible-devices", "npus")
                        .variable("ASCEND_RT_VISIBLE_DEVICES")
                        .says(
                                "devices of each node to use",
                                "All where it is not set. Read by the CANN runtime itself; the script must start as many ranks as it names.")
                        .from("CANN environment variables. Not in the manual")
                        .build(),
                parameter(ParameterNames.THREADS, Group.CLUSTER, whole(1, 1024))
                        .named("cpu-threads")
                        .unit("threads")
                        .says(
                                "CPU threads of the embedded engine",
                                "All processors where it is not set. One seed gives one checkpoint, whatever the threads.")
                        .from("npu-shell")
                        .build());
    }
}
