package io.npushell.trainer;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.lang.management.ManagementFactory;

/** Whether the processor multiplies and adds in one instruction: without it Java computes the same, but some hundred times slower. */
final class FusedMultiplyAdd {
    private FusedMultiplyAdd() {}

    static void require() {
        if (!available()) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT,
                    "this processor, or how Java was started, has no fused multiply-add (FMA), without which training would take hours",
                    "use a machine with AVX2 or an aarch64 one");
        }
    }

    private static boolean available() {
        HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (machine == null) {
            return true;
        }
        try {
            return Boolean.parseBoolean(machine.getVMOption("UseFMA").getValue());
        } catch (IllegalArgumentException e) {
            return true; // a virtual machine that has no such switch
        }
    }
}
