package io.npushell.shell.view;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a command writes: data to standard output, talk to standard error; at the prompt both are the terminal.
 *
 * <p>A status line stands below everything until the next line or {@link #clearStatus()} takes it away.
 */
public final class Output {
    /** The width assumed where there is no terminal: nothing is cut then. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    private final Channel data;
    private final Channel talk;
    private final IntSupplier width;
    private final boolean json;
    private final boolean quiet;
    private final StatusLine status;
    private final @Nullable Pager pager;
    private final @Nullable HeldWriter held;

    /**
     * Bundles the two streams.
     *
     * @param width columns of the terminal now
     * @param quiet whether talk other than failures is left out
     */
    public Output(Channel data, Channel talk, IntSupplier width, boolean json, boolean quiet) {
        this(data, talk, width, json, quiet, new StatusLine(talk), null, null);
    }

    private Output(
            Channel data,
            Channel talk,
            IntSupplier width,
            boolean json,
            boolean quiet,
            StatusLine status,
            @Nullable Pager pager,
            @Nullable HeldWriter held) {
        this.data = data;
        this.talk = talk;
        this.width = width;
        this.json = json;
        this.quiet = quiet;
        this.status = status;
        this.pager = pager;
        this.held = held;
    }

    /** The output behind a writer that {@link #writer()} gave; a plain one around any other writer. */
    public static Output of(PrintWriter writer) {
        if (writer instanceof OutputWriter ours) {
            return ours.output();
        }
        Channel channel = new Channel(writer, false, false);
        return new Output(channel, channel, () -> UNLIMITED, false, false);
    }

    public PrintWriter writer() {
        return new OutputWriter(data.writer(), this);
    }

    /** The same output with everything shown as JSON. */
    public Output asJson() {
        return new Output(data, talk, width, true, quiet, status, pager, held);
    }

    /** The same output where what is longer than the screen is shown by a pager. */
    public Output pagedBy(Pager choice) {
        return new Output(data, talk, width, json, quiet, status, choice, held);
    }

    /** The same output without a pager: of a script, which waits for no key. */
    public Output unpaged() {
        return new Output(data, talk, width, json, quiet, status, null, held);
    }

    /** The same output for a command that ends by itself: what it prints comes at {@link #release()}; without a pager, at once. */
    public Output held() {
        if (pager == null || json) {
            return this;
        }
        HeldWriter text = new HeldWriter(data.writer());
        return new Output(data.into(text), talk.into(text), width, false, quiet, status, pager, text);
    }

    /** Shows what was held back. */
    public void release() {
        if (pager != null && held != null) {
            pager.show(held.take());
        }
    }

    /** Whether {@code --json} was given: then standard output carries one {@link #document}, or {@link #record}s, and nothing else. */
    public boolean json() {
        return json;
    }

    public void line(String text) {
        line(Text.of(text));
    }

    /** A line of data; where it is longer than a terminal is wide, it is broken between its words. */
    public void line(Text text) {
        status.clear();
        Paragraph.wrapped(data.shown(text), width()).forEach(data::line);
    }

    /** A line that another program may read, a command or a value: as it is into a file or a pipe; a terminal it does not steer. */
    public void copy(String line) {
        status.clear();
        data.copy(line);
    }

    /** A line of a log: as it is into a file or a pipe; on a terminal its colours stay, and nothing else that would steer it. */
    public void log(String line) {
        status.clear();
        data.log(line);
    }

    /** A line as it is, whatever it does to a terminal: where that was asked for. */
    public void raw(String line) {
        status.clear();
        data.raw(line);
    }

    public void lines(List<Text> lines) {
        lines.forEach(this::line);
    }

    public void say(String text) {
        say(Text.of(text));
    }

    /** A line of talk: progress, hints, what was done. Left out under {@code -q}. */
    public void say(Text text) {
        if (!quiet) {
            complain(text);
        }
    }

    /** A line of talk that is never left out: why something failed. */
    public void complain(Text text) {
        status.clear();
        data.writer().flush();
        Paragraph.wrapped(talk.shown(text), talkWidth()).forEach(talk::line);
        talk.writer().flush();
    }

    /** Talk that waits for an answer on the same line. */
    public void prompt(String text) {
        status.clear();
        data.writer().flush();
        talk.unfinished(talk.spelled(Text.of(text)));
    }

    /** Shows or replaces the status line; nothing happens where talk is no terminal. */
    public void status(Text text) {
        data.writer().flush();
        if (!quiet) {
            status.show(talk.shown(text).cut(talk.terminal() ? width.getAsInt() : UNLIMITED));
        }
    }

    public void clearStatus() {
        status.clear();
    }

    /** One JSON document, indented; its first field is {@code schema}: "npu-shell/" + name + "/1". */
    public void document(String name, Consumer<JsonObject> body) {
        status.clear();
        JsonObject.write(data, true, root -> {
            root.field("schema", "npu-shell/" + name + "/1");
            body.accept(root);
        });
    }

    /** One JSON object on a line of its own, flushed: an element of a stream. */
    public void record(String name, Consumer<JsonObject> body) {
        status.clear();
        JsonObject.write(data, false, root -> {
            root.field("schema", "npu-shell/" + name + "/1");
            body.accept(root);
        });
        flush();
    }

    public void flush() {
        data.writer().flush();
        talk.writer().flush();
    }

    /** Columns a line of data may take; {@link #UNLIMITED} where nobody looks. */
    public int width() {
        return data.terminal() ? width.getAsInt() : UNLIMITED;
    }

    /** The same for a line of talk. */
    public int talkWidth() {
        return talk.terminal() ? width.getAsInt() : UNLIMITED;
    }

    /** Whether data goes to a terminal. */
    public boolean terminal() {
        return data.terminal();
    }

    /** Whether talk goes to a terminal, so that {@link #status} shows. */
    public boolean showsStatus() {
        return talk.terminal() && !quiet;
    }

    public boolean colour() {
        return data.colour();
    }

    public boolean quiet() {
        return quiet;
    }
}
