package io.npushell.shell.workspace;

import io.npushell.ExitCode;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Services;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Spans;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Table;
import io.npushell.shell.view.Text;
import io.npushell.workspace.Item;
import io.npushell.workspace.Item.State;
import io.npushell.workspace.WorkspaceStatus;
import java.nio.file.Path;
import java.util.List;

/** What of the manual's workspace is there. */
final class WorkspaceStatusCommand extends OperatorCommand {
    private final Services services;
    private final SessionAccess access;

    WorkspaceStatusCommand(Services services, SessionAccess access) {
        super(CommandDoc.named(
                        "workspace status", CommandGroup.MACHINE, "say what the workspace holds and what to do next")
                .description(
                        "Code, tokenizer, weights (complete by their index), raw and prepared data, converted weights, checkpoints, for the profile"
                                + " in use. Only looks.")
                .json()
                .paged()
                .example("workspace status", "what is still missing")
                .seeAlso("workspace fetch", "workspace unpack", "plan")
                .build());
        this.services = services;
        this.access = access;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        List<Item> items = WorkspaceStatus.of(services.workbench().profile(), access.operatorSettings());
        Path workDir = access.workDir();
        if (out.json()) {
            out.document(
                    "workspace",
                    json -> json.field("work_dir", workDir.toString())
                            .field("profile", services.workbench().state().profile())
                            .objects(
                                    "items",
                                    items,
                                    (object, item) -> object.field("name", item.name())
                                            .field("state", item.state().label())
                                            .field("path", item.path().toString())
                                            .field("bytes", item.bytes())
                                            .field("note", item.note())
                                            .field("next", item.next().isEmpty() ? null : item.next())));
            return ExitCode.OK;
        }
        out.line(Text.of("Workspace  ", Style.STRONG).plus(workDir.toString()));
        Table table = Table.of("", "", ">", "~", "");
        for (Item item : items) {
            table.row(
                    Text.of("  " + item.name()),
                    Text.of(item.state().label(), style(item.state())),
                    Text.of(item.bytes() == 0 ? "" : Spans.bytes(item.bytes())),
                    Text.of(shortened(workDir, item.path())),
                    Text.of(item.note(), Style.FAINT));
        }
        out.lines(table.lines(out.width()));
        items.stream()
                .map(Item::next)
                .filter(next -> !next.isEmpty())
                .findFirst()
                .ifPresent(next -> out.say("next: " + next));
        return ExitCode.OK;
    }

    private static String shortened(Path workDir, Path path) {
        return path.startsWith(workDir) ? workDir.relativize(path).toString() : path.toString();
    }

    private static Style style(State state) {
        return switch (state) {
            case THERE -> Style.GOOD;
            case INCOMPLETE -> Style.BAD;
            case MISSING -> Style.WARNING;
        };
    }
}
