package io.npushell.shell.weights;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.IoReason;
import io.npushell.model.ModelFamilies;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.profile.ModelProfile;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.Interrupts;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Services;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Paragraph;
import io.npushell.shell.view.Spans;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Table;
import io.npushell.shell.view.Text;
import io.npushell.weights.convert.Inspection;
import io.npushell.weights.convert.Inspector;
import io.npushell.weights.convert.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Says what weights lie under a path, and whether they fit the settings in use. */
final class WeightsInspectCommand extends OperatorCommand {
    private static final long STATUS_EVERY = 64L << 20;

    private final Services services;
    private final SessionAccess access;

    WeightsInspectCommand(Services services, SessionAccess access) {
        super(CommandDoc.named(
                        "weights inspect", CommandGroup.DATA, "say what weights lie under a path, and whether they fit")
                .arguments("PATH", 1, 1)
                .description(
                        "PATH is a directory of Megatron checkpoints, a Hugging Face model, or a single .safetensors,"
                                + " .bin or .pt file. Only headers are read, and pickles are opened without running"
                                + " anything. Exits 1 where something is missing or odd.")
                .flag(
                        "verify",
                        "read every tensor and compare the checksums there are; safetensors has none, only sizes")
                .option("iteration", "N", "of a Megatron checkpoint, instead of the one its tracker names")
                .json()
                .paged()
                .example("weights inspect /home/ma-user/ws/tokenizers/Qwen-14B", "a downloaded model")
                .example("weights inspect --verify exported/Qwen-14B", "before it is copied, or after")
                .seeAlso("weights convert", "weights merge")
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
        Path path =
                services.surroundings().directory().resolve(words.argument(0)).normalize();
        Inspection found = look(path, words.number("iteration", 0).orElse(-1L));
        Optional<Verification> verified = words.flag("verify")
                ? Optional.of(verify(path, words.number("iteration", 0).orElse(-1L), out))
                : Optional.empty();
        List<Misfit> misfits = found.lookedInto() ? misfits(found) : List.of();
        if (out.json()) {
            json(found, verified, misfits, out);
        } else {
            lines(found, verified, misfits, out);
        }
        boolean whole = verified.map(Verification::problems).orElse(List.of()).isEmpty();
        return whole && found.problems().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    @SuppressWarnings("try") // the handling is held, not used
    private Verification verify(Path path, long iteration, Output out) {
        AtomicBoolean stopped = new AtomicBoolean();
        long[] shown = new long[1];
        try (Interrupts.Handling ours = services.interrupts().during(() -> stopped.set(true))) {
            return Verification.read(path, iteration, (bytes, of) -> {
                if (stopped.get()) {
                    throw new OperatorException(ExitCode.INTERRUPTED, "verifying was stopped");
                }
                if (bytes - shown[0] >= STATUS_EVERY) {
                    shown[0] = bytes;
                    out.status(Text.of("  verifying " + Spans.bytes(bytes) + " of " + Spans.bytes(of)));
                }
            });
        } catch (IOException e) {
            throw unreadable(path, e);
        } finally {
            out.clearStatus();
        }
    }

    private Inspection look(Path path, long iteration) {
        try {
            return Inspector.inspect(path, iteration, families());
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** The family of the profile in use is known beside those that come with npu-shell. */
    private ModelFamilies families() {
        return services.workbench().state().profile() == null
                ? ModelFamilies.shipped()
                : ModelFamilies.with(services.workbench().profile().family());
    }

    private static OperatorException unreadable(Path path, IOException e) {
        return new OperatorException(
                ExitCode.FAILED,
                "'" + path + "' cannot be read: " + IoReason.of(e),
                "check the path and its rights",
                e);
    }

    /** What keeps the settings in use from loading them, with what to do; empty where no profile is in use. */
    private List<Misfit> misfits(Inspection found) {
        if (services.workbench().state().profile() == null) {
            return List.of();
        }
        ModelProfile profile = services.workbench().profile();
        return Misfits.of(found, profile.shape(), settings(profile.name()));
    }

    private Misfits.Wanted settings(String profile) {
        Settings settings = access.effective();
        return new Misfits.Wanted(
                profile,
                settings.whole(ParameterNames.TENSOR_PARALLEL).orElse(1),
                settings.whole(ParameterNames.PIPELINE_PARALLEL).orElse(1),
                settings.whole(ParameterNames.PADDED_VOCAB_SIZE).orElse(0),
                settings.text(ParameterNames.PARAMS_DTYPE).orElse("source"));
    }

    private static void lines(Inspection found, Optional<Verification> verified, List<Misfit> misfits, Output out) {
        Table table = Table.of("", "");
        table.row("format", format(found));
        if (!found.lookedInto()) {
            table.row("iteration", found.iteration() < 0 ? "–" : Long.toString(found.iteration()));
            table.row("size", Spans.bytes(found.bytes()));
            table.row("also", Inspection.NOT_LOOKED_INTO);
            out.lines(table.lines(out.width()));
            return;
        }
        if (!found.family().isEmpty()) {
            table.row(
                    "model",
                    found.family()
                            + (found.layers() > 0 ? ", " + found.layers() + " layers" : "")
                            + (found.vocabularyRows() > 0
                                    ? ", " + String.format(Locale.ROOT, "%,d", found.vocabularyRows())
                                            + " rows of vocabulary"
                                    : ""));
        }
        table.row("type", String.join(", ", found.dtypes()));
        table.row("parameters", String.format(Locale.ROOT, "%,d in %,d tensors", found.parameters(), found.tensors()));
        table.row("size", Spans.bytes(found.bytes()));
        if (found.tensorParallel() > 0) {
            table.row("cut", "TP " + found.tensorParallel() + ", PP " + found.pipelineParallel());
            table.row("iteration", Long.toString(found.iteration()));
        }
        if (!found.contents().isEmpty()) {
            table.row("also", String.join(", ", found.contents()));
        }
        verified.filter(all -> all.problems().isEmpty()).ifPresent(all -> table.row("verified", sound(all)));
        out.lines(table.lines(out.width()));
        verified.map(Verification::problems)
                .orElse(List.of())
                .forEach(problem -> paragraph(Text.of("damaged     ", Style.BAD).plus(problem), 12, out));
        found.problems()
                .forEach(problem -> paragraph(Text.of("problem     ", Style.BAD).plus(problem), 12, out));
        misfits.forEach(misfit -> {
            paragraph(Text.of("misfit      ", Style.WARNING).plus(misfit.sentence()), 12, out);
            paragraph(
                    Text.of("            try: ", Style.FAINT).plus(String.join("   or   ", misfit.remedies())),
                    17,
                    out);
        });
    }

    private static String sound(Verification verified) {
        String read = verified.files() + (verified.files() == 1 ? " file" : " files") + ", every byte read";
        return verified.checked() == 0
                ? read + "; there are no checksums to compare"
                : read + ", checksums match over " + Spans.bytes(verified.checked());
    }

    private static void paragraph(Text text, int indent, Output out) {
        out.lines(Paragraph.lines(text, indent, out.width()));
    }

    private static String format(Inspection found) {
        return switch (found.format()) {
            case "megatron" -> "Megatron checkpoint";
            case "huggingface" -> "Hugging Face model";
            case "safetensors" -> "safetensors file";
            case "torch" -> "torch file";
            default -> "distributed checkpoint (" + found.format() + ")";
        };
    }

    private static void json(Inspection found, Optional<Verification> verified, List<Misfit> misfits, Output out) {
        out.document("weights", json -> {
            json.field("path", found.path())
                    .field("format", found.format())
                    .field("family", found.family().isEmpty() ? null : found.family())
                    .texts("dtypes", found.dtypes())
                    .field("tensors", found.tensors())
                    .field("parameters", found.parameters())
                    .field("bytes", found.bytes())
                    .field("layers", found.layers())
                    .field("hidden", found.hidden())
                    .field("vocabulary_rows", found.vocabularyRows());
            if (!found.lookedInto()) {
                json.field("iteration", found.iteration());
            }
            if (found.tensorParallel() > 0) {
                json.field("tensor_parallel", found.tensorParallel())
                        .field("pipeline_parallel", found.pipelineParallel())
                        .field("iteration", found.iteration());
            }
            if (verified.isPresent()) {
                Verification all = verified.get();
                json.object(
                        "verified",
                        child -> child.field("files", all.files())
                                .field("bytes", all.bytes())
                                .field("checked", all.checked())
                                .texts("problems", all.problems()));
            } else {
                json.absent("verified");
            }
            json.texts("contents", found.contents())
                    .texts("problems", found.problems())
                    .objects(
                            "misfits",
                            misfits,
                            (object, misfit) ->
                                    object.field("sentence", misfit.sentence()).texts("remedies", misfit.remedies()));
        });
    }
}
