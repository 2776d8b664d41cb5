package io.npushell.shell.workspace;

import io.npushell.ExitCode;
import io.npushell.plan.WorkTree;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Services;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;
import io.npushell.workspace.TreeMaker;
import io.npushell.workspace.TreeMaker.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes the manual's directories. */
final class WorkspaceInitCommand extends OperatorCommand {
    private final Services services;
    private final SessionAccess access;

    WorkspaceInitCommand(Services services, SessionAccess access) {
        super(CommandDoc.named("workspace init", CommandGroup.MACHINE, "make the manual's directories in the workspace")
                .description(
                        "Those for raw data, tokenizers, prepared data, converted weights and output, for the model of the profile in use. What is"
                                + " there already is left as it is. The code package brings its own: workspace unpack.")
                .flag("dry-run", "say what would be made, touch nothing")
                .json()
                .example("workspace init", "after set work-dir")
                .seeAlso("workspace unpack", "workspace fetch", "workspace status")
                .build());
        this.services = services;
        this.access = access;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        Path workDir = access.workDir();
        Set<String> directories = new LinkedHashSet<>(WorkTree.common(workDir.toString()));
        if (services.workbench().state().profile() != null) {
            directories.addAll(
                    WorkTree.of(workDir.toString(), services.workbench().profile())
                            .ofModel());
        }
        List<Path> paths = new ArrayList<>();
        directories.forEach(directory -> paths.add(Path.of(directory)));
        List<Place> places = TreeMaker.make(paths, !words.flag("dry-run"));
        if (out.json()) {
            out.document(
                    "workspace-init",
                    json -> json.field("work_dir", workDir.toString())
                            .field("dry_run", words.flag("dry-run"))
                            .objects(
                                    "directories",
                                    places,
                                    (object, place) -> object.field(
                                                    "path", place.directory().toString())
                                            .field("made", place.made())));
            return ExitCode.OK;
        }
        for (Place place : places) {
            out.line(Text.of(place.made() ? "  made   " : "  there  ", place.made() ? Style.GOOD : Style.FAINT)
                    .plus(place.directory().toString()));
        }
        long made = places.stream().filter(Place::made).count();
        out.say((words.flag("dry-run") ? made + " would be made" : made + " made") + " in " + workDir);
        return ExitCode.OK;
    }
}
