package io.npushell.doctor;

import io.npushell.plan.Sizes;
import io.npushell.plan.engine.Engine;
import java.util.List;
import java.util.Set;

/** /dev/shm, over which data loaders hand on batches; docker gives a container 64 MiB where nobody says --shm-size. */
final class SharedMemoryCheck extends HealthCheck {
    private static final long LEAST = 1L << 30;
    private static final long ENOUGH = 16L << 30;

    SharedMemoryCheck() {
        super("shm", "shared memory in /dev/shm", Engine::needsNpus, Set.of(Question.SHARED_MEMORY));
    }

    @Override
    List<Verdict> judge(Examination found) {
        String remedy = "sudo mount -o remount,size=200g /dev/shm   or start the container with --shm-size 200g";
        Answer answer = found.answer(Question.SHARED_MEMORY);
        FreeSpace space = FreeSpace.read(answer.after("space")).orElse(null);
        if (space == null && !answer.after("mounted").isEmpty()) {
            return List.of(warning(
                    "how much shared memory there is in /dev/shm is not known"
                            + (answer.lacks("df") ? ": the image has no df" : ""),
                    "container status"));
        }
        if (space == null || !space.mount().equals("/dev/shm")) {
            return List.of(error("there is no /dev/shm, so data loaders cannot hand on batches", remedy));
        }
        String free = Sizes.text(space.freeBytes()) + " free in /dev/shm";
        if (space.freeBytes() < LEAST) {
            return List.of(error(free + ": data loaders will fail with a bus error", remedy));
        }
        return List.of(
                space.freeBytes() < ENOUGH
                        ? warning(free + ", the manual gives the container 200 GiB", remedy)
                        : ok(free));
    }
}
