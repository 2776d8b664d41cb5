package io.npushell.shell.imports;

import io.npushell.ExitCode;
import io.npushell.IoReason;
import io.npushell.OperatorException;
import io.npushell.params.Origin;
import io.npushell.params.Parameter.Group;
import io.npushell.params.Setting;
import io.npushell.params.Settings;
import io.npushell.plan.CommandText;
import io.npushell.plan.Finding;
import io.npushell.plan.Planner;
import io.npushell.profile.RunType;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Services;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.settings.BenchFindings;
import io.npushell.shell.view.Output;
import io.npushell.shell.workbench.Choices;
import io.npushell.shell.workbench.WorkbenchState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Makes settings of the operator's own command, and names its mistakes. */
public final class ImportCommand extends OperatorCommand {
    private static final long LARGEST = 1 << 20;

    private final Services services;
    private final SessionAccess access;
    private final BenchFindings findings;

    public ImportCommand(Services services, SessionAccess access, BenchFindings findings) {
        super(CommandDoc.named(
                        "import", CommandGroup.PARAMETERS, "make settings of a command line of the manual's kind")
                .arguments("'COMMAND' | FILE | -", 1, Integer.MAX_VALUE)
                .description(
                        "COMMAND is what was typed until now: variables and sh scripts/….sh, also with export lines, line continuations, the commands of several"
                                + " nodes, or one of preprocess_data.py and util.py. FILE holds such commands, - reads them from standard input. The profile is found by script"
                                + " and MODEL_TYPE, and what was set before for its run type gives way to what the command says. Mistakes are named, and what was taken instead."
                                + " Nothing is run. Exits 3 where the command says something that could not be taken.")
                .flag("dry-run", "show what would change")
                .json()
                .example(
                        "import 'MODEL_TYPE=14B RUN_TYPE=sft TP=8 PP=1 sh scripts/qwen/qwen.sh'",
                        "in quotes, as the shell would take the words apart")
                .example("import old-command.sh --dry-run", "what a file comes to")
                .seeAlso("set", "undo", "check", "plan")
                .build());
        this.services = services;
        this.access = access;
        this.findings = findings;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        WorkbenchState before = services.workbench().state();
        String inUse = before.profile() == null ? "" : before.profile();
        ImportReader reader = new ImportReader(
                services.profiles(),
                inUse,
                before.runType(),
                services.surroundings().directory().toString(),
                services.workDir());
        Imported imported = reader.read(text(words), (read, layer) -> effective(read, after(before, read)));
        WorkbenchState after = after(before, imported);
        if (!words.flag("dry-run")) {
            services.workbench().reloadProfile();
            services.workbench().change(state -> after);
            services.workbench().profile();
        }
        List<Finding> found = findings.of(imported.profile(), after);
        Settings old = effective(imported, before.use(imported.profile().name(), imported.runType()));
        ImportView view = new ImportView(imported, old, found);
        if (out.json()) {
            out.document("import", json -> view.json(json.field("dry_run", words.flag("dry-run"))));
        } else {
            view.show(out);
        }
        return imported.mistakes().stream().anyMatch(mistake -> mistake.kind().severity() == Finding.Severity.ERROR)
                ? ExitCode.FINDINGS
                : ExitCode.OK;
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return request.position() == 0 ? services.fileNames().suggestions(request.word(), false) : List.of();
    }

    private Settings effective(Imported imported, WorkbenchState state) {
        RunType runType = imported.runType();
        return Planner.settings(imported.profile(), runType, access.beneath(state));
    }

    /** What was set by hand before gives way, but for places, which a command rarely says. */
    private static WorkbenchState after(WorkbenchState before, Imported imported) {
        WorkbenchState next = before.use(imported.profile().name(), imported.runType());
        Settings layer = Settings.none();
        for (Setting setting : before.settings().layer(Origin.OPERATOR).values()) {
            if (setting.parameter().group() == Group.PLACES) {
                layer = layer.with(setting.parameter(), setting.value(), Origin.OPERATOR);
            }
        }
        for (ImportedSetting setting : imported.settings()) {
            layer = layer.with(setting.parameter(), setting.value(), Origin.OPERATOR);
        }
        return next.withChoices(new Choices(layer, null));
    }

    private String text(Words words) {
        String joined = String.join(" ", words.arguments());
        if (joined.equals("-")) {
            return services.standardInput();
        }
        if (joined.isBlank()) {
            throw words.usage("there is no command to import");
        }
        boolean command = words.arguments().size() > 1 || joined.contains("=") || joined.contains("\n");
        return command ? joined : file(joined);
    }

    private String file(String name) {
        try {
            String home = services.surroundings().variable("HOME");
            Path file = services.surroundings()
                    .directory()
                    .resolve(name.startsWith("~/") ? home + name.substring(1) : name);
            if (!Files.exists(file)) {
                throw new OperatorException(
                        ExitCode.NOT_FOUND,
                        "there is no file '" + name + "', and no command is it either",
                        "help import");
            }
            if (Files.size(file) > LARGEST) {
                throw new OperatorException(
                        ExitCode.USAGE, "'" + name + "' is too large to be a file of commands", "help import");
            }
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "'" + name + "' cannot be read: " + IoReason.of(e),
                    "ls -l " + CommandText.quote(name),
                    e);
        } catch (InvalidPathException e) {
            throw new OperatorException(ExitCode.USAGE, "'" + name + "' is no path and no command", "help import", e);
        }
    }
}
