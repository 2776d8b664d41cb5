package io.npushell.shell.sessions;

import io.npushell.launch.SavedWork;
import io.npushell.session.Session;
import io.npushell.session.SessionId;
import io.npushell.session.SessionSpec;
import io.npushell.session.Summary;
import io.npushell.shell.view.JsonObject;
import org.jspecify.annotations.Nullable;

/** The fields of a session in JSON; ids are strings, what is not known is null. */
final class SessionJson {
    private SessionJson() {}

    /** What the list says of each, and what streams say last. */
    static void brief(JsonObject json, Session session) {
        brief(json, session, session.spec().run().outputDirectory());
    }

    private static void brief(JsonObject json, Session session, @Nullable String output) {
        SessionSpec spec = session.spec();
        Summary summary = session.summary();
        SessionId parent = spec.request().parent();
        json.field("id", spec.id().text())
                .field("name", spec.request().name())
                .field("state", session.state().label())
                .field("reason", session.reason())
                .field("mark", session.mark())
                .field("profile", spec.request().profile())
                .field("run_type", spec.request().runType())
                .field("engine", spec.request().engine())
                .field("parent", parent == null ? null : parent.text())
                .texts("steps", spec.request().steps())
                .field("step", session.step())
                .field("phase", summary.phase());
        number(json, "iteration", summary.iteration());
        number(json, "train_iters", spec.training().trainIters());
        json.field("first_loss", summary.firstLoss())
                .field("last_loss", summary.lastLoss())
                .field("average_loss", summary.averageLoss())
                .field("tokens_per_second_per_device", summary.tokensPerSecondPerDevice())
                .field("seconds_per_iteration", summary.secondsPerIteration());
        number(json, "saved_iteration", summary.savedIteration());
        json.field("created", spec.request().created())
                .field("started", session.started())
                .field("ended", session.ended());
        Integer exitCode = session.exitCode();
        if (exitCode == null) {
            json.absent("exit_code");
        } else {
            json.field("exit_code", exitCode.longValue());
        }
        SessionSpec.Container container = spec.run().container();
        json.field("container", container == null ? null : container.name());
        json.field("diagnosis", summary.diagnosis())
                .field("directory", session.directory().toString())
                .field("log", session.log().toString())
                .field("work_dir", spec.request().workDir())
                .field("output_directory", output);
    }

    /** Everything that was asked of it as well; the output directory is where its checkpoints are now, null where they are gone. */
    static void whole(JsonObject json, Session session, @Nullable SavedWork work) {
        boolean gone =
                work != null && work.lost().isPresent() && session.summary().savedIteration() >= 0;
        brief(json, session, work == null || gone ? null : work.directory().toString());
        saved(json, work);
        SessionSpec spec = session.spec();
        json.field("note", spec.request().note())
                .objects(
                        "settings",
                        spec.request().settings(),
                        (object, entry) -> object.field("parameter", entry.parameter())
                                .field("value", entry.value())
                                .field("origin", entry.origin()))
                .object("variables", spec.request().variables())
                .field("global_batch", spec.training().globalBatch())
                .field("micro_batch", spec.training().microBatch())
                .field("sequence_length", spec.training().sequenceLength())
                .field("tensor_parallel", (long) spec.training().tensorParallel())
                .field("pipeline_parallel", (long) spec.training().pipelineParallel())
                .field("world", (long) spec.training().world())
                .field("nodes", (long) spec.training().nodes())
                .field("node_rank", (long) spec.training().nodeRank())
                .field("dataset_path", spec.run().datasetPath())
                .texts("accepted", spec.run().accepted())
                .object("versions", spec.run().versions())
                .field("script_sha256", spec.run().scriptSha256())
                .texts("commands", spec.run().commands());
    }

    private static void saved(JsonObject json, @Nullable SavedWork work) {
        if (work == null) {
            json.absent("saved");
            return;
        }
        json.object("saved", saved -> {
            saved.field("directory", work.directory().toString())
                    .objects(
                            "checkpoints",
                            work.own(),
                            (entry, own) -> entry.field("iteration", own.number())
                                    .field("complete", own.state().whole()));
            number(saved, "newest", work.newest().orElse(-1));
            saved.field("lost", work.lost().orElse(null)).texts("remarks", work.says());
        });
    }

    private static void number(JsonObject json, String name, long value) {
        if (value < 0) {
            json.absent(name);
        } else {
            json.field(name, value);
        }
    }
}
