package io.npushell.profile;

import io.npushell.params.Setting;

/** Writes a preset as the YAML that {@link PresetReader} reads. */
final class PresetText {
    private PresetText() {}

    static String of(Preset preset) {
        StringBuilder text = new StringBuilder();
        line(text, "name", preset.name());
        line(text, "profile", preset.profile());
        line(text, "run-type", preset.runType().label());
        if (!preset.note().isEmpty()) {
            line(text, "note", preset.note());
        }
        text.append(preset.settings().isEmpty() ? "settings: {}\n" : "settings:\n");
        for (Setting setting : preset.settings()) {
            line(text, "  " + setting.parameter().name(), setting.value().text());
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(key).append(": ").append(scalar(value)).append('\n');
    }

    private static String scalar(String value) {
        boolean plain = value.matches("[A-Za-z0-9/][A-Za-z0-9/._+-]*") && !value.equalsIgnoreCase("null");
        return plain ? value : quoted(value);
    }

    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        value.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (Character.isISOControl(c) || c == '\u0085' || c == '\u2028' || c == '\u2029' || c == '\ufeff') {
                quoted.append("\\u%04x".formatted(c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }
}
