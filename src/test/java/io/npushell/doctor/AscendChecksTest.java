package io.npushell.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.device.FakeNpuSmi;
import io.npushell.device.NpuInventory;
import org.junit.jupiter.api.Test;

class AscendChecksTest {
    @Test
    void eightFreeNpusAreWell() {
        assertThat(new Found().npus(FakeNpuSmi.of(8).table()).counted(8).judgedBy(new NpusCheck()))
                .containsExactly("ok: 8 NPUs 910B3, 64.0 GiB, all well and free");
    }

    @Test
    void saysWhatIsWrongWithNpus() {
        Found found = new Found()
                .npus(FakeNpuSmi.of(7)
                        .unwell(2, "Alarm")
                        .unwell(3, "Warning")
                        .held(5, 4711, "python")
                        .table())
                .counted(8)
                .holder(4711, "process 4711 (python) of root, session 3");

        assertThat(found.judgedBy(new NpusCheck()))
                .containsExactly(
                        "error: NPU 2 is not well: its health is Alarm",
                        "warning: NPU 3 is not well: its health is Warning",
                        "error: scripts/qwen/qwen.sh starts 8 ranks on a node, but there are 7 NPUs",
                        "warning: npu-smi info -l counts 8 NPUs, npu-smi info shows 7: the others are not given to this container,"
                                + " or are lost",
                        "warning: NPU 5 is held by process 4711 (python) of root, session 3; 61.5 GiB of 64.0 GiB are in use");
    }

    @Test
    void repeatsWhyThereIsNoNpu() {
        assertThat(new Found()
                        .npus(NpuInventory.none("npu-smi did not answer within 20 s"))
                        .judgedBy(new NpusCheck()))
                .containsExactly("error: npu-smi did not answer within 20 s");
    }

    @Test
    void judgesDriverAndDeviceFiles() {
        String devices = "/dev/davinci0\n/dev/davinci_manager\n/dev/devmm_svm\n/dev/hisi_hdc\n";

        assertThat(new Found()
                        .says(Question.DRIVER, "Version=24.1.rc1\n" + devices)
                        .judgedBy(new DriverCheck()))
                .containsExactly("ok: driver 24.1.rc1");
        assertThat(new Found()
                        .says(Question.DRIVER, "Version=21.0.4\n/dev/davinci0\n")
                        .judgedBy(new DriverCheck()))
                .containsExactly(
                        "warning: driver 21.0.4 is older than 23.0, which CANN 8.0.RC1 of the manual's image is paired with",
                        "error: the device files are missing: /dev/davinci_manager, /dev/devmm_svm, /dev/hisi_hdc");
        assertThat(new Found().says(Question.DRIVER, "").judgedBy(new DriverCheck()))
                .containsExactly(
                        "error: no Ascend driver: there is neither /usr/local/Ascend/driver/version.info nor a version from npu-smi",
                        "error: the device files are missing: /dev/davinci*");
    }

    @Test
    void comparesCannWithTheManualsTable() {
        assertThat(cann("package_name=Ascend-cann-toolkit\nversion=8.0.RC1\ninnerversion=V100R001C17\n"))
                .containsExactly("ok: CANN 8.0.RC1, the manual's");
        assertThat(cann("toolkit_installed_version=[7.1.0.5.242:CANN-7.0.1.1]\n"))
                .first()
                .asString()
                .startsWith("ok: CANN 7.0.1.1, which");
        assertThat(cann("version=8.2.RC1\n"))
                .containsExactly("warning: CANN 8.2.RC1 is not the manual's, which names 8.0.RC1 and 7.0.1.1");
        assertThat(cann("home \n")).containsExactly("error: no CANN toolkit is found in the environment of a session");
    }

    private static java.util.List<String> cann(String text) {
        return new Found().says(Question.CANN, text).judgedBy(new CannCheck());
    }

    @Test
    void judgesTheImportOfTorchNpu() {
        assertThat(torch(
                        0,
                        "python 3.9.18 /usr/bin/python\ntorch 2.1.0\ntorch_npu 2.1.0.post3-20240413\ndevices 8\n",
                        ""))
                .containsExactly(
                        "ok: torch 2.1.0, torch_npu 2.1.0.post3-20240413, python 3.9.18 /usr/bin/python, 8 devices");
        assertThat(torch(
                        1,
                        "python 3.9.18 /usr/bin/python\n",
                        "Traceback …\nModuleNotFoundError: No module named 'torch'\n"))
                .containsExactly(
                        "error: import torch fails in the environment of a session: ModuleNotFoundError: No module named 'torch'");
        assertThat(torch(
                        1,
                        "python 3.9\ntorch 2.1.0\n",
                        "ImportError: libascend_hal.so: cannot open shared object file\n"))
                .containsExactly(
                        "error: import torch_npu fails in the environment of a session: ImportError: libascend_hal.so: cannot"
                                + " open shared object file");
        assertThat(torch(127, "", "sh: 1: python: not found\n"))
                .containsExactly(
                        "error: there is no working python in the environment of a session: sh: 1: python: not found");
        assertThat(torch(0, "python 3.9\ntorch 2.3.1\ntorch_npu 2.3.1\ndevices 0\n", ""))
                .containsExactly(
                        "error: torch_npu is there but sees no device",
                        "warning: torch 2.3.1 is not the manual's 2.1.0",
                        "warning: torch_npu 2.3.1 is not the manual's 2.1.0.post3-20240413");
        assertThat(new Found()
                        .answers(Question.TORCH, new Answer(true, 137, "python 3.9\ntorch 2.1.0\n", "", true))
                        .judgedBy(new TorchCheck()))
                .containsExactly("error: import torch_npu did not end within 180 s");
    }

    private static java.util.List<String> torch(int code, String out, String err) {
        return new Found()
                .answers(Question.TORCH, new Answer(true, code, out, err, false))
                .judgedBy(new TorchCheck());
    }

    @Test
    void looksForAllPartsOfTheCodePackage() {
        assertThat(new Found()
                        .says(
                                Question.CODE,
                                "there .\nthere scripts/qwen/qwen.sh\nthere ModelLink/tools/preprocess_data.py\n")
                        .judgedBy(new CodeCheck()))
                .containsExactly("ok: '/ws/1-Ascend/llm_train/AscendSpeed' with scripts/qwen/qwen.sh");
        assertThat(new Found()
                        .says(
                                Question.CODE,
                                "there .\nmissing AscendSpeed\nmissing scripts/qwen/qwen.sh\nclosed ModelLink\n")
                        .judgedBy(new CodeCheck()))
                .containsExactly(
                        "error: '/ws/1-Ascend/llm_train/AscendSpeed/scripts/qwen/qwen.sh' is missing",
                        "error: '/ws/1-Ascend/llm_train/AscendSpeed/ModelLink' may not be read",
                        "warning: '/ws/1-Ascend/llm_train/AscendSpeed/AscendSpeed' is missing");
        Examination none = new Found()
                .says(Question.CODE, "missing .\nfound /ws/AscendCloud-3rdLLM-6.3.904-1.zip\n")
                .end();
        assertThat(new CodeCheck().judge(none).get(0).remedies())
                .containsExactly("workspace unpack /ws/AscendCloud-3rdLLM-6.3.904-1.zip", "set code-dir DIRECTORY");
    }

    @Test
    void comparesPackagesWithRequirements() {
        Found found = new Found()
                .says(
                        Question.REQUIREMENTS,
                        "transformers==4.32.0  # pinned\nsentencepiece\n-r more.txt\ndatasets>=2.14,<3\n")
                .says(Question.PACKAGES, "package Transformers 4.30.2\npackage datasets 2.16.1\n");

        assertThat(found.judgedBy(new PackagesCheck()))
                .containsExactly("error: transformers is 4.30.2, not ==4.32.0; sentencepiece is missing");
        found.says(
                Question.PACKAGES,
                "package transformers 4.32.0\npackage datasets 2.16.1\npackage sentencepiece 0.1.99\n");
        assertThat(found.judgedBy(new PackagesCheck()))
                .containsExactly("ok: 3 packages of requirements.txt are as it says");
    }

    @Test
    void namesTheManualsDockerLineOnlyWhereItHolds() {
        Examination euler = new Found()
                .answers(Question.DOCKER, new Answer(true, 127, "os euleros fedora\n", "", false))
                .end();
        Examination debian = new Found()
                .answers(Question.DOCKER, new Answer(true, 127, "os ubuntu debian\n", "", false))
                .end();

        assertThat(new DockerCheck().judge(euler).get(0).remedies().get(0))
                .startsWith("sudo yum install -y docker-engine");
        assertThat(new DockerCheck().judge(debian).get(0).remedies().get(0))
                .isEqualTo("sudo apt-get install docker.io");
        assertThat(new Found()
                        .says(Question.DOCKER, "client 20.10.24\nserver 20.10.24\n")
                        .judgedBy(new DockerCheck()))
                .containsExactly("ok: docker 20.10.24, daemon 20.10.24");
        assertThat(new Found()
                        .answers(
                                Question.DOCKER,
                                new Answer(
                                        true,
                                        1,
                                        "client 20.10.24\nserver\n",
                                        "Cannot connect to the Docker daemon\n",
                                        false))
                        .judgedBy(new DockerCheck()))
                .containsExactly(
                        "warning: docker 20.10.24 is there, its daemon does not answer: Cannot connect to the Docker daemon");
    }

    @Test
    void readsForwardingSharedMemoryAndPortsAsTheKernelHasThem() {
        assertThat(new Found().says(Question.FORWARDING, "1\n").judgedBy(new ForwardingCheck()))
                .containsExactly("ok: net.ipv4.ip_forward is 1");
        assertThat(new Found()
                        .says(Question.FORWARDING, "0\n")
                        .judgedBy(new ForwardingCheck())
                        .get(0))
                .startsWith("warning: ");
        assertThat(shm("shm 65536 0 65536 0% /dev/shm")).startsWith("error: 64.0 MiB free in /dev/shm");
        assertThat(shm("tmpfs 209715200 0 209715200 0% /dev/shm")).isEqualTo("ok: 200 GiB free in /dev/shm");
        assertThat(shm("overlay 209715200 0 209715200 0% /")).startsWith("error: there is no /dev/shm");

        String busy = """
                  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
                   0: 0100007F:1770 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1
                   1: 0100007F:1771 0100007F:9999 01 00000000:00000000 00:00000000 00000000     0        0 2
                """;
        Found found = new Found().says(Question.PORTS, busy);
        assertThat(found.judgedBy(new PortsCheck()))
                .containsExactly("warning: port 6000 is taken, which the scripts use where no master-port is set");
        found.masterPort = 6000;
        assertThat(found.judgedBy(new PortsCheck())).containsExactly("error: port 6000, master-port, is taken");
        found.masterPort = 6001;
        assertThat(found.judgedBy(new PortsCheck())).containsExactly("ok: port 6001 and HCCL's are free");
        found.says(
                Question.PORTS, "0: 00000000000000000000000000000000:EA60 00000000000000000000000000000000:0000 0A\n");
        assertThat(found.judgedBy(new PortsCheck()).get(0))
                .startsWith("warning: HCCL starts at port 60000, and port 60000 is taken");
    }

    private static String shm(String line) {
        return new Found()
                .says(Question.SHARED_MEMORY, "space " + line + "\n")
                .judgedBy(new SharedMemoryCheck())
                .get(0);
    }
}
