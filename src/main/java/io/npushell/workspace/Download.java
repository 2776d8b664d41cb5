package io.npushell.workspace;

import java.nio.file.Path;

/**
 * One file to download.
 *
 * @param target where it goes
 * @param bytes its size, -1 where the server has not told
 * @param sha256 hex, "" where the server has not told
 */
public record Download(String link, Path target, long bytes, String sha256) {}
