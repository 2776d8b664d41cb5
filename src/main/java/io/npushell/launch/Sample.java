package io.npushell.launch;

/**
 * What a model wrote.
 *
 * @param iteration of the checkpoint, 0 before any training
 * @param prompt the text it was given
 * @param text what it wrote after that
 */
public record Sample(long iteration, String prompt, String text) {}
