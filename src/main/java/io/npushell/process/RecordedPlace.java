package io.npushell.process;

/**
 * The place a process was started in from outside, as {@code state/identity} has it.
 *
 * @param kind "container"; a place of a kind that is not known here can only be asked by another npu-shell
 * @param text what places of this kind know theirs by, one line
 */
public record RecordedPlace(String kind, String text) {}
