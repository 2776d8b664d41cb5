package io.npushell.shell.profiles;

import io.npushell.ExitCode;
import io.npushell.profile.ProfileStore;
import io.npushell.shell.access.KnownNames;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import io.npushell.shell.workbench.Workbench;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Copies a profile to one of the operator's own, to be edited. */
final class ProfileNewCommand extends OperatorCommand {
    private final Supplier<ProfileStore> profiles;
    private final Workbench bench;
    private final KnownNames known;

    ProfileNewCommand(Supplier<ProfileStore> profiles, Workbench bench, KnownNames known) {
        super(CommandDoc.named("profile new", CommandGroup.PROFILES, "copy a profile to one of your own, to edit")
                .arguments("NAME", 1, 1)
                .option("from", "PROFILE", "the profile to copy, comments and all; the one in use if not given")
                .example("profile new my-14b --from qwen-14b", "then edit the file it names")
                .seeAlso("profile check", "profile list")
                .build());
        this.profiles = profiles;
        this.bench = bench;
        this.known = known;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        String inUse = bench.state().profile();
        String from = words.option("from")
                .or(() -> Optional.ofNullable(inUse))
                .orElseThrow(() -> words.usage("no profile is in use, so profile new needs --from PROFILE"));
        Path file = profiles.get().newFrom(words.argument(0), from);
        out.say("written to " + file + "; edit it, then: profile check " + words.argument(0) + ", use "
                + words.argument(0));
        return ExitCode.OK;
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return request.option().equals("from") ? known.suggest() : List.of();
    }
}
