package io.npushell.launch;

import io.npushell.device.Npu;
import io.npushell.device.NpuInventory;
import io.npushell.launch.NpuHolders.Holder;
import io.npushell.plan.NpuStanding;
import io.npushell.session.Session;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The NPUs of this machine and who has each: the one answer for findings, {@code npus}, completion and the greeting.
 *
 * @param seats in npu-smi's order
 * @param strays processes on NPUs that npu-smi's table leaves out
 */
public record NpuBoard(NpuInventory inventory, List<Seat> seats, List<Stray> strays, Path workDir, ZoneId zone) {
    /** An idle card shows up to 4 GiB of its own; what is beyond this, somebody has. */
    private static final long IDLE_MIB = 6 * 1024L;

    public NpuBoard {
        seats = List.copyOf(seats);
        strays = List.copyOf(strays);
    }

    /**
     * One NPU.
     *
     * @param device the number the runtime counts it by here
     * @param node the number in the name of its device node
     * @param machines the number all of the machine know it by
     * @param processes that npu-smi lists on it
     * @param claims of trainings that have it
     * @param unexplainedMib memory in use that no process listed and no training accounts for
     */
    public record Seat(
            Npu npu,
            int device,
            int node,
            int machines,
            List<Holder> processes,
            List<NpuClaim> claims,
            long unexplainedMib) {
        public Seat {
            processes = List.copyOf(processes);
            claims = List.copyOf(claims);
        }

        /** Whether anything has it, as far as can be told. */
        public boolean held() {
            return !processes.isEmpty() || !claims.isEmpty() || unexplainedMib > 0;
        }

        /** Trainings of which no process is listed on it. */
        public List<NpuClaim> unlisted() {
            return claims.stream()
                    .filter(claim -> processes.stream().noneMatch(process -> belongs(process, claim)))
                    .toList();
        }
    }

    /** A process on an NPU that is not in the table; its number is -1 where unknown. */
    public record Stray(int npu, int chip, Holder process) {}

    static NpuBoard of(
            NpuInventory inventory,
            Function<Npu.NpuProcess, Holder> holders,
            List<NpuClaim> claims,
            NpuNodes nodes,
            Path workDir,
            ZoneId zone) {
        List<Seat> seats = new ArrayList<>();
        for (Npu npu : inventory.npus()) {
            Integer physical = npu.readings().physicalId();
            int node = physical != null && physical >= 0 ? physical : npu.chip() > 0 ? seats.size() : npu.id();
            int machines = nodes.machines(node);
            List<Holder> processes = npu.processes().stream().map(holders).toList();
            List<NpuClaim> its = claims.stream()
                    .filter(claim -> claim.npus().contains(machines))
                    .toList();
            boolean explained = !processes.isEmpty() || !its.isEmpty() || npu.usedMib() <= IDLE_MIB;
            seats.add(new Seat(npu, seats.size(), node, machines, processes, its, explained ? 0 : npu.usedMib()));
        }
        return new NpuBoard(
                inventory,
                seats,
                inventory.strays().stream()
                        .map(stray -> new Stray(stray.npu(), stray.chip(), holders.apply(stray.process())))
                        .toList(),
                workDir,
                zone);
    }

    /** The same as a container sees it that has only these device nodes of the host, in this order; all where there are none. */
    NpuBoard within(List<Integer> nodes) {
        if (nodes.isEmpty()) {
            return this;
        }
        List<Seat> inside = new ArrayList<>();
        for (int node : nodes) {
            seats.stream()
                    .filter(seat -> seat.node() == node)
                    .findFirst()
                    .ifPresent(seat -> inside.add(new Seat(
                            seat.npu(),
                            inside.size(),
                            node,
                            seat.machines(),
                            seat.processes(),
                            seat.claims(),
                            seat.unexplainedMib())));
        }
        return new NpuBoard(inventory, inside, strays, workDir, zone);
    }

    /** For the planner. */
    List<NpuStanding> standings() {
        return seats.stream()
                .map(seat -> new NpuStanding(
                        seat.device(),
                        seat.npu().id(),
                        label(seat.npu()),
                        seat.machines(),
                        seat.npu().health(),
                        seat.npu().bad(),
                        holders(seat)))
                .toList();
    }

    /** Surest first: "session 12", "process 4711 (python) of root", "58 GiB of memory in use by no listed process". */
    public List<NpuStanding.Holder> holders(Seat seat) {
        Stream<NpuStanding.Holder> claims = seat.claims().stream()
                .map(claim -> new NpuStanding.Holder(
                        claim.words(workDir, zone),
                        claim.in(workDir) && !claim.session().isEmpty() ? claim.session() : null,
                        claim.certain()));
        Stream<NpuStanding.Holder> processes = seat.processes().stream()
                .filter(process -> seat.claims().stream().noneMatch(claim -> belongs(process, claim)))
                .map(process -> new NpuStanding.Holder(words(process), null, false));
        Stream<NpuStanding.Holder> unexplained = seat.unexplainedMib() == 0
                ? Stream.empty()
                : Stream.of(new NpuStanding.Holder(unexplained(seat), null, false));
        return Stream.of(claims, processes, unexplained).flatMap(each -> each).toList();
    }

    /** "58.2 GiB in use by a process npu-smi does not list". */
    public static String unexplained(Seat seat) {
        return "a process that npu-smi does not list: %s in use"
                .formatted(io.npushell.plan.Sizes.text(seat.unexplainedMib() << 20));
    }

    List<String> strayWords() {
        return strays.stream()
                .map(stray ->
                        (stray.npu() < 0 ? "an NPU" : "NPU " + stray.npu()) + " is held by " + words(stray.process()))
                .toList();
    }

    private static String words(Holder holder) {
        Session session = holder.session();
        String name = holder.process().name();
        return "process " + holder.process().pid() + (name.isEmpty() ? "" : " (" + name + ")")
                + (session == null ? "" : " of session " + session.id().text());
    }

    private static boolean belongs(Holder process, NpuClaim claim) {
        Session session = process.session();
        return session != null
                && session.id().text().equals(claim.session())
                && Objects.equals(session.spec().request().workDir(), claim.workDir());
    }

    static String label(Npu npu) {
        return npu.chip() == 0 ? "NPU " + npu.id() : "NPU " + npu.id() + " chip " + npu.chip();
    }
}
