package io.npushell.launch;

import io.npushell.params.ParameterNames;
import io.npushell.plan.Step;
import io.npushell.plan.engine.Engine;
import io.npushell.plan.engine.Engines;
import io.npushell.process.ProcessIdentity;
import io.npushell.session.Session;
import io.npushell.session.SessionNpus;
import io.npushell.session.SessionProcesses;
import io.npushell.session.SessionSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds which NPUs trainings of npu-shell have on this machine: by the records of the sessions known here, and by the locks that those of other users and workspaces hold.
 *
 * <p>One boot id is one machine and one set of NPUs, whatever name or process namespace a session was started under.
 */
final class NpuClaims {
    private final NpuLocks locks;

    NpuClaims(NpuLocks locks) {
        this.locks = locks;
    }

    /**
     * Those there are now.
     *
     * @param sessions of all workspaces known here
     * @param workDir the one in use, looked at whether it has sessions or not
     */
    List<NpuClaim> of(List<Session> sessions, Path workDir) {
        Set<Path> workDirs = new TreeSet<>(Set.of(workDir));
        sessions.stream()
                .map(session -> session.spec().request().workDir())
                .filter(text -> text.startsWith("/"))
                .forEach(text -> workDirs.add(Path.of(text)));
        List<NpuLocks.Held> held = locks.held(workDirs);
        Set<Path> files = held.stream().map(NpuLocks.Held::file).collect(Collectors.toSet());
        List<NpuClaim> claims = new ArrayList<>();
        sessions.stream()
                .filter(this::takesNpus)
                .flatMap(session -> claim(session, files).stream())
                .forEach(claims::add);
        for (NpuClaim claim : byLocks(held)) {
            if (claims.stream().noneMatch(claim::sameSession)) {
                claims.add(claim);
            }
        }
        return claims;
    }

    /** Whether it runs, or is about to, on NPUs of this machine. */
    boolean takesNpus(Session session) {
        SessionSpec spec = session.spec();
        return session.state().active()
                && Engines.standard()
                        .find(spec.request().engine())
                        .filter(Engine::needsNpus)
                        .isPresent()
                && spec.request().steps().contains(Step.Kind.TRAIN.label())
                && boot(session).equals(locks.boot());
    }

    private String boot(Session session) {
        return SessionProcesses.recorded(session)
                .map(ProcessIdentity::bootId)
                .or(() -> SessionNpus.of(session).map(SessionNpus::boot))
                .orElse("");
    }

    private Optional<NpuClaim> claim(Session session, Set<Path> held) {
        Optional<SessionNpus> taken = SessionNpus.of(session);
        boolean seen = !session.unreachable();
        boolean locked = taken.filter(npus -> npus.locks().stream().anyMatch(held::contains))
                .isPresent();
        boolean letGo = taken.filter(npus -> !npus.locks().isEmpty()).isPresent() && !locked;
        if (!seen && letGo) {
            // nobody here can ask whether it lives; its locks, which the kernel frees, say that it does not
            return Optional.empty();
        }
        return Optional.of(new NpuClaim(
                taken.map(npus -> Set.copyOf(npus.npus())).orElseGet(() -> byRecord(session.spec())),
                session.id().text(),
                session.spec().request().workDir(),
                "",
                null,
                seen || locked));
    }

    /** Of a session of a version that did not write its NPUs down: those it names, else the first ones. */
    private static Set<Integer> byRecord(SessionSpec spec) {
        String named = spec.request().settings().stream()
                .filter(entry -> entry.parameter().equals(ParameterNames.DEVICES))
                .map(SessionSpec.SettingEntry::value)
                .findFirst()
                .orElse("");
        IntStream numbers = named.matches("\\d{1,6}(,\\d{1,6})*")
                ? Stream.of(named.split(",")).mapToInt(Integer::parseInt)
                : IntStream.range(
                        0, spec.training().world() / Math.max(1, spec.training().nodes()));
        return numbers.boxed().collect(Collectors.toSet());
    }

    private static List<NpuClaim> byLocks(List<NpuLocks.Held> held) {
        Map<String, NpuClaim> claims = new HashMap<>();
        for (NpuLocks.Held lock : held) {
            String key =
                    lock.session() + "\n" + lock.workDir() + (lock.session().isEmpty() ? lock.file() : "");
            NpuClaim before = claims.get(key);
            Set<Integer> npus = new TreeSet<>(Set.of(lock.npu()));
            if (before != null) {
                npus.addAll(before.npus());
            }
            claims.put(key, new NpuClaim(npus, lock.session(), lock.workDir(), lock.user(), lock.since(), true));
        }
        return List.copyOf(claims.values());
    }
}
