package io.npushell.step;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.IoReason;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/** The main class of the step JVM. */
public final class Main {
    private static final String USAGE = """
        usage: io.npushell.step.Main data OPTIONS        make a dataset of a text file
               io.npushell.step.Main check-data OPTIONS  look at the dataset another program made
               io.npushell.step.Main weights OPTIONS     make a Megatron checkpoint of a Hugging Face model
               io.npushell.step.Main export OPTIONS      make a Hugging Face model of a Megatron checkpoint
               io.npushell.step.Main verdict OPTIONS     tell by its log how a training ended
               io.npushell.step.Main tokenizer OPTIONS   make a small tokenizer of a text file
        """;

    private final PrintStream out;
    private final PrintStream err;

    Main(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] args) {
        ExitCode code = ExitCode.BUG;
        try {
            code = new Main(System.out, System.err).run(args);
        } catch (Throwable e) { // whatever it is, the process ends: no thread of it may keep it
            System.err.println("a bug in npu-shell: " + e);
        }
        System.exit(code.code());
    }

    ExitCode run(String... args) {
        List<String> words = Arrays.asList(args);
        try {
            return dispatch(words);
        } catch (OperatorException e) {
            err.println(e.getMessage());
            if (e.remedy() != null) {
                err.println("  try: " + e.remedy());
            }
            return e.exitCode();
        } catch (IOException e) {
            err.println("cannot read or write: " + IoReason.withFile(e));
            String remedy = WriteRemedy.of(words, e);
            if (!remedy.isEmpty()) {
                err.println("  try: " + remedy);
            }
            return ExitCode.FAILED;
        } catch (OutOfMemoryError e) {
            err.println("this step has run out of its memory of "
                    + (Runtime.getRuntime().maxMemory() >> 20) + " MiB: " + e.getMessage());
            if (words.contains("data")) {
                err.println("  try: --workers 1 (set data-workers 1)");
            }
            return ExitCode.FAILED;
        } catch (RuntimeException | Error e) {
            err.println("a bug in npu-shell:");
            e.printStackTrace(err);
            return ExitCode.BUG;
        }
    }

    private ExitCode dispatch(List<String> words) throws IOException {
        String step = words.isEmpty() ? "" : words.get(0);
        List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
        boolean help = rest.contains("--help") || rest.contains("-h");
        switch (step) {
            case "data" -> {
                if (help) {
                    out.print(DataOptions.USAGE);
                } else {
                    new DataStep(DataOptions.parse(rest), out).run();
                }
            }
            case "check-data" -> {
                if (help) {
                    out.print(DataOptions.USAGE);
                } else {
                    new CheckDataStep(DataOptions.parse(rest), out).run();
                }
            }
            case "weights" -> {
                if (help) {
                    out.print(WeightsStep.USAGE);
                } else {
                    WeightsStep.parse(rest).run(out);
                }
            }
            case "export" -> {
                if (help) {
                    out.print(ExportStep.USAGE);
                } else {
                    ExportStep.parse(rest).run(out);
                }
            }
            case "verdict" -> {
                if (!help) {
                    return VerdictStep.parse(rest).run(out);
                }
                out.print(VerdictStep.USAGE);
            }
            case "tokenizer" -> {
                if (help) {
                    out.print(TokenizerStep.USAGE);
                } else {
                    TokenizerStep.parse(rest).run(out);
                }
            }
            case "--help", "-h" -> out.print(USAGE);
            default -> {
                err.print(step.isEmpty() ? "" : "there is no step \"" + step + "\"\n");
                err.print(USAGE);
                return ExitCode.USAGE;
            }
        }
        return ExitCode.OK;
    }
}
