package io.npushell.shell.profiles;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.profile.ModelProfile;
import io.npushell.profile.ProfileStore;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Table;
import io.npushell.shell.view.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lists the profiles; one whose file is wrong is listed with what is wrong. */
final class ProfileListCommand extends OperatorCommand {
    private final Supplier<ProfileStore> profiles;

    private record Row(String name, boolean own, @Nullable ModelProfile profile, String problem) {}

    ProfileListCommand(Supplier<ProfileStore> profiles) {
        super(CommandDoc.named("profile list", CommandGroup.PROFILES, "list the model profiles")
                .alias("profiles")
                .json()
                .paged()
                .example("profile list", "name, engine, size")
                .seeAlso("use", "profile show")
                .build());
        this.profiles = profiles;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        ProfileStore store = profiles.get();
        List<Row> rows = new ArrayList<>();
        for (String name : store.names()) {
            rows.add(row(store, name));
        }
        if (out.json()) {
            out.document(
                    "profiles",
                    json -> json.objects(
                            "profiles",
                            rows,
                            (object, row) -> object.field("name", row.name())
                                    .field("own", row.own())
                                    .field(
                                            "title",
                                            row.profile() == null
                                                    ? null
                                                    : row.profile().title())
                                    .field(
                                            "engine",
                                            row.profile() == null
                                                    ? null
                                                    : row.profile().engine().label())
                                    .field(
                                            "parameters",
                                            row.profile() == null
                                                    ? -1
                                                    : row.profile().parameters())
                                    .field("problem", row.profile() == null ? row.problem() : null)));
            return ExitCode.OK;
        }
        Table table = Table.of("profile", "engine", ">size", "");
        for (Row row : rows) {
            ModelProfile profile = row.profile();
            Text name = Text.of(row.name(), Style.STRONG);
            if (profile == null) {
                table.row(name, Text.of("–"), Text.of("–"), Text.of(row.problem(), Style.BAD));
            } else {
                String title = profile.title() + (row.own() ? " (your own)" : "");
                table.row(name, Text.of(profile.engine().label()), Text.of(size(profile.parameters())), Text.of(title));
            }
        }
        out.lines(table.lines(out.width()));
        return ExitCode.OK;
    }

    private static Row row(ProfileStore store, String name) {
        try {
            return new Row(name, store.isOwn(name), store.load(name), "");
        } catch (OperatorException e) {
            String message = e.getMessage() == null ? "" : e.getMessage();
            return new Row(
                    name, store.isOwn(name), null, message.lines().findFirst().orElse(""));
        }
    }

    /** Weights in billions or millions. */
    static String size(long parameters) {
        return parameters >= 1_000_000_000
                ? String.format(java.util.Locale.ROOT, "%.1f B", parameters / 1e9)
                : String.format(java.util.Locale.ROOT, "%.2f M", parameters / 1e6);
    }
}
