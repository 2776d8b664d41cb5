package io.npushell.shell.workbench;

import com.fasterxml.jackson.core.JsonGenerator;
import io.npushell.params.Origin;
import io.npushell.params.Setting;
import io.npushell.plan.Machine;
import java.io.IOException;
import java.util.Map;
import java.util.TreeSet;

/** Writes a workbench as JSON: values by their spelling, so that the file can be read and mended by hand. */
final class WorkbenchWriter {
    static final String SCHEMA = "npu-shell/workbench/1";

    private WorkbenchWriter() {}

    static void write(WorkbenchState state, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("schema", SCHEMA);
        json.writeStringField("profile", state.profile());
        json.writeStringField("run_type", state.runType().label());
        Machine machine = state.machine();
        if (machine != null) {
            json.writeObjectFieldStart("machine");
            json.writeNumberField("nodes", machine.nodes());
            json.writeNumberField("devices_per_node", machine.devicesPerNode());
            json.writeStringField("device", machine.deviceName());
            json.writeNumberField("memory_mib", machine.memoryMib());
            json.writeEndObject();
        }
        json.writeObjectFieldStart("kept");
        for (Map.Entry<String, Choices> entry : state.kept().entrySet()) {
            json.writeObjectFieldStart(entry.getKey());
            json.writeStringField("preset", entry.getValue().preset());
            layer(json, "preset_settings", entry.getValue().settings().layer(Origin.PRESET));
            layer(json, "settings", entry.getValue().settings().layer(Origin.OPERATOR));
            if (!entry.getValue().imported().isEmpty()) {
                json.writeArrayFieldStart("imported");
                for (String name : new TreeSet<>(entry.getValue().imported())) {
                    json.writeString(name);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void layer(JsonGenerator json, String name, Map<String, Setting> layer) throws IOException {
        json.writeObjectFieldStart(name);
        for (Setting setting : layer.values()) {
            json.writeStringField(setting.parameter().name(), setting.value().text());
        }
        json.writeEndObject();
    }
}
