package io.npushell.shell.logs;

import io.npushell.shell.view.JsonObject;
import io.npushell.shell.view.Paragraph;
import io.npushell.shell.view.Spans;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Table;
import io.npushell.shell.view.Text;
import io.npushell.weights.CheckpointEntry;
import java.util.ArrayList;
import java.util.List;

/** What a training saved, as lines or as JSON. */
final class CheckpointsView {
    private CheckpointsView() {}

    static List<Text> lines(SavedRun saved, int width) {
        List<Text> lines = new ArrayList<>();
        lines.add(Text.of("Checkpoints  ", Style.STRONG).plus(saved.directory().toString()));
        if (!saved.entries().isEmpty()) {
            boolean owned = saved.tellsOwners();
            Table table = owned
                    ? Table.of(">  iteration", ">size", "cut", "optimizer", "tracker", "session", "state")
                    : Table.of(">  iteration", ">size", "cut", "optimizer", "tracker", "state");
            for (CheckpointEntry entry : saved.entries()) {
                List<Text> cells = new ArrayList<>(List.of(
                        Text.of(entry.name().equals("release") ? "release" : Long.toString(entry.iteration())),
                        Text.of(Spans.bytes(entry.bytes())),
                        Text.of(
                                entry.ranks() == 0
                                        ? "–"
                                        : "TP " + entry.tensorParallel() + " PP " + entry.pipelineParallel()),
                        Text.of(entry.state().unread() ? "–" : entry.optimizer() ? "yes" : "no"),
                        Text.of(entry.tracked() ? "names it" : "")));
                if (owned) {
                    cells.add(Text.of(saved.owner(entry).orElse("–")));
                }
                cells.add(state(entry));
                table.row(cells.toArray(new Text[0]));
            }
            lines.addAll(table.lines(width));
        }
        for (CheckpointEntry entry : saved.entries()) {
            if (!entry.complete()) {
                lines.addAll(Paragraph.lines(
                        Text.of(
                                        "  iteration " + entry.iteration() + ": ",
                                        entry.state().unread() ? Style.WARNING : Style.BAD)
                                .plus(entry.problem()),
                        4,
                        width));
            }
        }
        lines.addAll(Paragraph.lines(Text.of("  " + saved.outlook()), 2, width));
        saved.remedy()
                .ifPresent(remedy -> lines.add(Text.of("  try: ", Style.FAINT).plus(remedy)));
        return lines;
    }

    private static Text state(CheckpointEntry entry) {
        return switch (entry.state().kind()) {
            case WHOLE -> Text.of("complete", Style.GOOD);
            case BROKEN -> Text.of("incomplete", Style.BAD);
            case MIXED -> Text.of("ranks disagree", Style.BAD);
            case HOSTILE -> Text.of("hostile", Style.BAD);
            case UNREAD -> Text.of("not looked into", Style.WARNING);
        };
    }

    static void json(JsonObject json, SavedRun saved) {
        json.field("directory", saved.directory().toString())
                .field("tracker", saved.tracker().orElse(null));
        saved.loaded()
                .ifPresentOrElse(
                        entry -> json.field("resumes_from", entry.iteration()), () -> json.absent("resumes_from"));
        json.field("outlook", saved.outlook())
                .field("remedy", saved.remedy().orElse(null))
                .objects(
                        "checkpoints",
                        saved.entries(),
                        (object, entry) -> object.field("iteration", entry.iteration())
                                .field("directory", entry.directory().toString())
                                .field("bytes", entry.bytes())
                                .field("complete", entry.complete())
                                .field("looked_into", !entry.state().unread())
                                .field("problem", entry.complete() ? null : entry.problem())
                                .field("tensor_parallel", entry.tensorParallel())
                                .field("pipeline_parallel", entry.pipelineParallel())
                                .field("ranks", entry.ranks())
                                .field("optimizer", entry.optimizer())
                                .field("tracked", entry.tracked())
                                .field("session", saved.owner(entry).orElse(null))
                                .field("saved", entry.saved()));
    }
}
