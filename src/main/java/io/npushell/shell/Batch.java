package io.npushell.shell;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.IoReason;
import io.npushell.shell.Invocation.Mode;
import io.npushell.shell.view.FailureView;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Place;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Everything but the prompt: one shots, {@code -c}, scripts and standard input. */
final class Batch {
    private final Wiring wiring;
    private final InputStream in;
    private final Output out;

    Batch(Wiring wiring, InputStream in, Output out) {
        this.wiring = wiring;
        this.in = in;
        this.out = out;
    }

    /** Runs what was asked; all failures are told, the code is the first failure's. */
    ExitCode run(Invocation invocation) {
        try {
            invocation.variables().forEach(wiring.services().variables()::assign);
            if (invocation.keepGoing()) {
                wiring.scripts().keepGoing();
            }
            boolean personal = invocation.workbench() || invocation.mode() instanceof Mode.OneShot;
            if (personal) {
                wiring.keeper().restore().forEach(out::say);
            }
            ExitCode code = run(invocation.mode());
            if (personal) {
                wiring.keeper().save();
            }
            return code;
        } catch (OperatorException e) {
            FailureView.show(out, Place.NONE, e.exitCode(), e.getMessage(), e.remedy());
            return e.exitCode();
        }
    }

    /** What a change broke is shown once: by the command that shows findings, or when all commands have run. */
    private ExitCode run(Mode mode) {
        wiring.services().findings().scriptBegins();
        try {
            return commands(mode);
        } finally {
            wiring.services().findings().end(out);
        }
    }

    private ExitCode commands(Mode mode) {
        if (mode instanceof Mode.OneShot || mode instanceof Mode.Text) {
            wiring.services().readStandardInputBy(this::everything);
        }
        if (mode instanceof Mode.OneShot shot) {
            return wiring.dispatcher().run(shot.words(), Place.NONE, out);
        }
        if (mode instanceof Mode.Text given) {
            return wiring.scripts().run(given.text(), "", out);
        }
        if (mode instanceof Mode.Script script && !script.file().equals("-")) {
            return wiring.scriptFiles().run(script.file(), out);
        }
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        return wiring.scripts().run(reader, "stdin", out);
    }

    private String everything() {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new OperatorException(
                    ExitCode.FAILED, "standard input cannot be read: " + IoReason.of(e), "name a file", e);
        }
    }
}
