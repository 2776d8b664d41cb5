package io.npushell.doctor;

import io.npushell.plan.DiskNeed;
import io.npushell.plan.engine.Engine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the machine is to be fit for.
 *
 * @param title "qwen-14b/sft", "" where no profile is in use
 * @param home npu-shell's own directory
 * @param code directory of the code package, found or where it should be; "" for the embedded engine
 * @param script training script below it
 * @param setup the profile's environment lines
 * @param devices NPUs of each node the script starts ranks on
 * @param masterPort 0 where the script's own is taken
 * @param checkpoints what will be saved, or null where that is not known
 * @param weightBytes size of the model's published weights, 0 where there are none
 * @param model directory the downloaded model goes to
 * @param converts whether weights are still to be converted
 * @param java the java binary sessions use
 * @param threads CPU threads asked for, 0 for all
 */
public record Subject(
        Engine engine,
        String title,
        String workDir,
        String home,
        String code,
        String script,
        List<String> setup,
        int nodes,
        int devices,
        int masterPort,
        @Nullable DiskNeed checkpoints,
        long weightBytes,
        String model,
        boolean converts,
        String java,
        int threads) {
    public Subject {
        setup = List.copyOf(setup);
    }
}
