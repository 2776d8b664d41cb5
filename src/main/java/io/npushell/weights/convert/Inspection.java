package io.npushell.weights.convert;

import io.npushell.model.ModelSizes;
import java.util.List;

/**
 * What a directory or file of weights is.
 *
 * @param format "huggingface", "megatron", "safetensors" or "torch"; of a distributed checkpoint its own: "torch_dist" and the like
 * @param family "qwen", "chatglm3" or "" where it is not known
 * @param dtypes of the tensors, the most frequent first
 * @param tensorParallel 0 where it does not apply
 * @param pipelineParallel 0 where it does not apply
 * @param iteration -1 where it does not apply
 * @param parameters elements of all weights, replicated ones once
 * @param shape of the model
 * @param vocabularyRows 0 where it is not known
 * @param contents "optimizer", "lora adapters", "lora adapters alone", or {@link #NOT_LOOKED_INTO}
 * @param problems missing and odd tensors and files, one sentence each
 */
public record Inspection(
        String path,
        String format,
        String family,
        List<String> dtypes,
        int tensorParallel,
        int pipelineParallel,
        long iteration,
        long tensors,
        long parameters,
        long bytes,
        ModelSizes shape,
        long vocabularyRows,
        List<String> contents,
        List<String> problems) {

    /** Of what is recognised and no more. */
    public static final String NOT_LOOKED_INTO = "not looked into";

    public Inspection {
        dtypes = List.copyOf(dtypes);
        contents = List.copyOf(contents);
        problems = List.copyOf(problems);
    }

    /** Whether anything was looked at but the names and sizes of files. */
    public boolean lookedInto() {
        return !contents.contains(NOT_LOOKED_INTO);
    }

    /** 0 where it is not known. */
    public long layers() {
        return Math.max(0, shape.layers());
    }

    /** 0 where it is not known. */
    public long hidden() {
        return Math.max(0, shape.hidden());
    }
}
