package io.npushell.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a weight of a decoder does; from that its size follows. */
public enum WeightRole {
    EMBEDDING,
    INPUT_NORM,
    QKV,
    QKV_BIAS,
    ATTENTION_OUTPUT,
    POST_ATTENTION_NORM,
    /** Gate and up of the feed-forward layer, one over the other. */
    GATE_UP,
    DOWN,
    FINAL_NORM,
    OUTPUT;

    /** As a family's file has it: "qkv-bias". */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<WeightRole> find(String label) {
        return Arrays.stream(values())
                .filter(role -> role.label().equals(label))
                .findFirst();
    }

    /** Whether each decoder layer has one. */
    public boolean inLayer() {
        return switch (this) {
            case EMBEDDING, FINAL_NORM, OUTPUT -> false;
            default -> true;
        };
    }

    /**
     * Rows of the Hugging Face tensors that make it, one after the other.
     *
     * @param parts 1 where there is one tensor; of queries, keys and values 3, of gate and up 2
     */
    public List<Long> rows(ModelSizes size, int parts) {
        long groupRows = (long) size.kvGroups() * size.headWidth();
        return switch (this) {
            case EMBEDDING, OUTPUT -> List.of(size.rows());
            case INPUT_NORM, POST_ATTENTION_NORM, FINAL_NORM, ATTENTION_OUTPUT, DOWN -> List.of((long) size.hidden());
            case QKV, QKV_BIAS ->
                parts == 1
                        ? List.of(size.qkvRows())
                        : List.of((long) size.heads() * size.headWidth(), groupRows, groupRows);
            case GATE_UP -> parts == 1 ? List.of(2L * size.ffn()) : List.of((long) size.ffn(), (long) size.ffn());
        };
    }

    /** In how many Hugging Face tensors it may stand. */
    public boolean mayHaveParts(int parts) {
        return parts == 1
                || switch (this) {
                    case QKV, QKV_BIAS -> parts == 3;
                    case GATE_UP -> parts == 2;
                    default -> false;
                };
    }

    /** 0 for a vector. */
    public long columns(ModelSizes size) {
        return switch (this) {
            case EMBEDDING, OUTPUT, QKV, GATE_UP -> size.hidden();
            case ATTENTION_OUTPUT -> (long) size.heads() * size.headWidth();
            case DOWN -> size.ffn();
            case QKV_BIAS, INPUT_NORM, POST_ATTENTION_NORM, FINAL_NORM -> 0;
        };
    }

    /** The ways in which Megatron can cut it. */
    List<Sharding> shardings() {
        return switch (this) {
            case EMBEDDING, OUTPUT -> List.of(Sharding.COLUMN_PARALLEL);
            case INPUT_NORM, POST_ATTENTION_NORM, FINAL_NORM -> List.of(Sharding.REPLICATED);
            case QKV, QKV_BIAS -> List.of(Sharding.QKV);
            case GATE_UP -> List.of(Sharding.GATED_MLP);
            case ATTENTION_OUTPUT, DOWN -> List.of(Sharding.ROW_PARALLEL);
        };
    }
}
