package io.npushell.shell.workspace;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Services;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Spans;
import io.npushell.shell.view.Text;
import io.npushell.workspace.Unpacker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Places the code package. */
final class WorkspaceUnpackCommand extends OperatorCommand {
    private static final int MOST_TOLD = 10;

    private final Services services;
    private final SessionAccess access;

    WorkspaceUnpackCommand(Services services, SessionAccess access) {
        super(CommandDoc.named("workspace unpack", CommandGroup.MACHINE, "place the code package in the workspace")
                .arguments("[ZIP]", 0, 1)
                .description(
                        "ZIP is AscendCloud-3rdLLM-….zip, or a .zip or .tar.gz that holds it, in the current directory or else in"
                                + " the workspace; without a word the one"
                                + " that lies in the workspace. Its xxx-Ascend directory is unpacked aside and then put in"
                                + " place, whole or not at all, and nothing is written over what is there. Links in it are"
                                + " made where they stay inside it, else left out and told.")
                .json()
                .example("workspace unpack AscendCloud-3rdLLM-6.3.904-20240516.zip", "code-dir follows by itself")
                .seeAlso("workspace status", "doctor")
                .build());
        this.services = services;
        this.access = access;
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return services.fileNames().suggestions(request.word(), false);
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        Path workDir = access.workDir();
        Path archive = words.find(0).map(word -> named(word, workDir, out)).orElseGet(() -> only(workDir));
        Unpacker.Outcome outcome = new Unpacker(workDir)
                .unpack(archive, bytes -> out.status(Text.of("unpacking … " + Spans.bytes(bytes))));
        out.clearStatus();
        if (out.json()) {
            out.document(
                    "workspace-unpack",
                    json -> json.field("archive", archive.toString())
                            .field("placed", outcome.placed().toString())
                            .field("code_dir", outcome.code().toString())
                            .field("before", outcome.before())
                            .texts("left_out", outcome.leftOut()));
        } else {
            out.say(outcome.before() ? "it is there already, from the same archive" : "placed in " + outcome.placed());
            outcome.leftOut().stream().limit(MOST_TOLD).forEach(member -> out.say("left out: " + member));
            if (outcome.leftOut().size() > MOST_TOLD) {
                out.say("left out: " + (outcome.leftOut().size() - MOST_TOLD) + " more");
            }
            out.line(outcome.code().toString());
            out.say("next: doctor code packages");
        }
        return ExitCode.OK;
    }

    /** Operators stand elsewhere than where the manual has the package put; what is here counts first. */
    private Path named(String word, Path workDir, Output out) {
        Path here = services.surroundings().directory().resolve(word).normalize();
        Path there = workDir.resolve(word).normalize();
        if (Files.exists(here) || here.equals(there) || !Files.isRegularFile(there)) {
            return here;
        }
        out.say("taking " + there + "; there is none in "
                + services.surroundings().directory());
        return there;
    }

    private static Path only(Path workDir) {
        List<Path> packages = Unpacker.packages(workDir);
        if (packages.size() == 1) {
            return packages.get(0);
        }
        throw new OperatorException(
                packages.isEmpty() ? ExitCode.NOT_FOUND : ExitCode.USAGE,
                packages.isEmpty()
                        ? "no AscendCloud-….zip lies in '" + workDir + "'"
                        : packages.size() + " code packages lie in '" + workDir + "'",
                packages.isEmpty() ? "workspace unpack ZIP" : "workspace unpack " + packages.get(packages.size() - 1));
    }
}
