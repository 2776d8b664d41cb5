package io.npushell.device;

/** Finds the NPUs of this host; never throws for a host without any. */
public interface NpuProbe {
    NpuInventory probe();
}
