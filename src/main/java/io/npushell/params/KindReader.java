package io.npushell.params;

import io.npushell.params.ParameterKind.Reading;
import java.math.BigDecimal;
import java.util.Locale;

/** Reads spellings into values, one method per kind. */
final class KindReader {
    private KindReader() {}

    static Reading whole(ParameterKind.WholeNumber kind, String text) {
        if (!text.matches("\\d{1,18}")) {
            return new Reading.Refused(kind.range());
        }
        long number = Long.parseLong(text);
        return number < kind.min() || number > kind.max()
                ? new Reading.Refused(kind.range())
                : new Reading.Accepted(new Value.Whole(number));
    }

    static Reading decimal(ParameterKind.DecimalNumber kind, String text) {
        if (!text.matches("-?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d{1,3})?")) {
            return new Reading.Refused(kind.range());
        }
        double number = Double.parseDouble(text);
        return number < kind.min() || number > kind.max()
                ? new Reading.Refused(kind.range())
                : new Reading.Accepted(new Value.Decimal(number, text));
    }

    static Reading choice(ParameterKind.Choice kind, String text) {
        return kind.values().stream()
                .filter(value -> value.equalsIgnoreCase(text))
                .findFirst()
                .<Reading>map(value -> new Reading.Accepted(new Value.Text(value)))
                .orElseGet(() -> new Reading.Refused(kind.range()));
    }

    static Reading toggle(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "on", "true", "yes", "1" -> new Reading.Accepted(new Value.Toggle(true));
            case "off", "false", "no", "0" -> new Reading.Accepted(new Value.Toggle(false));
            default -> new Reading.Refused(new ParameterKind.Switch().range());
        };
    }

    static Reading path(ParameterKind.FilePath kind, String text) {
        boolean legal = text.startsWith("/") || (kind.takesSession() && text.matches("session:[A-Za-z0-9-]+"));
        return legal && text.chars().noneMatch(Character::isISOControl)
                ? new Reading.Accepted(new Value.Text(text))
                : new Reading.Refused(kind.range());
    }

    static Reading words(ParameterKind.Words kind, String text) {
        return text.matches(kind.pattern())
                ? new Reading.Accepted(new Value.Text(text))
                : new Reading.Refused(kind.range());
    }

    static String plain(double number) {
        BigDecimal decimal = BigDecimal.valueOf(number).stripTrailingZeros();
        return decimal.scale() > 6 ? decimal.toString().toLowerCase(Locale.ROOT) : decimal.toPlainString();
    }
}
