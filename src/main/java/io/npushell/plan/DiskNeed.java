package io.npushell.plan;

/**
 * What the checkpoints of a training will take; computed from the model's shape, so an estimate.
 *
 * @param checkpoints how many will be written
 * @param checkpointBytes size of one, weights with optimizer state
 * @param freeBytes what is free where they go, -1 where nobody looked
 */
public record DiskNeed(long checkpoints, long checkpointBytes, long freeBytes) {
    public long bytes() {
        return checkpoints * checkpointBytes;
    }
}
