package io.npushell.shell.terminal;

import java.util.Objects;
import org.jline.reader.LineReader;
import org.jline.reader.Widget;
import org.jline.reader.impl.LineReaderImpl;

/**
 * Text that comes faster than anybody types, a paste into a terminal without bracketed paste: taken as a whole, and drawn once.
 *
 * <p>Drawn letter by letter, each one costs the length of the line: four thousand took a quarter of a minute.
 */
final class Burst {
    private static final int DELETE = 0x7f;

    private final LineReaderImpl reader;
    private final Widget single;

    private Burst(LineReaderImpl reader, Widget single) {
        this.reader = reader;
        this.single = single;
    }

    /** From now on this editor, made by JLine's builder, takes bursts. */
    static void readBy(LineReader reader) {
        LineReaderImpl editor = (LineReaderImpl) reader;
        Burst burst =
                new Burst(editor, Objects.requireNonNull(editor.getWidgets().get(LineReader.SELF_INSERT)));
        editor.getWidgets().put(LineReader.SELF_INSERT, burst::insert);
    }

    private boolean insert() {
        if (!single.apply()) {
            return false;
        }
        while (TypedAhead.waits() && isText(reader.peekCharacter(1))) {
            reader.getBuffer().write(reader.readCharacter());
            // what the first letter brought to mind is not meant
            reader.setTailTip("");
        }
        return true;
    }

    /** Other keys do something, Enter among them. */
    private static boolean isText(int key) {
        return key >= ' ' && key != DELETE;
    }
}
