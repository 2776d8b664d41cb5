package io.npushell.trainer;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The embedded engine's own program: {@code train}, told everything by its environment, and {@code sample}. */
public final class Main {
    private final Environment environment;
    private final PrintStream out;
    private final PrintStream err;
    private final Clock clock;

    Main(Map<String, String> environment, PrintStream out, PrintStream err, Clock clock) {
        this.environment = new Environment(environment);
        this.out = out;
        this.err = err;
        this.clock = clock;
    }

    public static void main(String[] arguments) {
        StopRequest stop = new StopRequest();
        int code = ExitCode.BUG.code();
        try {
            stop = arguments.length > 0 && arguments[0].equals("train") ? StopRequest.listening() : stop;
            code = run(arguments, stop);
        } catch (Throwable e) { // whatever it is, the hook must not wait for ever
            System.err.println("a bug in npu-shell: " + e);
        }
        stop.finished(code);
        // waits for ever where the machine is ending already, and the hook ends it with the same code
        System.exit(code);
    }

    private static int run(String[] arguments, StopRequest stop) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Main main = new Main(System.getenv(), out, err, Clock.system(ZoneId.systemDefault()));
        return main.run(Arrays.asList(arguments), stop);
    }

    int run(List<String> arguments, StopRequest stop) {
        try {
            String command = arguments.isEmpty() ? "" : arguments.get(0);
            return switch (command) {
                case "train" -> train(arguments, stop);
                case "sample" ->
                    new SampleCommand(environment, out)
                            .run(SampleOptions.parse(arguments.subList(1, arguments.size())));
                default -> throw Environment.usage("'%s' is no command: use train or sample".formatted(command));
            };
        } catch (OperatorException e) {
            err.println(e.remedy() == null ? e.getMessage() : e.getMessage() + "; " + e.remedy());
            return e.exitCode().code();
        } catch (OutOfMemoryError e) {
            err.println(
                    "java.lang.OutOfMemoryError: %s; a smaller MBS or SEQ_LEN needs less".formatted(e.getMessage()));
            return ExitCode.FAILED.code();
        } catch (RuntimeException | Error e) {
            err.println("a bug in npu-shell:");
            e.printStackTrace(err);
            return ExitCode.BUG.code();
        }
    }

    private int train(List<String> arguments, StopRequest stop) {
        if (arguments.size() > 1) {
            throw Environment.usage(
                    "train takes no argument, but got '%s': its environment says it all".formatted(arguments.get(1)));
        }
        return new TrainCommand(environment, new TrainingLog(out, clock), stop).run();
    }
}
