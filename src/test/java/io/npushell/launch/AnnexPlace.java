package io.npushell.launch;

import io.npushell.process.CommandOutput;
import io.npushell.process.CommonsExecRunner;
import io.npushell.process.DetachedStarter;
import io.npushell.process.ProcessIdentity;
import io.npushell.process.ProcessListing;
import io.npushell.process.ProcessTable.Liveness;
import io.npushell.process.Remains;
import io.npushell.process.SetsidStarter;
import io.npushell.session.Session;
import io.npushell.session.SessionSpec;
import io.npushell.session.Vitals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place that the shell does not bring along: all that is done there goes through one command, it has another name for the workspace, and there is a door that can be
 * shut or bricked up. Real processes run there, and what of them lives is listed there.
 *
 * @param workDir as the shell has it
 * @param name a link to it, by which it goes in the annex
 * @param door a file: open while it is there, shut while it is not, gone for good when it says so
 */
record AnnexPlace(Path workDir, Path name, Path door) implements Place, Site, Vitals {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    static AnnexPlace beside(Path workDir, Path root) throws IOException {
        return new AnnexPlace(
                workDir,
                Files.createSymbolicLink(root.resolve("annex"), workDir),
                Files.createFile(root.resolve("door")));
    }

    @Override
    public String kind() {
        return "annex";
    }

    @Override
    public Optional<Site> choose(Wanted wanted) {
        return Optional.of(this);
    }

    @Override
    public Vitals vitals() {
        return this;
    }

    @Override
    public List<String> ownVariables() {
        return List.of();
    }

    @Override
    public SessionSpec.@Nullable Container container() {
        return null;
    }

    @Override
    public boolean seesMachine() {
        return false;
    }

    @Override
    public boolean otherUser() {
        return false;
    }

    @Override
    public void admit(Session session) {
        // its link lets everybody in
    }

    @Override
    public Path directory(Session session) {
        return name.resolve(workDir.relativize(session.directory()));
    }

    @Override
    public DetachedStarter starter() {
        return (command, directory) -> {
            List<String> words = new ArrayList<>(List.of("env", "NPU_SHELL_PLACE=" + kind() + " east wing"));
            words.addAll(command);
            new SetsidStarter().start(words, directory);
        };
    }

    @Override
    public Liveness liveness(Recorded who) {
        return listing()
                .map(listing -> listing.alive(leader(who), who.mark()) ? Liveness.ALIVE : Liveness.DEAD)
                .orElse(Liveness.ELSEWHERE);
    }

    @Override
    public Remains remains(Recorded who) {
        return listing()
                .map(listing -> listing.remains(leader(who), who.mark(), System.getProperty("user.name")))
                .orElse(Remains.NONE);
    }

    @Override
    public boolean anyAlive(Recorded who) {
        return !remains(who).none();
    }

    @Override
    public Optional<Over> over(Recorded who) {
        return says().equals("bricked up") ? Optional.of(new Over("annex bricked up", true)) : Optional.empty();
    }

    @Override
    public String outOfSight(Recorded who) {
        return "the annex is shut";
    }

    @Override
    public Optional<String> hidden(Recorded who) {
        return Optional.empty();
    }

    @Override
    public boolean seesAll(Recorded who) {
        return true;
    }

    @Override
    public void signal(Recorded who, String signal) {
        listing()
                .flatMap(listing -> listing.signalling(leader(who), who.mark(), signal))
                .ifPresent(this::run);
    }

    @Override
    public String remedy(Recorded who, String command) {
        return "open the annex";
    }

    private static ProcessIdentity leader(Recorded who) {
        ProcessIdentity leader = who.leader();
        if (leader == null || leader.place() == null || !leader.place().text().equals("east wing")) {
            throw new AssertionError("asked about what is not in the annex: " + who);
        }
        return leader;
    }

    private Optional<ProcessListing> listing() {
        return says().equals("")
                ? ProcessListing.parse(run(ProcessListing.COMMAND).out())
                : Optional.empty();
    }

    private CommandOutput run(List<String> command) {
        return new CommonsExecRunner().run(command, Path.of("/"), Map.of(), LIMIT);
    }

    private String says() {
        try {
            return Files.readString(door);
        } catch (IOException e) {
            return "shut";
        }
    }
}
