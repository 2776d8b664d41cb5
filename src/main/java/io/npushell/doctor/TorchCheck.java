package io.npushell.doctor;

import io.npushell.plan.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code import torch_npu} in exactly the environment a session gets: docker exec, ssh and cron read no .bashrc, so neither does run.sh. */
final class TorchCheck extends HealthCheck {
    private static final String TORCH = "2.1.0";
    private static final String TORCH_NPU = "2.1.0.post3";

    TorchCheck() {
        super("torch", "import torch_npu in the environment of a session", Engine::needsNpus, Set.of(Question.TORCH));
    }

    @Override
    List<Verdict> judge(Examination found) {
        Answer answer = found.answer(Question.TORCH);
        String python = answer.after("python");
        if (python.isEmpty() && !answer.timedOut()) {
            return List.of(error(
                    "there is no working python in the environment of a session"
                            + (answer.complaint().isEmpty() ? "" : ": " + answer.complaint()),
                    "work in the manual's container, or put its python first on PATH before npu-shell is started"));
        }
        String torch = answer.after("torch");
        String torchNpu = answer.after("torch_npu");
        if (answer.timedOut()) {
            String what = torch.isEmpty()
                    ? "import torch"
                    : torchNpu.isEmpty() ? "import torch_npu" : "asking torch_npu for its devices";
            return List.of(
                    error(what + " did not end within " + Question.TORCH.limit().toSeconds() + " s", "npu-smi info"));
        }
        if (torchNpu.isEmpty()) {
            return List.of(error(
                    "import " + (torch.isEmpty() ? "torch" : "torch_npu") + " fails in the environment of a session: "
                            + reason(answer),
                    remedy(answer)));
        }
        List<Verdict> verdicts = new ArrayList<>();
        String devices = answer.after("devices");
        if (devices.isEmpty() || devices.equals("0")) {
            verdicts.add(error(
                    "torch_npu is there but sees no device" + (devices.isEmpty() ? ": " + reason(answer) : ""),
                    "doctor npus driver"));
        }
        if (!torch.startsWith(TORCH)) {
            verdicts.add(warning("torch " + torch + " is not the manual's " + TORCH, "pip install torch==" + TORCH));
        }
        if (!torchNpu.startsWith(TORCH_NPU)) {
            verdicts.add(warning(
                    "torch_npu " + torchNpu + " is not the manual's " + TORCH_NPU + "-20240413",
                    "use the manual's image, or pip install torch_npu==" + TORCH_NPU));
        }
        if (verdicts.isEmpty()) {
            verdicts.add(ok(
                    "torch " + torch + ", torch_npu " + torchNpu + ", python " + python + ", " + devices + " devices"));
        }
        return verdicts;
    }

    private static String reason(Answer answer) {
        return answer.complaint().isEmpty() ? "exit code " + answer.exitCode() : answer.complaint();
    }

    private static String remedy(Answer answer) {
        String said = answer.err();
        if (said.contains("static TLS block")) {
            return "export LD_PRELOAD of the very library the message names, as a line of the profile's environment";
        }
        if (said.contains("libascend_hal") || said.contains("libhccl") || said.contains(".so")) {
            return "add the line that sources set_env.sh to the profile's environment, and mount /usr/local/Ascend/driver";
        }
        return "work in the manual's container, or pip install torch==" + TORCH + " torch_npu==" + TORCH_NPU;
    }
}
