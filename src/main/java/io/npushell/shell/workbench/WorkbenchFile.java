package io.npushell.shell.workbench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.npushell.io.AtomicFile;
import io.npushell.io.ExclusiveLock;
import io.npushell.io.FileRights;
import io.npushell.params.ParameterCatalog;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The workbench between two starts. Written by rename; a file that cannot be read is set aside, never fatal. */
public final class WorkbenchFile {
    private static final JsonFactory JSON = new JsonFactory();

    private static final Duration LONGEST_TURN = Duration.ofSeconds(30);
    private static final System.Logger LOG = System.getLogger(WorkbenchFile.class.getName());

    private final Path file;
    private final ParameterCatalog catalog;

    public WorkbenchFile(Path file, ParameterCatalog catalog) {
        this.file = file;
        this.catalog = catalog;
    }

    /**
     * What was found.
     *
     * @param notes sentences for the operator: what could not be restored
     */
    public record Restored(WorkbenchState state, List<String> notes) {}

    Path path() {
        return file;
    }

    public Restored load() {
        if (!Files.isRegularFile(file)) {
            return new Restored(WorkbenchState.CLEAN, List.of());
        }
        try (JsonParser json = JSON.createParser(Files.readString(file))) {
            return new WorkbenchReader(json, catalog).read();
        } catch (IOException e) {
            return setAside();
        }
    }

    private Restored setAside() {
        Path aside = file.resolveSibling("workbench.damaged.json");
        String note = "the workbench could not be restored; its file is now " + aside;
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            note = "the workbench could not be restored from " + file;
        }
        return new Restored(WorkbenchState.CLEAN, List.of(note));
    }

    /** Makes the change from one state to another in what is saved now; other shells that save at the same time wait. */
    public void saveChange(WorkbenchState before, WorkbenchState after) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Optional<ExclusiveLock> turn = takeTurns();
        try {
            Restored there = load();
            save(Files.exists(file) ? WorkbenchMerge.of(before, after, there.state()) : after);
        } finally {
            turn.ifPresent(WorkbenchFile::letGo);
        }
    }

    /** A file system that knows no locks (some network ones), or a shell that hangs in its save, must not keep the operator from saving. */
    private Optional<ExclusiveLock> takeTurns() {
        try {
            return ExclusiveLock.take(file.resolveSibling("workbench.lock"), LONGEST_TURN);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "the workbench is saved without a lock", e);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static void letGo(ExclusiveLock turn) {
        try {
            turn.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces the file. */
    public void save(WorkbenchState state) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            StringWriter text = new StringWriter();
            try (JsonGenerator json = JSON.createGenerator(text)) {
                json.useDefaultPrettyPrinter();
                WorkbenchWriter.write(state, json);
            }
            AtomicFile.write(file, text.toString(), FileRights.PRIVATE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
