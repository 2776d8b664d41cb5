package io.npushell.shell.view;

import java.util.Locale;
import java.util.Map;

/**
 * The characters beyond ASCII that a terminal may not have: those the editor draws, and whether all else has to do without them.
 *
 * @param prompt ends the prompt
 * @param dot stands between the parts of a line
 */
public record Glyphs(String prompt, String dot, String more) {
    public static final Glyphs UNICODE = new Glyphs("›", "·", "…");
    public static final Glyphs ASCII = new Glyphs(">", "-", "..");

    /** By what the locale says of the terminal's charset; the launcher passes the operator's own where it needed another for Java. */
    public static Glyphs of(Map<String, String> environment) {
        for (String name : new String[] {"NPU_SHELL_LOCALE", "LC_ALL", "LC_CTYPE", "LANG"}) {
            String locale = environment.getOrDefault(name, "");
            if (!locale.isEmpty()) {
                return locale.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8") ? UNICODE : ASCII;
            }
        }
        return ASCII;
    }

    /** Whether nothing beyond ASCII may be shown. */
    boolean ascii() {
        return equals(ASCII);
    }

    /** The text as it may be shown, see {@link Ascii}. Before its width matters: it may have another. */
    public Text shown(Text text) {
        return ascii() ? Ascii.of(text) : text;
    }

    /** The same without styles. */
    public String shown(String text) {
        return shown(Text.of(text)).plain();
    }
}
