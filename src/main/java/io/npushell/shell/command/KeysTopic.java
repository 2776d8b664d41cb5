package io.npushell.shell.command;

import io.npushell.shell.view.Style;
import io.npushell.shell.view.Table;
import io.npushell.shell.view.Text;
import java.util.ArrayList;
import java.util.List;

/** {@code help keys}: what the keys do at the prompt, and where output is longer than the screen. */
final class KeysTopic {
    static final HelpTopics PAGE = new PageTopic("keys", "the keys at the prompt and in long output", KeysTopic::lines);

    private KeysTopic() {}

    private static List<Text> lines() {
        Table prompt = Table.of("", "")
                .row("Tab", "complete, or show what fits")
                .row("Right", "take the suggestion in grey; NPU_SHELL_SUGGEST=off switches it off")
                .row("Up, Down", "earlier lines")
                .row("Ctrl-R", "search them")
                .row("Ctrl-C", "give up the line; while a command runs, end it or detach from it")
                .row("Ctrl-L", "empty the screen")
                .row("Ctrl-D", "leave; sessions go on");
        Table more = Table.of("", "")
                .row("Space, f, PageDown", "next page")
                .row("Enter, j, Down", "next line")
                .row("b, PageUp", "page back")
                .row("k, Up", "line back")
                .row("g, Home", "from the beginning")
                .row("G, End", "all the rest")
                .row("q, Ctrl-C", "leave");
        List<Text> lines = new ArrayList<>();
        section(lines, "At the prompt", prompt);
        section(lines, "In output longer than the screen (--More--)", more);
        lines.add(Text.of("  NPU_SHELL_PAGER=off prints it whole, NPU_SHELL_PAGER='less -R' gives it to a program."));
        return lines;
    }

    private static void section(List<Text> lines, String title, Table table) {
        lines.add(Text.of(title, Style.FAINT));
        table.lines(Integer.MAX_VALUE).forEach(line -> lines.add(Text.of("  ").plus(line)));
    }
}
