package io.npushell.launch;

/**
 * What a model wrote.
 *
 * @param iteration of the checkpoint, 0 before any training, -1 where the weights do not say
 * @param prompt the text it was given
 * @param text what it wrote after that
 */
public record Sample(long iteration, String prompt, String text) {}
