package io.npushell.shell;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.shell.Invocation.ColourChoice;
import io.npushell.shell.Invocation.Mode;
import io.npushell.shell.command.Surroundings;
import io.npushell.shell.terminal.TerminalWidth;
import io.npushell.shell.view.ClosedPipe;
import io.npushell.shell.view.FailureView;
import io.npushell.shell.view.Glyphs;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Where the process starts: reads what is asked, runs it, ends with its exit code. */
public final class Main {
    private Main() {}

    public static void main(String... arguments) {
        QuietLogging.choose();
        int code = ExitCode.BUG.code();
        try {
            code = run(arguments);
        } catch (ClosedPipe e) {
            code = lost(e).code();
        } catch (Throwable e) { // whatever it is, the process ends: no thread of it may keep it
            System.err.println(Glyphs.of(System.getenv()).shown("a bug in npu-shell (" + e + ")"));
        }
        System.exit(code);
    }

    /** A reader that has gone wants nothing more; a file that took only a part must be told of. */
    private static ExitCode lost(ClosedPipe failure) {
        if (!Streams.isFile("stdout")) {
            return ExitCode.PIPE_CLOSED;
        }
        FailureView.show(
                output(ColourChoice.AUTO, false, false, System.getenv()),
                Place.NONE,
                ExitCode.ENVIRONMENT,
                "standard output cannot be written: " + failure.reason(),
                null);
        return ExitCode.ENVIRONMENT;
    }

    private static int run(String... arguments) {
        Map<String, String> environment = System.getenv();
        if (!System.getProperty("os.name", "").equals("Linux")) {
            FailureView.show(
                    output(ColourChoice.AUTO, false, false, environment),
                    Place.NONE,
                    ExitCode.ENVIRONMENT,
                    "npu-shell runs on Linux, and this is " + System.getProperty("os.name"),
                    "on Windows, run it inside WSL2");
            return ExitCode.ENVIRONMENT.code();
        }
        Invocation invocation;
        try {
            invocation = InvocationReader.read(arguments);
        } catch (OperatorException e) {
            boolean json = List.of(arguments).contains("--json");
            FailureView.show(
                    output(ColourChoice.AUTO, json, false, environment),
                    Place.NONE,
                    e.exitCode(),
                    e.getMessage(),
                    e.remedy());
            return e.exitCode().code();
        }
        Output out = output(invocation.colour(), invocation.json(), invocation.quiet(), environment);
        int code = run(invocation, out, SystemSurroundings.read());
        out.flush();
        return code;
    }

    private static int run(Invocation invocation, Output out, Surroundings surroundings) {
        if (invocation.mode() instanceof Mode.Version) {
            out.line("npu-shell " + surroundings.version());
            return ExitCode.OK.code();
        }
        if (invocation.mode() instanceof Mode.Help) {
            Usage.show(out);
            return ExitCode.OK.code();
        }
        if (invocation.mode() instanceof Mode.WarmUp) {
            WarmUp.run(surroundings);
            return ExitCode.OK.code();
        }
        Wiring wiring = new Wiring(surroundings);
        try {
            if (invocation.mode() instanceof Mode.Conversation
                    && Streams.isTerminal("stdin")
                    && Streams.isTerminal("stdout")) {
                return left(wiring, converse(wiring, invocation));
            }
            new Signals(wiring.services().interrupts()).arm();
            BatchQuestions.arm(wiring.services().questions(), out);
            return left(wiring, new Batch(wiring, System.in, out).run(invocation));
        } catch (ClosedPipe e) {
            throw e;
        } catch (OperatorException e) {
            FailureView.show(out, Place.NONE, e.exitCode(), e.getMessage(), e.remedy());
            return e.exitCode().code();
        } catch (RuntimeException | Error e) {
            return wiring.bugs().tell(e, List.of(), Place.NONE, out).code();
        }
    }

    /** What {@code exit N} asked for counts more than how the commands before it went. */
    private static int left(Wiring wiring, ExitCode code) {
        return wiring.leaving().code().orElse(code.code());
    }

    private static ExitCode converse(Wiring wiring, Invocation invocation) {
        Map<String, String> environment = wiring.services().surroundings().environment();
        boolean colour = Streams.colour(invocation.colour(), "stdout", environment);
        try (Terminal terminal = TerminalBuilder.builder()
                .system(true)
                .dumb(true)
                .encoding(StandardCharsets.UTF_8)
                .build()) {
            invocation.variables().forEach(wiring.services().variables()::assign);
            Output screen = Conversation.output(
                    terminal, colour, invocation.json(), invocation.quiet(), Glyphs.of(environment));
            return new Conversation(wiring, terminal, screen, colour).run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Output output(ColourChoice colour, boolean json, boolean quiet, Map<String, String> environment) {
        return new Output(
                Streams.out(Streams.colour(colour, "stdout", environment), environment),
                Streams.err(Streams.colour(colour, "stderr", environment), environment),
                new TerminalWidth(environment),
                json,
                quiet);
    }
}
