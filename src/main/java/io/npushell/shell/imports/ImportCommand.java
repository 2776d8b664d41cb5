package io.npushell.shell.imports;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.IoReason;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.params.Value;
import io.npushell.plan.CommandText;
import io.npushell.plan.Finding;
import io.npushell.plan.Planner;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Services;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.UnknownCommand;
import io.npushell.shell.command.Words;
import io.npushell.shell.settings.BenchFindings;
import io.npushell.shell.view.FindingsView;
import io.npushell.shell.view.Output;
import io.npushell.shell.workbench.WorkbenchState;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes settings of the operator's own command, and names its mistakes. */
public final class ImportCommand extends OperatorCommand {
    private static final long LARGEST = 1 << 20;

    private final Services services;
    private final SessionAccess access;
    private final BenchFindings findings;

    public ImportCommand(Services services, SessionAccess access, BenchFindings findings) {
        super(CommandDoc.named(
                        "import", CommandGroup.PARAMETERS, "make settings of a command line of the manual's kind")
                .hostText("'COMMAND' | FILE | -")
                .description("COMMAND is what was typed until now: variables and sh scripts/….sh, preprocess_data.py or"
                        + " util.py, docker run, as it was copied: with a prompt in front, export lines, line continuations,"
                        + " nohup, sudo, docker exec, bash -c, or the commands of several nodes. At the prompt it needs"
                        + " no quotes where it is one line. FILE holds such"
                        + " commands, - reads them from standard input; all of them are taken, each to its step."
                        + " The profile is found by script and MODEL_TYPE. A training's command says all that"
                        + " counts for it, so what was set by hand gives way; what an earlier import gave stays."
                        + " Mistakes are named, and what was taken instead. Nothing is run. Exits 3 where the"
                        + " command says something that could not be taken.")
                .flag("dry-run", "show what would change")
                .json()
                .paged()
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
        ImportReading reading =
                reader(services).read(text(words), (all, part) -> effective(part, ImportedState.after(before, all)));
        WorkbenchState after = ImportedState.after(before, reading.parts());
        if (!words.flag("dry-run")) {
            services.workbench().reloadProfile();
            services.workbench().change(words.spelled(), state -> after);
            services.workbench().profile();
        }
        List<ImportView.Part> parts = new ArrayList<>();
        for (Imported part : reading.parts()) {
            parts.add(new ImportView.Part(
                    part,
                    before.use(part.profile().name(), part.runType()).choices().preset(),
                    effective(part, before),
                    effective(part, after)));
        }
        List<Finding> found = findings.of(reading.first().profile(), after);
        ImportView view = new ImportView(parts, reading.mistakes(), found);
        if (out.json()) {
            out.document("import", json -> view.json(json.field("dry_run", words.flag("dry-run"))));
        } else {
            view.show(out);
            if (words.flag("dry-run")) {
                FindingsView.lines(found, out.talkWidth()).forEach(out::say);
            } else {
                services.findings().changed(List.of(), found, out);
            }
        }
        return reading.mistakes().stream().anyMatch(mistake -> mistake.kind().severity() == Finding.Severity.ERROR)
                ? ExitCode.FINDINGS
                : ExitCode.OK;
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return request.position() == 0 ? services.fileNames().suggestions(request.word(), false) : List.of();
    }

    /** What reads commands for the workbench as it is now. */
    static ImportReader reader(Services services) {
        WorkbenchState state = services.workbench().state();
        String inUse = state.profile() == null ? "" : state.profile();
        return new ImportReader(
                services.profiles(),
                inUse,
                state.runType(),
                services.surroundings().directory().toString(),
                services.surroundings().environment(),
                places(services),
                state.settings());
    }

    /** What the manual's variables stand for in a text that does not set them. */
    private static Map<String, String> places(Services services) {
        String workDir = services.workDir();
        Map<String, String> places =
                new HashMap<>(Map.of("work_dir", workDir, "workdir", workDir, "container_work_dir", workDir));
        Settings set = services.workbench().state().settings();
        for (Map.Entry<String, String> each : Map.of(
                        "container_name", ParameterNames.CONTAINER, "image_name", ParameterNames.IMAGE)
                .entrySet()) {
            Value manual = services.catalog().get(each.getValue()).manualDefault();
            set.text(each.getValue())
                    .or(() -> Optional.ofNullable(manual).map(Value::text))
                    .ifPresent(text -> places.put(each.getKey(), text));
        }
        return places;
    }

    private Settings effective(Imported part, WorkbenchState state) {
        WorkbenchState own = state.use(part.profile().name(), part.runType());
        return Planner.settings(part.profile(), part.runType(), access.beneath(own));
    }

    private String text(Words words) {
        List<String> given = words.arguments();
        String joined = given.size() == 1 ? given.get(0) : UnknownCommand.line(given);
        if (joined.equals("-")) {
            return services.standardInput();
        }
        if (joined.isBlank()) {
            throw words.usage("there is no command to import");
        }
        return given.size() == 1 && isFile(joined) ? file(joined) : command(joined);
    }

    /** Whether one word names a file. A command may, too; then it is a file that is there. */
    private boolean isFile(String word) {
        if (word.length() > 4096 || word.indexOf('\n') >= 0 || word.indexOf('\0') >= 0) {
            return false;
        }
        return !(word.contains("=") || word.strip().contains(" ")) || Files.isRegularFile(path(word));
    }

    private static String command(String text) {
        if (text.length() > LARGEST) {
            throw new OperatorException(ExitCode.USAGE, "this is too long to be a command", "help import");
        }
        return text;
    }

    private Path path(String name) {
        String home = services.surroundings().variable("HOME");
        return services.surroundings().directory().resolve(name.startsWith("~/") ? home + name.substring(1) : name);
    }

    private String file(String name) {
        try {
            Path file = path(name);
            if (!Files.exists(file)) {
                throw new OperatorException(
                        ExitCode.NOT_FOUND,
                        "there is no file '" + name + "', and no command is it either",
                        "help import");
            }
            if (Files.isDirectory(file)) {
                throw new OperatorException(
                        ExitCode.USAGE, "'" + name + "' is a directory", "import FILE, a file of commands");
            }
            if (Files.size(file) > LARGEST) {
                throw new OperatorException(
                        ExitCode.USAGE, "'" + name + "' is too large to be a file of commands", "help import");
            }
            byte[] content = Files.readAllBytes(file);
            return new String(content, charset(content));
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

    /** Notepad's "Unicode" begins with a mark; all else is read as UTF-8. */
    private static Charset charset(byte[] content) {
        boolean marked = content.length > 1
                && ((content[0] == (byte) 0xff && content[1] == (byte) 0xfe)
                        || (content[0] == (byte) 0xfe && content[1] == (byte) 0xff));
        return marked ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    }
}
