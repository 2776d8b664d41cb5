package io.npushell.trainlog;

/**
 * One known failure.
 *
 * @param code stable, "NPU_OUT_OF_MEMORY"
 * @param title a few words for lists: "NPU out of memory"
 * @param meaning what happened, one sentence
 * @param remedy what to do, a command where there is one
 * @param secondary whether it only follows from an earlier failure, so that an earlier other line is the cause
 */
public record FailureKind(String code, String title, String meaning, String remedy, boolean secondary) {}
