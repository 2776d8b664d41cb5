package io.npushell.shell;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.params.Origin;
import io.npushell.plan.CommandText;
import io.npushell.shell.command.Services;
import io.npushell.shell.script.Lexer;
import io.npushell.shell.script.RawWord;
import io.npushell.shell.terminal.LineEditor;
import io.npushell.shell.terminal.Paging;
import io.npushell.shell.terminal.Prompt;
import io.npushell.shell.view.Channel;
import io.npushell.shell.view.FailureView;
import io.npushell.shell.view.Glyphs;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Place;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;
import io.npushell.shell.workbench.WorkbenchState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp;

/** The operator at the prompt: read a line, run it, never leave because of an error. */
final class Conversation {
    private static final String IMPORT = "import ";
    /** The word that was typed already before a text was pasted behind it. */
    private static final Pattern TYPED_IMPORT = Pattern.compile("import\\s++(?:--dry-run\\s++)?");

    private static final Duration PATIENCE = Duration.ofMillis(60);

    private final Wiring wiring;
    private final Services services;
    private final Terminal terminal;
    private final Output out;
    private final Glyphs glyphs;
    private final boolean colour;

    Conversation(Wiring wiring, Terminal terminal, Output out, boolean colour) {
        this.wiring = wiring;
        this.services = wiring.services();
        this.terminal = terminal;
        this.colour = colour;
        this.glyphs = Glyphs.of(services.surroundings().environment());
        this.out = Paging.of(
                        terminal,
                        services.surroundings().environment(),
                        services.surroundings().directory(),
                        glyphs,
                        colour,
                        reason -> out.complain(Text.of(
                                Paging.VARIABLE + ": " + reason + "; long output is printed without a pager",
                                Style.WARNING)))
                .map(out::pagedBy)
                .orElse(out);
    }

    /** The output of a terminal: data and talk are one there. */
    static Output output(Terminal terminal, boolean colour, boolean json, boolean quiet, Glyphs glyphs) {
        Channel screen = new Channel(terminal.writer(), !LineEditor.dumb(terminal), true, colour, glyphs);
        return new Output(screen, screen, () -> terminal.getWidth() > 0 ? terminal.getWidth() : 80, json, quiet);
    }

    ExitCode run() {
        if (terminal.getWidth() <= 0 || terminal.getHeight() <= 0) {
            // a pseudo terminal that nobody gave a size, as under expect or a bare ssh -tt: without one the editor cuts
            // every line
            terminal.setSize(new Size(80, 24));
        }
        Attributes found = quitKeyOff();
        try {
            return converse();
        } finally {
            terminal.setAttributes(found);
        }
    }

    /** A stray Ctrl-\\ would have Java print its threads all over the screen. */
    private Attributes quitKeyOff() {
        Attributes found = terminal.getAttributes();
        Attributes ours = new Attributes(found);
        ours.setControlChar(ControlChar.VQUIT, LineEditor.NO_KEY);
        terminal.setAttributes(ours);
        return found;
    }

    private ExitCode converse() {
        Thread commands = Thread.currentThread();
        terminal.handle(Terminal.Signal.INT, signal -> {
            if (!services.interrupts().fire()) {
                commands.interrupt();
            }
        });
        if (LineEditor.dumb(terminal)) {
            // the line editor leaves such a terminal as it is, and would leave Ctrl-C to Java, which ends
            org.jline.utils.Signals.register("INT", () -> terminal.raise(Terminal.Signal.INT));
        }
        wiring.keeper().restore().forEach(out::say);
        LineEditor editor = new LineEditor(
                terminal,
                wiring.commands(),
                services.catalog(),
                services.fileNames(),
                services.home().resolve("history"),
                colour,
                !"off".equals(services.surroundings().environment().get("NPU_SHELL_SUGGEST")),
                glyphs);
        services.questions().readBy(editor::ask);
        services.screen().clearedBy(() -> {
            terminal.puts(InfoCmp.Capability.clear_screen);
            terminal.flush();
        });
        preload();
        greet(editor);
        String ready = "";
        while (!wiring.leaving().asked()) {
            LineEditor.Line line = editor.read(prompt(), ready);
            ready = line.text().flatMap(this::importing).orElse("");
            if (!ready.isEmpty()) {
                run(Optional.of("import --dry-run " + ready.substring(IMPORT.length())));
                if (editor.keysWait()) {
                    // the rest of a paste, or what was typed meanwhile, is a line of its own
                    out.say(Text.of("try: ", Style.FAINT).plus(ready));
                    editor.remember(ready);
                    ready = "";
                }
            } else if (line.text().isPresent()) {
                run(line.text());
            } else if (line.ending() == LineEditor.Ending.LEFT) {
                break;
            }
        }
        return ExitCode.OK;
    }

    private void greet(LineEditor editor) {
        if (out.quiet()) {
            return;
        }
        String dot = " " + glyphs.dot() + " ";
        CompletableFuture<String> machine = CompletableFuture.supplyAsync(services::machine);
        String quickly = now(machine);
        out.say(Text.of("npu-shell " + services.surroundings().version(), Style.STRONG)
                .plus(quickly.isEmpty() ? "" : dot + quickly)
                .plus(dot + services.workDir()));
        WorkbenchState state = services.workbench().state();
        out.say(Text.of(
                state.profile() == null ? "Tab completes, help explains; begin with: " + beginning() : restored(state),
                Style.FAINT));
        if (!machine.isDone()) {
            var unused = machine.thenAccept(npus -> above(editor, npus));
        }
    }

    private String beginning() {
        return services.beginning()
                .map(profiles -> "use PROFILE, one of " + profiles)
                .orElse("use qwen-nano, which trains on this CPU");
    }

    private static void above(LineEditor editor, String npus) {
        if (!npus.isEmpty()) {
            editor.above(Text.of(npus).plain());
        }
    }

    private static String restored(WorkbenchState state) {
        int own = state.settings().layer(Origin.OPERATOR).size();
        String settings = own == 0 ? "" : own == 1 ? ", 1 setting of yours" : ", " + own + " settings of yours";
        String preset = state.choices().preset();
        return "restored " + state.title() + (preset == null ? "" : ", preset " + preset) + settings;
    }

    /** npu-smi takes its time; the prompt does not wait for it. */
    private static String now(CompletableFuture<String> machine) {
        try {
            return machine.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** Loads the profile in use away from the prompt, so that completion finds it in memory. */
    private void preload() {
        if (services.workbench().state().profile() != null) {
            services.refresher().soon(() -> services.workbench().profile());
        }
    }

    private String prompt() {
        services.fileNames().prefetch("");
        services.refresher().refreshAll();
        Text prompt = glyphs.shown(
                Prompt.of(services.workbench().state(), services.alarm().raised(), glyphs));
        return colour ? prompt.ansi() : prompt.plain();
    }

    /** The import of a command of the host's shell that was typed or pasted as it is: shown first, then ready to be entered. */
    private Optional<String> importing(String text) {
        boolean foreign = Lexer.commands(text).stream()
                .anyMatch(part -> !part.isHost()
                        && wiring.commands()
                                .find(part.words().stream()
                                        .map(RawWord::spelled)
                                        .toList())
                                .isEmpty());
        Matcher typed = TYPED_IMPORT.matcher(text.strip());
        boolean behindImport = typed.lookingAt();
        String command = behindImport ? text.strip().substring(typed.end()) : text.strip();
        // an import in quotes is whole: it is run, and the command behind it named
        boolean whole = behindImport && (command.startsWith("'") || command.startsWith("\""));
        try {
            return !LineEditor.dumb(terminal)
                            && foreign
                            && !whole
                            && wiring.foreign().understands(command)
                    ? Optional.of(IMPORT + CommandText.quote(command))
                    : Optional.empty();
        } catch (OperatorException e) {
            return Optional.empty();
        }
    }

    private void run(Optional<String> line) {
        try {
            line.ifPresent(text -> wiring.scripts().run(text, "", out));
            wiring.keeper().save();
        } catch (OperatorException e) {
            FailureView.show(out, Place.NONE, e.exitCode(), e.getMessage(), e.remedy());
        } finally {
            // a Ctrl-C that came too late belongs to no later command
            Thread.interrupted();
        }
    }
}
