package io.npushell.shell.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.device.Npu;
import io.npushell.device.NpuInventory;
import io.npushell.device.NpuSmi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NpuBannerTest {
    @Test
    void saysHowManyOfWhatAndThatAllAreFree() {
        List<Npu> eight = IntStream.range(0, 8)
                .mapToObj(id -> new Npu(id, 0, "910B3", "OK", 65536, 3371, List.of()))
                .toList();

        assertThat(NpuBanner.of(new NpuInventory(eight, "24.1", null))).isEqualTo("8 NPUs 910B3, 64 GiB, all free");
    }

    @Test
    void countsThoseThatAreBusyAndThoseThatAreNotHealthy() {
        Npu busy = new Npu(0, 0, "910B3", "OK", 65536, 60000, List.of(new Npu.NpuProcess(4242, "python", 60000)));
        Npu ill = new Npu(1, 0, "910B3", "Alarm", 65536, 3371, List.of());

        assertThat(NpuBanner.of(new NpuInventory(List.of(busy, ill), "24.1", null)))
                .isEqualTo("2 NPUs 910B3, 64 GiB, 1 busy, 1 not healthy");
    }

    @Test
    void readsARecordedCard() throws IOException {
        String recorded = Files.readString(
                Path.of("src/test/resources/recorded/npu-smi/05-info-910B4-26.0.rc1-newcolumns-noprocess.txt"));

        assertThat(NpuBanner.of(NpuSmi.parse(recorded))).isEqualTo("1 NPU 910B4, 32 GiB, all free");
    }

    @Test
    void saysNothingWhereThereIsNone() {
        assertThat(NpuBanner.of(NpuInventory.none("npu-smi is not on this host's PATH")))
                .isEmpty();
    }
}
