package io.npushell.shell.logs;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.launch.DirectoryOwners;
import io.npushell.launch.SavedWork;
import io.npushell.plan.CommandText;
import io.npushell.session.Session;
import io.npushell.shell.access.KnownSessions;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.FileNames;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The iterations a training saved: which of them are whole, and which one a resume would take. */
final class CheckpointsCommand extends OperatorCommand {
    private final SessionAccess access;
    private final LogSources sources;
    private final LogNames names;

    CheckpointsCommand(SessionAccess access, LogSources sources, KnownSessions known, FileNames files) {
        super(CommandDoc.named(
                        "checkpoints",
                        CommandGroup.SESSIONS,
                        "the iterations a training saved, and which of them are whole")
                .arguments("[SESSION | DIRECTORY]", 0, 1)
                .description("For each saved iteration its size, its cut, whether every rank's file is there and can be"
                        + " read, and whether latest_checkpointed_iteration.txt names it: Megatron loads that one"
                        + " and no other. Exits 1 where that one cannot be loaded.")
                .json()
                .paged()
                .example("checkpoints 12", "what session 12 saved")
                .example(
                        "checkpoints /home/ma-user/ws/saved_dir_for_ma_output/Qwen-14B/pretrain",
                        "any directory of checkpoints")
                .seeAlso("resume", "weights inspect", "weights merge")
                .build());
        this.access = access;
        this.sources = sources;
        this.names = new LogNames(known, files);
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        SavedRun saved = look(sources.meant(words.find(0).orElse("last"), out));
        saved.says().forEach(out::say);
        if (out.json()) {
            out.document("checkpoints", json -> CheckpointsView.json(json, saved));
        } else {
            out.lines(CheckpointsView.lines(saved, out.width()));
        }
        return saved.loadable() ? ExitCode.OK : ExitCode.FAILED;
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return request.position() == 0 ? names.suggest(request.word()) : List.of();
    }

    /** What a session saved; or all of a directory, also that of one iteration. A name with a slash is a directory. */
    private SavedRun look(String reference) {
        Path path = sources.path(reference);
        if (reference.contains("/")) {
            return directory(existing(reference, path));
        }
        Session session;
        try {
            session = access.store().require(reference);
        } catch (OperatorException none) {
            if (Files.isDirectory(path)) {
                return directory(existing(reference, path));
            }
            throw none;
        }
        SavedWork work = SavedWork.of(session, access.store())
                .orElseThrow(() -> new OperatorException(
                        ExitCode.USAGE,
                        "session " + session.id().text() + " trained nothing, so it saved no checkpoint",
                        "show " + session.id().text()));
        work.lost().ifPresent(lost -> {
            throw new OperatorException(
                    ExitCode.NOT_FOUND,
                    lost,
                    work.instead()
                            .map(owner -> "checkpoints " + owner.id().text())
                            .orElse("checkpoints "
                                    + CommandText.quote(work.directory().toString())));
        });
        return SavedRun.of(work);
    }

    private SavedRun directory(Path directory) {
        return SavedRun.look(directory, DirectoryOwners.of(directory, access.store()));
    }

    private static Path existing(String reference, Path path) {
        if (!Files.isDirectory(path)) {
            throw new OperatorException(
                    ExitCode.NOT_FOUND,
                    "there is no directory '" + reference + "'",
                    "sessions   or   ls " + CommandText.quote(String.valueOf(path.getParent())));
        }
        boolean iteration = String.valueOf(path.getFileName()).matches("iter_\\d{7,}|release");
        Path parent = path.getParent();
        return iteration && parent != null ? parent : path;
    }
}
