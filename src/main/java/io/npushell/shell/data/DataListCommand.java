package io.npushell.shell.data;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.data.DatasetCatalog;
import io.npushell.data.DatasetFacts;
import io.npushell.io.IoReason;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.JsonObject;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Lists the prepared datasets of the workspace. */
final class DataListCommand extends OperatorCommand {
    private static final String PREPARED = "processed_for_ma_input";

    private final SessionAccess access;

    DataListCommand(SessionAccess access) {
        super(CommandDoc.named("data list", CommandGroup.DATA, "list the prepared datasets of the workspace")
                .description("Those below " + PREPARED + " of the work-dir, whoever made them.")
                .json()
                .paged()
                .example("data list", "what there is")
                .seeAlso("data inspect", "data prepare")
                .build());
        this.access = access;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        Path directory = access.workDir().resolve(PREPARED);
        List<DatasetCatalog.Entry> entries;
        try {
            entries = DatasetCatalog.below(directory);
        } catch (IOException e) {
            throw new OperatorException(ExitCode.FAILED, "cannot read '" + directory + "': " + IoReason.of(e), null, e);
        }
        if (out.json()) {
            out.document("datasets", json -> json.objects("datasets", entries, DataListCommand::entry));
        } else if (entries.isEmpty()) {
            out.say("no prepared datasets in " + directory);
        } else {
            out.lines(table(directory, entries).lines(out.width()));
        }
        return ExitCode.OK;
    }

    private static Table table(Path directory, List<DatasetCatalog.Entry> entries) {
        Table table = Table.of("~dataset", ">documents", ">tokens", ">MiB", "kind", "from");
        for (DatasetCatalog.Entry entry : entries) {
            DatasetFacts facts = entry.facts();
            String problem = facts.problem();
            table.row(
                    directory.relativize(entry.prefix()).toString(),
                    problem == null ? String.format(Locale.ROOT, "%,d", facts.documents()) : "–",
                    problem == null ? String.format(Locale.ROOT, "%,d", facts.tokens()) : "–",
                    String.format(Locale.ROOT, "%,.1f", entry.bytes() / 1048576.0),
                    entry.packed() ? "fine-tuning" : "text",
                    problem == null ? from(facts) : "broken: " + problem);
        }
        return table;
    }

    private static String from(DatasetFacts facts) {
        String input = facts.manifest().getOrDefault("input", "");
        return input.isEmpty() ? "unknown" : input.replaceFirst("^.*/", "");
    }

    private static void entry(JsonObject json, DatasetCatalog.Entry entry) {
        json.field("prefix", entry.prefix().toString())
                .field("kind", entry.packed() ? "fine-tuning" : "text")
                .field("documents", entry.facts().documents())
                .field("sequences", entry.facts().sequences())
                .field("tokens", entry.facts().tokens())
                .field("bytes", entry.bytes())
                .field("problem", entry.facts().problem())
                .object("manifest", entry.facts().manifest());
    }
}
