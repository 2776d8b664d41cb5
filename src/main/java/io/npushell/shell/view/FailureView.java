package io.npushell.shell.view;

import io.npushell.ExitCode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells a failure: one line and the remedy on standard error, or one JSON object on standard output. */
public final class FailureView {
    private static final String TRY = "  try: ";

    private FailureView() {}

    public static void show(Output out, Place place, ExitCode code, String message, @Nullable String remedy) {
        if (out.json()) {
            out.document(
                    "error",
                    root -> root.field("ok", false).object("error", error -> {
                        error.field("code", code.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                                .field("exit", code.code())
                                .field("message", message)
                                .field("remedy", remedy);
                        if (place.file().isEmpty()) {
                            error.absent("file").absent("line");
                        } else {
                            error.field("file", place.file()).field("line", place.line());
                        }
                    }));
            return;
        }
        out.complain(Text.of(place.prefix()).plus(message, Style.BAD));
        if (remedy != null) {
            Text line = Text.of(TRY, Style.FAINT).plus(remedy);
            Paragraph.lines(line, TRY.length(), out.talkWidth()).forEach(out::complain);
        }
    }
}
