package io.npushell.launch;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.container.ContainerEngine;
import io.npushell.container.Inside;
import io.npushell.plan.Facts;
import io.npushell.plan.Installation;
import io.npushell.plan.OwnPrograms;
import io.npushell.plan.Step;
import io.npushell.process.DetachedStarter;
import java.util.List;

/** The container that was chosen, for all but sessions of npu-shell's own programs, which need no NPU; this host where none was. */
public final class ContainerPlaces implements Places {
    private final Place local;
    private final ContainerEngine engine;
    private final String host;

    public ContainerPlaces(DetachedStarter local, ContainerEngine engine, String host) {
        this.local = new LocalPlace(local);
        this.engine = engine;
        this.host = host;
    }

    @Override
    public Place of(Facts facts, List<Step> steps, Installation installation, String user) {
        Facts.Container wanted = facts.container();
        if (wanted == null || OwnPrograms.only(steps, installation)) {
            return local;
        }
        if (engine.inspect(wanted.name()) instanceof ContainerEngine.Answer.Found found
                && found.container().running()
                && Inside.look(engine, found.container().id(), user, "", "", List.of())
                        instanceof Inside.Answer.Seen seen) {
            return new ContainerPlace(
                    engine, found.container(), host, seen.inside().user());
        }
        throw new OperatorException(
                ExitCode.ENVIRONMENT, "container " + wanted.name() + " has just gone", "container status");
    }
}
