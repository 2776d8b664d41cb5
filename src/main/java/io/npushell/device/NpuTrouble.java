package io.npushell.device;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Errors that npu-smi is known to tell instead of a table, what they mean and what to do. Texts: upstream.md section 6, recorded samples.
 *
 * @param meaning completes "…, it says: TEXT"
 */
record NpuTrouble(Pattern text, String meaning, String remedy) {
    private static final List<NpuTrouble> KNOWN = List.of(
            new NpuTrouble(
                    Pattern.compile("-8020|device is used|drvRetCode=87|ErrCode=507899", Pattern.CASE_INSENSITIVE),
                    "another container holds the NPUs",
                    "docker ps   shows the containers; stop the one that holds the NPUs, or run npu-shell in it"),
            new NpuTrouble(
                    Pattern.compile("cannot open shared object file|lib(dcmi|c_sec|drv\\w*|ascend_hal)\\.so"),
                    "npu-smi does not find the driver's libraries",
                    "mount /usr/local/Ascend/driver and /usr/local/dcmi into the container, or   export"
                            + " LD_LIBRARY_PATH=/usr/local/Ascend/driver/lib64:/usr/local/Ascend/driver/lib64/driver"),
            new NpuTrouble(
                    Pattern.compile("Error parameter|does not support querying|Invalid (option|parameter)"),
                    "this npu-smi does not know the question",
                    "npu-smi info   by hand; an npu-smi that needs other options is not known to npu-shell"),
            new NpuTrouble(
                    Pattern.compile("permission denied|not permitted", Pattern.CASE_INSENSITIVE),
                    "the NPUs may not be looked at by this user",
                    "ls -l /dev/davinci*   shows who may; usually root and the group HwHiAiUser"),
            new NpuTrouble(
                    Pattern.compile(
                            "dcmi \\w+ initiali[sz]ed? fail|ret is -\\d+|drvRetCode|ErrCode=\\d+",
                            Pattern.CASE_INSENSITIVE),
                    "the driver does not answer",
                    "ls /dev/davinci*   and   dmesg | tail   tell more; install driver and firmware, or reboot after an update"));

    static Optional<NpuTrouble> in(String text) {
        return KNOWN.stream().filter(known -> known.text().matcher(text).find()).findFirst();
    }
}
