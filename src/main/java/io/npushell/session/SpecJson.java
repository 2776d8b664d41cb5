package io.npushell.session;

import io.npushell.json.JsonFields;
import io.npushell.json.JsonTree;
import io.npushell.session.SessionSpec.SettingEntry;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** session.json: written once, read by every later version. A field may be added, none may change its meaning. */
final class SpecJson {
    /** Raised only where an older npu-shell would misread the record. */
    static final int SCHEMA = 1;

    private SpecJson() {}

    static String write(SessionSpec spec) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("schema", SCHEMA);
        json.put("id", spec.id().text());
        json.put("name", spec.name());
        json.put("note", spec.note());
        json.put("profile", spec.profile());
        json.put("run_type", spec.runType());
        json.put("engine", spec.engine());
        json.put("steps", spec.steps());
        SessionId parent = spec.parent();
        json.put("parent", parent == null ? null : parent.text());
        json.put("created", spec.created().toString());
        json.put("work_dir", spec.workDir());
        json.put("settings", spec.settings().stream().map(SpecJson::setting).toList());
        json.put("variables", spec.variables());
        json.put("train_iters", spec.trainIters());
        json.put("global_batch", spec.globalBatch());
        json.put("micro_batch", spec.microBatch());
        json.put("sequence_length", spec.sequenceLength());
        json.put("tensor_parallel", spec.tensorParallel());
        json.put("pipeline_parallel", spec.pipelineParallel());
        json.put("world", spec.world());
        json.put("nodes", spec.nodes());
        json.put("node_rank", spec.nodeRank());
        json.put("output_directory", spec.outputDirectory());
        json.put("dataset_path", spec.datasetPath());
        json.put("accepted", spec.accepted());
        json.put("versions", spec.versions());
        json.put("script_sha256", spec.scriptSha256());
        json.put("commands", spec.commands());
        SessionSpec.Container container = spec.container();
        if (container != null) {
            json.put("container", container(container));
        }
        return JsonTree.pretty(json);
    }

    static SessionSpec read(String text) throws IOException {
        if (text.indexOf('\0') >= 0 || text.contains("\\u0000")) {
            throw new IOException("it holds a NUL");
        }
        JsonFields json = JsonTree.parseObject(text);
        requireKnownSchema(json);
        String parent = json.optionalText("parent");
        return new SessionSpec(
                id(json.required("id")),
                json.required("name"),
                json.text("note"),
                json.required("profile"),
                json.required("run_type"),
                json.required("engine"),
                json.texts("steps"),
                parent == null ? null : id(parent),
                json.time("created"),
                json.text("work_dir"),
                json.objects("settings").stream().map(SpecJson::setting).toList(),
                json.textByName("variables"),
                atLeast(-1, json, "train_iters", -1),
                atLeast(-1, json, "global_batch", -1),
                atLeast(-1, json, "micro_batch", -1),
                atLeast(-1, json, "sequence_length", -1),
                count(json, "tensor_parallel", 1, 1),
                count(json, "pipeline_parallel", 1, 1),
                count(json, "world", 1, 1),
                count(json, "nodes", 1, 1),
                count(json, "node_rank", 0, 0),
                json.optionalText("output_directory"),
                json.optionalText("dataset_path"),
                json.texts("accepted"),
                json.textByName("versions"),
                json.text("script_sha256"),
                json.texts("commands"),
                container(json.object("container")));
    }

    private static Map<String, String> setting(SettingEntry entry) {
        Map<String, String> json = new LinkedHashMap<>();
        json.put("parameter", entry.parameter());
        json.put("value", entry.value());
        json.put("origin", entry.origin());
        return json;
    }

    private static SettingEntry setting(JsonFields json) {
        return new SettingEntry(json.text("parameter"), json.text("value"), json.text("origin"));
    }

    private static Map<String, String> container(SessionSpec.Container container) {
        Map<String, String> json = new LinkedHashMap<>();
        json.put("name", container.name());
        json.put("id", container.id());
        json.put("image", container.image());
        return json;
    }

    private static SessionSpec.@Nullable Container container(JsonFields json) {
        String id = json.text("id");
        return id.isEmpty() ? null : new SessionSpec.Container(json.text("name"), id, json.text("image"));
    }

    private static SessionId id(String text) throws IOException {
        try {
            return new SessionId(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw new IOException("not a session id: \"" + text + "\"", e);
        }
    }

    /** A record of a later meaning is refused by name, never half read. */
    private static void requireKnownSchema(JsonFields json) throws IOException {
        Object schema = json.fields().getOrDefault("schema", (long) SCHEMA);
        if (!(schema instanceof Long number) || number < 1) {
            throw new IOException("\"schema\" is " + schema + ", not a version");
        }
        if (number > SCHEMA) {
            throw new IOException("it was written by a newer npu-shell (schema " + number + ")");
        }
    }

    private static long atLeast(long least, JsonFields json, String name, long absent) throws IOException {
        long number = json.number(name, absent);
        if (number < least) {
            throw new IOException("\"" + name + "\" cannot be " + number);
        }
        return number;
    }

    private static int count(JsonFields json, String name, int least, int absent) throws IOException {
        long number = atLeast(least, json, name, absent);
        if (number > Integer.MAX_VALUE) {
            throw new IOException("\"" + name + "\" cannot be " + number);
        }
        return (int) number;
    }
}
