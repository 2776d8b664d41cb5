package io.npushell.shell.workbench;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.params.Parameter;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.ParameterKind.Reading;
import io.npushell.params.Settings;
import io.npushell.plan.Machine;
import io.npushell.shell.workbench.WorkbenchFile.Restored;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads what {@link WorkbenchWriter} wrote. Unknown fields are skipped; values no longer legal are left out and noted. */
final class WorkbenchReader {
    private final JsonParser json;
    private final ParameterCatalog catalog;
    private final List<String> notes = new ArrayList<>();

    WorkbenchReader(JsonParser json, ParameterCatalog catalog) {
        this.json = json;
        this.catalog = catalog;
    }

    Restored read() throws IOException {
        expect(JsonToken.START_OBJECT, json.nextToken());
        String profile = null;
        RunType runType = RunType.PRETRAIN;
        Machine machine = null;
        Map<String, Choices> kept = new TreeMap<>();
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            json.nextToken();
            switch (field) {
                case "profile" -> profile = json.getValueAsString();
                case "run_type" -> runType = RunType.find(text()).orElse(RunType.PRETRAIN);
                case "machine" -> machine = machine();
                case "kept" -> kept = kept();
                default -> json.skipChildren();
            }
        }
        return new Restored(new WorkbenchState(profile, runType, kept, machine), List.copyOf(notes));
    }

    private Machine machine() throws IOException {
        int nodes = 1;
        int devices = 1;
        String name = "";
        long memory = 0;
        expect(JsonToken.START_OBJECT, json.currentToken());
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            json.nextToken();
            switch (field) {
                case "nodes" -> nodes = json.getIntValue();
                case "devices_per_node" -> devices = json.getIntValue();
                case "device" -> name = text();
                case "memory_mib" -> memory = json.getLongValue();
                default -> json.skipChildren();
            }
        }
        return new Machine(nodes, devices, name, memory, true, List.of());
    }

    private Map<String, Choices> kept() throws IOException {
        Map<String, Choices> kept = new TreeMap<>();
        expect(JsonToken.START_OBJECT, json.currentToken());
        for (String title = json.nextFieldName(); title != null; title = json.nextFieldName()) {
            json.nextToken();
            kept.put(title, choices());
        }
        return kept;
    }

    private Choices choices() throws IOException {
        Settings settings = Settings.none();
        String preset = null;
        Set<String> imported = Set.of();
        expect(JsonToken.START_OBJECT, json.currentToken());
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            json.nextToken();
            switch (field) {
                case "imported" -> imported = names();
                case "preset" -> preset = json.getValueAsString();
                case "preset_settings" -> settings = layer(settings, Origin.PRESET);
                case "settings" -> settings = layer(settings, Origin.OPERATOR);
                default -> json.skipChildren();
            }
        }
        return new Choices(settings, preset, imported);
    }

    private Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>();
        expect(JsonToken.START_ARRAY, json.currentToken());
        while (json.nextToken() != JsonToken.END_ARRAY) {
            names.add(text());
        }
        return names;
    }

    private Settings layer(Settings base, Origin origin) throws IOException {
        Settings settings = base;
        expect(JsonToken.START_OBJECT, json.currentToken());
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            String value = text();
            Parameter parameter = catalog.find(name).orElse(null);
            if (parameter != null && parameter.kind().read(value) instanceof Reading.Accepted accepted) {
                settings = settings.with(parameter, accepted.value(), origin);
            } else {
                notes.add("the workbench's " + name + " '" + value + "' is not known any more and was left out");
            }
        }
        return settings;
    }

    private String text() throws IOException {
        String text = json.getValueAsString();
        return text == null ? "" : text;
    }

    private void expect(JsonToken expected, @Nullable JsonToken found) throws IOException {
        if (found != expected) {
            throw new JsonParseException(json, "expected " + expected);
        }
    }
}
