package io.npushell.trainlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureCatalogTest {
    private final FailureCatalog catalog = new FailureCatalog();

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "EI0001: Environment variable [HCCL_X] is invalid ~ HCCL_ENVIRONMENT",
                "EI0002: [PID: 7277] The wait execution of the Notify register times out. ~ HCCL_NOTIFY_TIMEOUT",
                "EI0004: The ranktable is invalid ~ HCCL_RANK_TABLE",
                "EI0005: The arguments for collective communication are inconsistent between ranks ~"
                        + " HCCL_ARGUMENTS_DIFFER",
                "[rank1]: EI0006: [PID: 1] Getting socket times out. ~ HCCL_CONNECT_TIMEOUT",
                "EI0007: Failed to allocate resource [stream] ~ NPU_OUT_OF_MEMORY",
                "EI0008: The HCCL versions are inconsistent ~ HCCL_VERSIONS_DIFFER",
                "EI0011: Failed to allocate [123] bytes of NPU memory ~ NPU_OUT_OF_MEMORY",
                "EI0012: SDMA memory copy task exception ~ HCCL_LINK_FAULT",
                "EJ0001: Failed to initialize the HCCP process. ~ HCCP_STARTED_ALREADY",
                "EJ0002: The network port is down ~ NPU_PORT_DOWN",
                "EJ0003: Failed to bind the IP port. ~ NPU_PORT_TAKEN",
                "[ERROR] (PID:1, Device:7) ERR99999 UNKNOWN applicaiton exception ~ UNKNOWN_EXCEPTION",
                "[ERROR] (PID:1) ERR02200 DIST call hccl api failed. ~ HCCL_CALL_FAILED",
                "[ERROR] (PID:1) ERR01100 OPS call acl api failed. ~ ACL_CALL_FAILED",
                "RuntimeError: NPU out of memory. Tried to allocate 1.90 GiB (NPU 7; 60.96 GiB total capacity ~"
                        + " NPU_OUT_OF_MEMORY",
                "RuntimeError: The server socket has failed to listen on any local network address. ~"
                        + " MASTER_PORT_TAKEN",
                "torch.distributed.DistStoreError: Socket Timeout ~ MASTER_UNREACHABLE",
                "The client socket has timed out after 300s while trying to connect ~ MASTER_UNREACHABLE",
                "NPU function error: synchronize, error code is 507046 ~ STREAM_TIMEOUT",
                "NPU error, error code is 507035 ~ AI_CORE_ERROR",
                "error code is 500001 ~ OPERATORS_MISSING",
                "[Error]: Cannot find bin of op Add ~ OPERATORS_MISSING",
                "OSError: libascend_hal.so: cannot open shared object file: No such file or directory ~ CANN_NOT_FOUND",
                "ModuleNotFoundError: No module named 'torch_npu' ~ CANN_NOT_FOUND",
                "ModuleNotFoundError: No module named 'einops' ~ MODULE_MISSING",
                "ImportError: libgomp.so.1: cannot allocate memory in static TLS block ~ STATIC_TLS",
                "dcmi model initialized failed, because the device is used. ret is -8020 ~ NPU_CARDS_HELD",
                "AssertionError: tensor_model_parallel_size value from checkpoint (8) is not equal to the input"
                        + " argument value (4). ~ CHECKPOINT_LAYOUT",
                "RuntimeError: Error(s) in loading state_dict for VocabParallelEmbedding: ~ VOCABULARY_SIZE",
                "size mismatch for word_embeddings.weight: copying a param with shape ~ VOCABULARY_SIZE",
                "WARNING: could not find the metadata file /x/latest_checkpointed_iteration.txt ~ CHECKPOINT_MISSING",
                "AssertionError: OptimizerParamScheduler: class input value 192.0 and checkpointvalue 128.0 for warmup"
                        + " iterations do not match ~ SCHEDULE_CHANGED",
                "FileNotFoundError: [Errno 2] No such file or directory: '/d/alpaca_text_document.idx' ~"
                        + " DATASET_MISSING",
                "ValueError: Loading /t requires you to execute the tokenizer file in that repo ~ TRUST_REMOTE_CODE",
                "AssertionError: global batch size (64) is not divisible by micro batch size (3) times data parallel"
                        + " size (2) ~ NOT_DIVISIBLE",
                "Loader exited, exiting saver ~ CONVERSION_FAILED",
                "torch.distributed.elastic.multiprocessing.errors.ChildFailedError: ~ CHILD_FAILED",
                "Main process received SIGTERM, exiting ~ TERMINATED",
                "网卡名称错误 ~ WRONG_INTERFACE",
                "PermissionError: [Errno 13] Permission denied: '/home/ma-user/ws' ~ PERMISSION_DENIED",
                "OSError: [Errno 28] No space left on device ~ DISK_FULL",
                "slurmstepd: error: *** JOB 1 ON n CANCELLED AT 2021-05-24T09:50:34 DUE TO TIME LIMIT *** ~"
                        + " SLURM_TIME_LIMIT",
                "Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space ~ JAVA_OUT_OF_MEMORY",
                "sh: 1: scripts/qwen/qwen.sh: not found: command not found ~ COMMAND_MISSING",
                "sh: 0: cannot open scripts/qwen/qwen.sh: No such file or directory ~ COMMAND_MISSING",
                "run.sh: line 12: 4711 Killed ~ KILLED_BY_SIGNAL",
                "[rank3]: ValueError: something new ~ PYTHON_ERROR",
                "Config_Error_Invalid_Environment_Variable(EI0001): Value x for environment variable HCCL_X is"
                        + " invalid. ~ HCCL_ENVIRONMENT",
                "Communication_Error_Timeout(EI0002): A timeout occurs when the Notify register waits. ~"
                        + " HCCL_NOTIFY_TIMEOUT",
                "Invalid_Argument(EI0005): The parameters of operator x are inconsistent ~ HCCL_ARGUMENTS_DIFFER",
                "Communication_Error_Get_Socket(EI0006): Getting socket times out. ~ HCCL_CONNECT_TIMEOUT",
                "Resource_Error(EI0007): Failed to allocate resource Stream with info x ~ NPU_OUT_OF_MEMORY",
                "Package_Error_Incorrect_HCCL_Version(EI0008): The HCCL versions ~ HCCL_VERSIONS_DIFFER",
                "Resource_Error_Insufficient_Device_Memory(EI0011): Failed to allocate 1 bytes of NPU memory. ~"
                        + " NPU_OUT_OF_MEMORY",
                "Execution_Error_SDMA(EI0012): SDMA memory copy task exception occurred. Remote rank: 3. ~"
                        + " HCCL_LINK_FAULT",
                "Execution_Error_ROCE_CQE(EI0013): An error CQE occurred ~ HCCL_LINK_FAULT",
                "EI0013: [PID: 1] An error CQE occurred ~ HCCL_LINK_FAULT",
                "Config_Error_Ranktable(EI0014): Value 192.0.2.1 for ranktable variable IP is invalid. ~"
                        + " HCCL_RANK_TABLE",
                "Communication_Error_Ranktable_Detect(EI0015): Failed to collect cluster information ~"
                        + " HCCL_RANKS_MISSING",
                "Communication_Error_Bind_IP_Port(EI0019): Failed to enable listening for the host network adapter ~"
                        + " HCCL_PORT_TAKEN",
                "Memory_Allocation_Failure(EL0004): Failed to allocate memory. ~ NPU_MEMORY_HELD",
                "EL0004: [PID: 4] Failed to allocate memory. ~ NPU_MEMORY_HELD",
                "Inner_Error(EZ9999): Inner Error! ~ ACL_INNER_ERROR",
                "NPU function error: c10_npu::SetDevice(device_id_), error code is 107001 ~ DEVICE_INVALID",
                "NPU function error: SetDevice, error code is 507033 ~ DEVICE_NOT_READY",
                "NPU function error: UCE ERROR, error code is 507053 ~ NPU_MEMORY_FAULT",
                "rtStreamSynchronize failed, runtime result = 507054 ~ NPU_MEMORY_FAULT",
                "NPU function error: SUSPECT MEM ERROR, error code is 507055 ~ PEER_MEMORY_FAULT",
                "NPU function error: HCCS LINK ERROR, error code is 507056 ~ HCCL_LINK_FAULT",
                "NPU function error: SUSPECT REMOTE ERROR, error code is 507057 ~ PEER_MEMORY_FAULT",
                "ERROR: Unexpected bus error encountered in worker. ~ SHARED_MEMORY",
                "RuntimeError: DataLoader worker (pid 325) is killed by signal: Bus error. ~ SHARED_MEMORY",
                "RuntimeError: unable to write to file </torch_9_1_0>: No space left on device (28) ~ SHARED_MEMORY",
                "RuntimeError: DataLoader worker (pid(s) 9) is killed by signal: Killed. ~ KILLED_BY_SIGNAL",
                "  traceback : Signal 9 (SIGKILL) received by PID 7 ~ KILLED_BY_SIGNAL",
                "failed (exitcode: -9) local_rank: 0 (pid: 986) of binary: /usr/bin/python ~ KILLED_BY_SIGNAL",
                "failed (exitcode: -11) local_rank: 0 (pid: 986) of binary: /usr/bin/python ~ CRASHED",
                "  exitcode  : -7 (pid: 222) ~ BUS_ERROR",
                "  traceback : Signal 7 (SIGBUS) received by PID 7 ~ BUS_ERROR",
                "  exitcode  : -15 (pid: 222) ~ TERMINATED",
                "  traceback : Signal 6 (SIGABRT) received by PID 7 ~ ABORTED",
                "run.sh: line 12: 4711 Aborted (core dumped) ~ ABORTED",
                "pretrain_gpt.py: error: unrecognized arguments: --DDP-impl local ~ ARGUMENT_UNKNOWN",
                "pretrain_gpt.py: error: the following arguments are required: --lr ~ ARGUMENT_UNKNOWN",
                "pretrain_gpt.py: error: argument --bf16: expected one argument ~ ARGUMENT_UNKNOWN",
                "RuntimeError: unexpected EOF, expected 12 more bytes. The file might be corrupted. ~"
                        + " CHECKPOINT_DAMAGED",
                "RuntimeError: PytorchStreamReader failed reading zip archive: failed finding central directory ~"
                        + " CHECKPOINT_DAMAGED",
                "EOFError: Ran out of input ~ CHECKPOINT_DAMAGED",
                "RuntimeError: [enforce fail at inline_container.cc:626] . unexpected pos 5 vs 1 ~"
                        + " CHECKPOINT_NOT_WRITTEN",
                "huggingface_hub.errors.LocalEntryNotFoundError: Cannot find an appropriate cached snapshot ~"
                        + " HUB_OFFLINE",
                "OSError: We couldn't connect to 'https://huggingface.co' to load this file ~ HUB_OFFLINE",
                "[Rank 3] Watchdog caught collective operation timeout: WorkNCCL(SeqNum=4) ~ WATCHDOG_TIMEOUT",
                "[Rank 3] HCCL watchdog thread terminated with exception: x ~ WATCHDOG",
                "bash: 未找到命令 ~ COMMAND_MISSING",
                "scripts/qwen/qwen.sh:行14: torchrun：未找到命令 ~ COMMAND_MISSING",
                "scripts/qwen/qwen.sh: 第 84 行：torchrun: 未找到命令 ~ COMMAND_MISSING",
                "sh: 1: torchrun: not found ~ COMMAND_MISSING",
                "scripts/qwen/qwen.sh: 84: torchrun: not found ~ COMMAND_MISSING",
                "/bin/sh: torchrun: not found ~ COMMAND_MISSING",
                "scripts/qwen/qwen.sh: 84: exec: torchrun: not found ~ COMMAND_MISSING",
                "bash: 行 1: ./x.sh: 没有那个文件或目录 ~ COMMAND_MISSING",
                "cat: /ws/x: 没有那个文件或目录 ~ HOST_COMMAND_FAILED",
                "bash: ./x.sh: 权限不够 ~ PERMISSION_DENIED",
                "tee: /ws/x.log: 设备上没有空间 ~ DISK_FULL",
                "OSError: [Errno 28] 设备上没有空间: '/out' ~ DISK_FULL",
                "run.sh: 行 12: 4711 段错误 (核心已转储) python x.py ~ CRASHED",
                "run.sh: 行 12: 4711 已杀死 python x.py ~ KILLED_BY_SIGNAL",
                "run.sh: 行 12: 4711 总线错误 (核心已转储) python x.py ~ BUS_ERROR",
                "OSError: [Errno 30] Read-only file system: '/out' ~ READ_ONLY",
                "OSError: [Errno 24] Too many open files ~ TOO_MANY_FILES",
                "bash: /usr/bin/python: cannot execute binary file: Exec format error ~ WRONG_ARCHITECTURE",
            })
    void knows(String line, String code) {
        assertThat(catalog.find(line).map(FailureKind::code)).contains(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " > using checkpoint value 12800 for total number of iterations",
                "  (word_embeddings): VocabParallelEmbedding()",
                " > building dataset index /data/alpaca_text_document.idx",
                "torch.distributed.run: [WARNING] *****************************************",
                " iteration 1/10 | lm loss: 1.2E+00 | grad norm: 1.0 | number of nan iterations:   0 |",
                "UserWarning: torch.distributed._all_gather_base is a private function",
                "exiting program after receiving SIGTERM.",
                "Sending process 4711 closing signal SIGTERM",
                "Unable to shutdown process 43 via Signals.SIGTERM, forcefully exiting via Signals.SIGKILL",
                " step 507054 of 600000 started",
                "start 107001 restart 507057",
            })
    void leavesHarmlessLinesAlone(String line) {
        assertThat(catalog.find(line)).isEmpty();
    }

    @Test
    void givesEveryKindACodeOfItsOwnAndSomethingToDo() {
        List<FailureKind> kinds = catalog.kinds();

        assertThat(kinds).extracting(FailureKind::code).doesNotHaveDuplicates().hasSizeGreaterThan(40);
        assertThat(kinds).allSatisfy(kind -> {
            assertThat(kind.code()).matches("[A-Z][A-Z_]+");
            assertThat(kind.title()).isNotBlank().hasSizeLessThan(40);
            assertThat(kind.meaning()).endsWith(".");
            assertThat(kind.remedy()).isNotBlank();
        });
    }

    @Test
    void findsTheCauseBelowItsConsequences() {
        LogParser parser = new LogParser();
        TrainingProgress progress = TrainingProgress.NONE
                .withAll(parser.parse("RuntimeError: HcclAllreduce, error code is 6"))
                .withAll(parser.parse("[ERROR] ERR01100 OPS call acl api failed."))
                .withAll(parser.parse("EI0006: Getting socket times out."))
                .withAll(parser.parse("RuntimeError: NPU out of memory. Tried to allocate 1 GiB"));

        assertThat(progress.failure().orElseThrow().kind().code()).isEqualTo("HCCL_CONNECT_TIMEOUT");
        assertThat(progress.failure().orElseThrow().line()).isEqualTo("EI0006: Getting socket times out.");
    }
}
