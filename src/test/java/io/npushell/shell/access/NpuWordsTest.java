package io.npushell.shell.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.device.Npu;
import io.npushell.device.Npu.NpuProcess;
import io.npushell.device.NpuInventory;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NpuWordsTest {
    private static final List<Npu> EIGHT =
            IntStream.range(0, 8).mapToObj(id -> npu(id, "OK", List.of())).toList();

    @Test
    void countsAndSaysWhatIsFree() {
        assertThat(words(EIGHT)).isEqualTo("8 NPUs 910B3, 64 GiB, all free");
        assertThat(words(EIGHT.subList(0, 1))).isEqualTo("1 NPU 910B3, 64 GiB, all free");
    }

    @Test
    void saysWhatIsBusyOrUnwell() {
        Npu busy = npu(8, "OK", List.of(new NpuProcess(7, "python", 100)));
        Npu sick = npu(9, "Alarm", List.of());

        assertThat(words(Stream.concat(EIGHT.stream(), Stream.of(busy, sick)).toList()))
                .isEqualTo("10 NPUs 910B3, 64 GiB, 1 busy, 1 not OK");
        assertThat(words(List.of(busy))).isEqualTo("1 NPU 910B3, 64 GiB, all busy");
    }

    @Test
    void saysWhyThereAreNone() {
        assertThat(NpuWords.of(NpuInventory.none("npu-smi did not answer within 5 s")))
                .isEqualTo("no NPUs: npu-smi did not answer within 5 s");
    }

    private static String words(List<Npu> npus) {
        return NpuWords.of(new NpuInventory(npus, "23.0", null));
    }

    private static Npu npu(int id, String health, List<NpuProcess> processes) {
        return new Npu(id, 0, "910B3", health, 65536, 3445, processes);
    }
}
