package io.npushell.shell.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jline.reader.Candidate;
import org.jline.reader.LineReader;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jspecify.annotations.Nullable;

/**
 * JLine's line editor, but choices that do not fit on the screen come as a first page that says how many more there are.
 *
 * <p>JLine asks whether to show them all, and the key that answers is lost to the line. Here the list gets shorter while one types on, and a second Tab opens
 * the menu, which has all of them and turns its own pages.
 */
final class PagedReader extends LineReaderImpl {
    private final String more;
    /** How many lines the last layout took; JLine keeps the number in its result to itself. */
    private int lines;
    /** How many choices the page that is being laid out leaves away. */
    private int left;

    PagedReader(Terminal terminal, String more, Map<String, Object> variables) throws java.io.IOException {
        super(terminal, "npu-shell", variables);
        this.more = more;
        // asks by the number of choices, too
        setVariable(LineReader.LIST_MAX, 0);
    }

    @Override
    protected boolean doList(
            List<Candidate> choices,
            String completed,
            boolean typesOn,
            BiFunction<CharSequence, Boolean, CharSequence> escaper,
            boolean suggestion) {
        // where the line itself fills the screen there is nothing to show, and nothing to ask
        return room() > 0 && super.doList(choices, completed, typesOn, escaper, suggestion);
    }

    /** A list has neither a selection nor asks for the order, as the menu does. */
    @Override
    protected PostResult computePost(
            List<Candidate> choices,
            @Nullable Candidate selection,
            @Nullable List<Candidate> ordered,
            @Nullable String completed) {
        if (selection != null || ordered != null) {
            return super.computePost(choices, selection, ordered, completed);
        }
        List<Candidate> inOrder = new ArrayList<>();
        PostResult page = super.computePost(choices, null, inOrder, completed);
        int room = room();
        // as a menu beside the word it would leave away what is no choice
        boolean beside = isSet(Option.AUTO_MENU_LIST);
        option(Option.AUTO_MENU_LIST, beside && lines <= room);
        try {
            for (int shown = Math.min(inOrder.size() - 1, lines(room)); lines > room && shown >= 0; shown--) {
                left = inOrder.size() - shown;
                page = super.computePost(new ArrayList<>(inOrder.subList(0, shown)), null, null, completed);
            }
        } finally {
            left = 0;
            option(Option.AUTO_MENU_LIST, beside);
        }
        return page;
    }

    /** A line of the narrowest choices holds no more than this. */
    private int lines(int room) {
        return Math.max(0, room) * size.getColumns();
    }

    @Override
    protected PostResult toColumns(
            List<Object> groups,
            @Nullable Candidate selection,
            @Nullable String completed,
            Function<String, Integer> width,
            int columns,
            boolean rowsFirst) {
        lines = 0;
        if (left > 0) {
            groups.add(more + " " + left + " more: type on, or Tab to choose");
        }
        return super.toColumns(groups, selection, completed, width, columns, rowsFirst);
    }

    @Override
    protected void toColumns(
            Object group,
            int columns,
            int widest,
            AttributedStringBuilder page,
            @Nullable Candidate selection,
            @Nullable String completed,
            boolean rowsFirst,
            boolean menu,
            int[] out) {
        super.toColumns(group, columns, widest, page, selection, completed, rowsFirst, menu, out);
        lines = out[0];
    }

    /** What is free below the line that is typed; JLine asks where a list takes it all. */
    private int room() {
        String typed = buf.toString().replace("\n", "\n" + more + " ");
        int taken = AttributedString.join(AttributedString.EMPTY, prompt, new AttributedString(typed))
                .columnSplitLength(size.getColumns(), false, display.delayLineWrap())
                .size();
        return size.getRows() - taken - 1;
    }
}
