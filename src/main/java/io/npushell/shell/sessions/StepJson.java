package io.npushell.shell.sessions;

import io.npushell.session.StepMark;
import io.npushell.shell.view.JsonObject;

/** The fields of a session's step in JSON. */
final class StepJson {
    private StepJson() {}

    static void write(JsonObject json, SessionSteps.Progress progress) {
        StepMark mark = progress.mark();
        json.field("step", progress.step())
                .field("state", progress.state())
                .field("started", mark == null ? null : mark.begun())
                .field("ended", mark == null ? null : mark.ended());
        Integer exitCode = mark == null ? null : mark.exitCode();
        if (exitCode == null) {
            json.absent("exit_code");
        } else {
            json.field("exit_code", exitCode.longValue());
        }
    }
}
