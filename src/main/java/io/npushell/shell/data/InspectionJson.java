package io.npushell.shell.data;

import io.npushell.shell.view.JsonObject;
import java.util.List;

/** A dataset as JSON. */
final class InspectionJson {
    private InspectionJson() {}

    static void write(JsonObject json, Inspection inspection) {
        json.field("prefix", inspection.prefix().toString())
                .field("kind", inspection.packed() ? "fine-tuning" : "text")
                .field("documents", inspection.facts().documents())
                .field("empty_documents", inspection.emptyDocuments())
                .field("dropped", inspection.dropped())
                .field("sequences", inspection.facts().sequences())
                .field("tokens", inspection.facts().tokens())
                .field("tokenizer", inspection.tokenizer())
                .object("manifest", inspection.facts().manifest());
        if (inspection.epoch().isPresent()) {
            EpochLength epoch = inspection.epoch().get();
            json.object(
                    "epoch",
                    child -> child.field("samples", epoch.samples())
                            .field("global_batch", epoch.globalBatch())
                            .field("iterations", epoch.iterations()));
        } else {
            json.absent("epoch");
        }
        json.object(
                "lengths",
                child -> child.field("shortest", inspection.lengths().shortest())
                        .field("median", inspection.lengths().median())
                        .field("mean", inspection.lengths().mean())
                        .field("p95", inspection.lengths().ninetyFifth())
                        .field("longest", inspection.lengths().longest())
                        .objects(
                                "histogram",
                                inspection.lengths().buckets(),
                                (bucket, of) -> bucket.field("from", of.from())
                                        .field("to", of.to())
                                        .field("count", of.count())));
        json.objects(
                "samples",
                inspection.samples(),
                (sample, of) -> sample.field("index", of.index())
                        .field("tokens", of.tokens())
                        .field("trained", of.trained())
                        .objects(
                                "stretches",
                                of.stretches(),
                                (stretch, part) ->
                                        stretch.field("trained", part.trained()).field("text", part.text())));
        List<String> problems = inspection.problems();
        if (problems == null) {
            json.absent("verified");
        } else {
            json.field("verified", problems.isEmpty())
                    .field("untrained", inspection.untrained())
                    .texts("problems", problems);
        }
    }
}
