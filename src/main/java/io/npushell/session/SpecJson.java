package io.npushell.session;

import io.npushell.json.JsonFields;
import io.npushell.json.JsonTree;
import io.npushell.json.RecordJson;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** session.json: written once, read by every later version. A field may be added, none may change its meaning. */
final class SpecJson {
    /** Raised only where an older npu-shell would misread the record. */
    static final int SCHEMA = 1;

    private static final RecordJson.Codec<SessionId> ID = new RecordJson.Codec<>() {
        @Override
        public String text(SessionId value) {
            return value.text();
        }

        @Override
        public SessionId value(String text) throws IOException {
            try {
                return new SessionId(Integer.parseInt(text));
            } catch (NumberFormatException e) {
                throw new IOException("not a session id: \"" + text + "\"", e);
            }
        }
    };

    private static final RecordJson RECORDS = new RecordJson(Map.of(SessionId.class, ID));

    private SpecJson() {}

    static String write(SessionSpec spec) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("schema", SCHEMA);
        json.put("id", spec.id().text());
        json.putAll(RECORDS.fields(spec.request()));
        json.putAll(RECORDS.fields(spec.training()));
        json.putAll(RECORDS.fields(spec.run()));
        return JsonTree.pretty(json);
    }

    static SessionSpec read(String text) throws IOException {
        if (text.indexOf('\0') >= 0 || text.contains("\\u0000")) {
            throw new IOException("it holds a NUL");
        }
        JsonFields json = JsonTree.parseObject(text);
        requireKnownSchema(json);
        return new SessionSpec(
                ID.value(json.required("id")),
                RECORDS.read(SessionSpec.Request.class, json),
                RECORDS.read(SessionSpec.Training.class, json),
                RECORDS.read(SessionSpec.Run.class, json));
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
}
