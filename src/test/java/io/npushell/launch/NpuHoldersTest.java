package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.device.Npu.NpuProcess;
import io.npushell.launch.NpuHolders.Holder;
import io.npushell.process.CommonsExecRunner;
import io.npushell.process.ProcFsTable;
import io.npushell.session.Session;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real session whose processes npu-smi would name. */
@Timeout(60)
class NpuHoldersTest {
    @TempDir
    Path workDir;

    private AscendSite site;

    @BeforeEach
    void makeASite() throws Exception {
        site = new AscendSite(workDir).behaves("slow");
    }

    @AfterEach
    void stop() throws Exception {
        site.stopAll();
    }

    @Test
    void findsTheSessionOfAProcess() throws Exception {
        Session session = site.startAndAwait(site.request(), "iteration");
        long leader = Long.parseLong(
                java.nio.file.Files.readAllLines(session.directory().resolve("state/identity")).stream()
                        .filter(line -> line.startsWith("pid="))
                        .findFirst()
                        .orElseThrow()
                        .substring(4));

        Holder holder = holders(true).identify(new NpuProcess(leader, "python", 59618));

        assertThat(holder.session()).isNotNull().extracting(Session::id).isEqualTo(session.id());
        assertThat(holder.user()).isEqualTo(System.getProperty("user.name"));
        // from a container only a process that also has the printed name is taken for the one meant
        assertThat(holders(false)
                        .identify(new NpuProcess(leader, "python", 59618))
                        .session())
                .isNull();
        assertThat(holders(false).identify(new NpuProcess(leader, "sh", 59618)).session())
                .isNotNull();
        assertThat(holders(false)
                        .identify(new NpuProcess(7, "sh", 59618, leader))
                        .session())
                .isNotNull();
    }

    @Test
    void saysNothingOfAProcessThatIsNotHere() {
        Holder holder = holders(true).identify(new NpuProcess(999_999_999, "python", 1));

        assertThat(holder.user()).isEmpty();
        assertThat(holder.session()).isNull();
        assertThat(holders(true)
                        .identify(new NpuProcess(ProcessHandle.current().pid(), "java", 1))
                        .session())
                .isNull();
    }

    private NpuHolders holders(boolean outermost) {
        List<Session> sessions = site.store.list();
        return new NpuHolders(new ProcFsTable(new CommonsExecRunner()), outermost, sessions);
    }
}
