package io.npushell.launch;

import io.npushell.process.DetachedStarter;
import io.npushell.process.ProcessIdentity;
import io.npushell.process.ProcessTable;
import io.npushell.process.ProcessTable.Liveness;
import io.npushell.process.RecordedPlace;
import io.npushell.process.Remains;
import io.npushell.session.Vitals;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The kinds of places there are: chooses where a session is to run, and asks of its life the place its record names. */
public final class Places {
    private final HostPlace host;
    private final List<Place> others;
    private final Vitals vitals;

    /**
     * Names the kinds.
     *
     * @param others asked in this order whether something is to run there; what none of them takes runs on the host
     */
    public Places(HostPlace host, List<Place> others) {
        this.host = host;
        this.others = List.copyOf(others);
        Map<String, Vitals> kinds = new LinkedHashMap<>();
        others.forEach(place -> kinds.put(place.kind(), place.vitals()));
        this.vitals = new OfRecord(host.vitals(), kinds);
    }

    /** Everything right on this host. */
    public static Places onHost(DetachedStarter starter, ProcessTable processes) {
        return new Places(new HostPlace(starter, processes), List.of());
    }

    Site choose(Place.Wanted wanted) {
        return others.stream()
                .flatMap(place -> place.choose(wanted).stream())
                .findFirst()
                .orElse(host);
    }

    /** Of the sessions of all places. */
    public Vitals vitals() {
        return vitals;
    }

    /** Asks the place that is on record. */
    private record OfRecord(Vitals host, Map<String, Vitals> kinds) implements Vitals {
        private Vitals of(Recorded who) {
            ProcessIdentity leader = who.leader();
            RecordedPlace place = leader == null ? null : leader.place();
            if (place == null) {
                return host;
            }
            Vitals known = kinds.get(place.kind());
            return known == null ? new Unknown(host, place.kind()) : known;
        }

        @Override
        public Liveness liveness(Recorded who) {
            return of(who).liveness(who);
        }

        @Override
        public Remains remains(Recorded who) {
            return of(who).remains(who);
        }

        @Override
        public boolean anyAlive(Recorded who) {
            return of(who).anyAlive(who);
        }

        @Override
        public Optional<Over> over(Recorded who) {
            return of(who).over(who);
        }

        @Override
        public String outOfSight(Recorded who) {
            return of(who).outOfSight(who);
        }

        @Override
        public Optional<String> hidden(Recorded who) {
            return of(who).hidden(who);
        }

        @Override
        public boolean seesAll(Recorded who) {
            return of(who).seesAll(who);
        }

        @Override
        public void signal(Recorded who, String signal) {
            of(who).signal(who, signal);
        }

        @Override
        public String remedy(Recorded who, String command) {
            return of(who).remedy(who, command);
        }

        @Override
        public Vitals doubting() {
            Map<String, Vitals> doubting = new LinkedHashMap<>();
            kinds.forEach((kind, vitals) -> doubting.put(kind, vitals.doubting()));
            return new OfRecord(host.doubting(), doubting);
        }
    }

    /** A place that another npu-shell knows: nothing that is not plainly there is known of it, least of all that it is dead. */
    private record Unknown(Vitals host, String kind) implements Vitals {
        @Override
        public Liveness liveness(Recorded who) {
            return host.liveness(who) == Liveness.ALIVE ? Liveness.ALIVE : Liveness.ELSEWHERE;
        }

        @Override
        public Remains remains(Recorded who) {
            return host.remains(who);
        }

        @Override
        public boolean anyAlive(Recorded who) {
            return host.anyAlive(who);
        }

        @Override
        public Optional<Over> over(Recorded who) {
            return Optional.empty();
        }

        @Override
        public String outOfSight(Recorded who) {
            return "this npu-shell does not know its place, \"" + kind + "\"";
        }

        @Override
        public Optional<String> hidden(Recorded who) {
            return Optional.empty();
        }

        @Override
        public boolean seesAll(Recorded who) {
            return false;
        }

        @Override
        public void signal(Recorded who, String signal) {
            host.signal(who, signal);
        }

        @Override
        public String remedy(Recorded who, String command) {
            return command + " with the npu-shell that started it";
        }
    }
}
