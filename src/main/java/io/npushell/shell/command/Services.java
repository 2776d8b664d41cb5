package io.npushell.shell.command;

import io.npushell.params.ParameterCatalog;
import io.npushell.profile.ProfileStore;
import io.npushell.shell.script.Variables;
import io.npushell.shell.workbench.Workbench;
import java.nio.file.Path;
import java.time.Clock;

/** What commands work with; whatever is slow to make is made on first use, so that the prompt does not wait for it. */
public final class Services {
    private final Surroundings surroundings;
    private final Variables variables;
    private final Interrupts interrupts = new Interrupts();
    private final Questions questions = new Questions();
    private final Alarm alarm = new Alarm();
    private final Refresher refresher = new Refresher();
    private final FileNames fileNames;
    private final Lazy<ProfileStore> profiles;
    private final Workbench workbench;

    public Services(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.variables = new Variables(surroundings.environment());
        this.fileNames = new FileNames(refresher, surroundings.directory(), surroundings.variable("HOME"));
        this.profiles = new Lazy<>(() -> new ProfileStore(
                surroundings.profiles(), surroundings.home().resolve("profiles"), ParameterCatalog.standard()));
        this.workbench = new Workbench(name -> profiles().load(name));
    }

    public Surroundings surroundings() {
        return surroundings;
    }

    public Clock clock() {
        return surroundings.clock();
    }

    public Path home() {
        return surroundings.home();
    }

    public ParameterCatalog catalog() {
        return ParameterCatalog.standard();
    }

    public ProfileStore profiles() {
        return profiles.get();
    }

    public Workbench workbench() {
        return workbench;
    }

    /** {@code $SESSION} and the other variables of scripts. */
    public Variables variables() {
        return variables;
    }

    public Interrupts interrupts() {
        return interrupts;
    }

    public Questions questions() {
        return questions;
    }

    /** Keeps what completion needs in memory. */
    public Refresher refresher() {
        return refresher;
    }

    public FileNames fileNames() {
        return fileNames;
    }

    /** Whether the prompt shows that findings of level error stand. */
    public Alarm alarm() {
        return alarm;
    }
}
