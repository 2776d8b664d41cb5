package io.npushell.shell.command;

/**
 * One option of a command.
 *
 * @param name long name without dashes: "dry-run"
 * @param letter one-letter form, or "" where there is none
 * @param placeholder what its value is called in the usage, or "" for a flag
 */
public record OptionDoc(String name, String letter, String placeholder, String summary, boolean repeatable) {
    public boolean isFlag() {
        return placeholder.isEmpty();
    }

    /** "--name NAME", "-f, --follow". */
    public String spelling() {
        return (letter.isEmpty() ? "" : "-" + letter + ", ") + "--" + name + (isFlag() ? "" : " " + placeholder);
    }
}
