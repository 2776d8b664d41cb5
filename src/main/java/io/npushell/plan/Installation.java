package io.npushell.plan;

/**
 * Where npu-shell's own programs are, absolute, so that a session does not depend on the checkout.
 *
 * @param java the java binary
 * @param stepClassPath class path of {@code io.npushell.step.Main}: no Spring, no JLine
 * @param trainerClassPath class path of {@code io.npushell.trainer.Main}
 * @param engineDirectory directory that holds the scripts a session gets a copy of: the embedded engine's, and the guard of upstream's tools
 * @param version "0.1.0"
 */
public record Installation(
        String java, String stepClassPath, String trainerClassPath, String engineDirectory, String version) {}
