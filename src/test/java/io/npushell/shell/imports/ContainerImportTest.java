package io.npushell.shell.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.npushell.ExitCode;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.ShellHarness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code docker run} as settings of the container. */
@Timeout(120)
class ContainerImportTest {
    private static final Path MANUAL = Path.of("src/test/resources/manual/container.txt");

    @TempDir
    Path root;

    private ShellHarness shell;

    @BeforeEach
    void start() {
        shell = new ShellHarness(root);
        shell.run("use qwen-14b/pretrain");
    }

    @Test
    void takesTheManualsBlockAndNamesItsImage() throws IOException {
        Result result = imported(Files.readString(MANUAL));

        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.OK);
        JsonNode json = new ObjectMapper().readTree(result.out());
        assertThat(json.get("steps").get(0).asText()).isEqualTo("container");
        assertThat(values(json))
                .isEqualTo(Map.of(
                        "container", "ascendspeed",
                        "work-dir", "/home/ma-user/ws",
                        "container-npus", "0,1,2,3,4,5,6,7"));
        assertThat(json.get("mistakes").toString())
                .contains("the image 'ascendspeed' is the name of the container")
                .contains("as container start has it anyway: -i, -t, -d, /dev/davinci_manager")
                .contains("--cpus 192, --memory 1000g, --shm-size 200g, --net=host")
                .contains("container plan");
        assertThat(shell.run("show container-cpus").out())
                .as("not set: the manual's, as far as the machine has it")
                .isEmpty();
    }

    @Test
    void readsTheBlockWhoseLineEndsWereLost() throws IOException {
        Result result = imported(Files.readString(MANUAL).replace('\n', ' '));

        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.OK);
        assertThat(values(new ObjectMapper().readTree(result.out())))
                .containsEntry("container", "ascendspeed")
                .containsEntry("work-dir", "/home/ma-user/ws")
                .hasSize(3);
        assertThat(result.out()).contains("the name of the container", "line ends were lost in copying");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "container_name=\"mine\" | container | mine",
                "work_dir=\"/data/ws\" # host | work-dir | /data/ws",
                "export image_name=\"pytorch:2.1\" | image | pytorch:2.1",
            })
    void takesTheVariablesOneByOne(String line, String parameter, String value) throws IOException {
        Result result = imported(line);

        assertThat(values(new ObjectMapper().readTree(result.out()))).isEqualTo(Map.of(parameter, value));
    }

    @Test
    void aContainerDirectoryOfAnotherNameIsNamed() throws IOException {
        Result result = imported("work_dir=/data/ws\ncontainer_work_dir=/home/ma-user/ws\n");

        assertThat(values(new ObjectMapper().readTree(result.out()))).isEqualTo(Map.of("work-dir", "/data/ws"));
        assertThat(result.out())
                .contains("is taken as work-dir /data/ws: what is mounted has its own path inside, so what names"
                        + " /home/ma-user/ws has to name /data/ws");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--name c1 | container | c1",
                "-m64g | container-memory | 64g",
                "--memory=1t | container-memory | 1024g",
                "--shm-size 64GB | container-shm | 64g",
                "--shm-size 68719476736 | container-shm | 65536m",
                "--cpus=16 | container-cpus | 16",
                "-u 1000:1000 | container-user | 1000:1000",
                "-u0 | container-user | 0",
                "-v /data/raw:/data/raw | container-mounts | /data/raw",
                "--mount type=bind,source=/etc/hccn.conf,target=/etc/hccn.conf | container-mounts | /etc/hccn.conf",
                "--device /dev/davinci3 --device=/dev/davinci1:/dev/davinci1 | container-npus | 1,3",
                "-e ASCEND_VISIBLE_DEVICES=0-2,5 | container-npus | 0,1,2,5",
            })
    void takesAnOption(String option, String parameter, String value) throws IOException {
        Result result = imported("sudo docker run -dit " + option + " swr.example.com/pytorch:2.1 bash");

        assertThat(result.exit()).as(result.out()).isEqualTo(ExitCode.OK);
        assertThat(values(new ObjectMapper().readTree(result.out())))
                .isEqualTo(Map.of(parameter, value, "image", "swr.example.com/pytorch:2.1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--privileged | it gives the container every device",
                "--ipc=host | container-shm gives the container shared memory",
                "--restart always | container start starts it again",
                "--rm | what pip installs would go",
                "-w /x | a session begins in the code directory",
                "-e HCCL_CONNECT_TIMEOUT=7200 | a session begins with the environment of its profile",
                "-p 8080:80 | the container has the network of the host",
                "--network bridge | the nodes of a training talk over the network of the host",
                "--ulimit memlock=-1 | container start makes the container without it",
                "--runtime=ascend | the NPUs are given as devices",
                "-v /a:/b | so what names /b has to name /a",
                "-v cache:/b | only directories and files of the host are mounted",
                "-v /a:/a:ro | it is mounted for reading and writing",
                "--device=/dev/fuse | container start gives the NPUs and what their driver needs",
                "-v ${somewhere}:/b | only stands for a value",
                "-name c1 | '-name' needs two dashes; read as --name",
            })
    void namesWhatItLeavesOut(String option, String reason) throws IOException {
        Result result = imported("docker run -itd " + option + " image:1 /bin/bash");

        assertThat(result.out()).contains(reason);
        assertThat(values(new ObjectMapper().readTree(result.out()))).containsEntry("image", "image:1");
    }

    @Test
    void isForEveryTrainingOfTheSameTextAndStaysForLaterOnes() throws IOException {
        imported("docker run -itd --name c1 image:1 bash -c 'MODEL_TYPE=14B RUN_TYPE=sft DATASET_PATH=/d/a"
                + " TOKENIZER_PATH=/t MODEL_PATH=/m sh scripts/qwen/qwen.sh'");
        imported("MODEL_TYPE=14B RUN_TYPE=lora DATASET_PATH=/d/a TOKENIZER_PATH=/t MODEL_PATH=/m sh"
                + " scripts/qwen/qwen.sh");

        assertThat(shell.run("use qwen-14b/sft; show container").out()).isEqualTo("c1\n");
        assertThat(shell.run("use qwen-14b/lora; show container; show image").out())
                .isEqualTo("c1\nimage:1\n");
    }

    @Test
    void asksForAProfileWhereNoneIsInUse() {
        ShellHarness fresh = new ShellHarness(root.resolve("fresh"));

        Result result = fresh.run("import 'docker run -itd --name c1 image:1'");

        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("use qwen-14b, then import again");
    }

    private Result imported(String text) throws IOException {
        Files.writeString(root.resolve("here/command"), text);
        return shell.run("import command --json");
    }

    private static Map<String, String> values(JsonNode json) {
        Map<String, String> values = new HashMap<>();
        json.get("settings")
                .forEach(each -> values.put(
                        each.get("parameter").asText(), each.get("value").asText()));
        return values;
    }
}
