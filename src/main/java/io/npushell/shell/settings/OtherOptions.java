package io.npushell.shell.settings;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.profile.ModelProfile;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Options of upstream's programs that are no parameters here: who says them instead. */
final class OtherOptions {
    /** Megatron's words for the shape of a model. */
    private static final Set<String> SHAPE = Set.of(
            "num-layers",
            "hidden-size",
            "ffn-hidden-size",
            "num-attention-heads",
            "num-query-groups",
            "group-query-attention",
            "kv-channels",
            "max-position-embeddings",
            "position-embedding-type",
            "normalization",
            "norm-epsilon",
            "swiglu",
            "vocab-size",
            "make-vocab-size-divisible-by",
            "add-qkv-bias",
            "disable-bias-linear",
            "untie-embeddings-and-output-weights");

    /** How torchrun is told the processes of a node. */
    private static final Set<String> PROCESSES = Set.of("nproc-per-node", "npus-per-node", "gpus-per-node");

    private OtherOptions() {}

    /** Why a spelling cannot be set and what to do, empty where it is none of them. */
    static Optional<OperatorException> refusal(String spelling, Optional<ModelProfile> profile) {
        String name = spelling.replaceFirst("^--", "").toLowerCase(Locale.ROOT).replace('_', '-');
        if (SHAPE.contains(name)) {
            return Optional.of(new OperatorException(
                    ExitCode.USAGE,
                    "'" + spelling + "' is of the model's shape: the profile says it; it is not set by hand",
                    profile.map(known -> "profile show " + known.name()).orElse("profile list")));
        }
        return PROCESSES.contains(name)
                ? Optional.of(new OperatorException(
                        ExitCode.USAGE,
                        "'" + spelling + "' follows from the devices of a node; it is not set by hand",
                        "explain devices"))
                : Optional.empty();
    }
}
