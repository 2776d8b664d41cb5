package io.npushell.shell.terminal;

import io.npushell.plan.Machine;
import io.npushell.shell.view.Glyphs;
import io.npushell.shell.view.Printable;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;
import io.npushell.shell.workbench.WorkbenchState;

/** The prompt: what is on the workbench, {@code *} where the operator changed it, {@code !} where findings of level error stand. */
public final class Prompt {
    private Prompt() {}

    public static Text of(WorkbenchState state, boolean alarm, Glyphs glyphs) {
        String title = Printable.onOneLine(state.title());
        Text prompt = title.isEmpty() ? Text.of("npu-shell", Style.ACCENT) : Text.of(title, Style.ACCENT);
        Machine machine = state.machine();
        if (machine != null) {
            prompt = prompt.plus(
                    " on " + machine.nodes() + "x" + machine.devicesPerNode() + "x" + machine.deviceName(),
                    Style.WARNING);
        }
        if (state.edited()) {
            prompt = prompt.plus("*", Style.STRONG);
        }
        if (alarm) {
            prompt = prompt.plus("!", Style.BAD);
        }
        return prompt.plus(" " + glyphs.prompt() + " ");
    }
}
