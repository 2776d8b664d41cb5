package io.npushell.shell.view;

/**
 * Where in a script a command stands; {@link #NONE} at the prompt and for one shots.
 *
 * @param file name as the operator gave it, "stdin"
 */
public record Place(String file, int line) {
    public static final Place NONE = new Place("", 0);

    public String prefix() {
        return file.isEmpty() ? "" : file + ":" + line + ": ";
    }
}
