package io.npushell.container;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The machine a container is planned for, as it was found.
 *
 * @param unreachable why docker cannot be asked, or null; then of what follows only devices, paths and the capacity of this machine are known
 * @param capacity what docker can give, or where it cannot be asked this machine; null where unknown
 * @param root what stands before the paths of devices and driver: "" on any real machine
 * @param npus numbers of the NPUs that have a device node
 * @param controls the control devices of the driver that are there: "davinci_manager" …
 * @param present those of the wished and the manual's paths that exist
 * @param image the wished one, null where it is not here
 * @param existing the container of that name, null where there is none
 * @param inside what {@link Inside#there} saw in it where it runs
 * @param aside the one before it, where making it anew was cut short; or null
 * @param claims what other running containers have of its NPUs
 */
public record ContainerHost(
        @Nullable String unreachable,
        ContainerEngine.@Nullable Capacity capacity,
        String root,
        List<Integer> npus,
        Set<String> controls,
        Set<String> present,
        ContainerEngine.@Nullable Image image,
        @Nullable Container existing,
        Set<String> inside,
        @Nullable Container aside,
        NpuClaims claims) {

    public ContainerHost {
        npus = List.copyOf(npus);
        controls = Set.copyOf(controls);
        present = Set.copyOf(present);
        inside = Set.copyOf(inside);
    }
}
