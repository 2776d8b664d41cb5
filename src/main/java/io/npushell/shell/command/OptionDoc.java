package io.npushell.shell.command;

/**
 * One option of a command.
 *
 * @param name long name without dashes: "dry-run"
 * @param letter one-letter form, or "" where there is none
 * @param placeholder what its value is called in the usage, or "" for a flag; in brackets where it may be left out: "[FILE.svg]"; with an
 *     ellipsis where several may follow: "COLUMN…"
 */
public record OptionDoc(String name, String letter, String placeholder, String summary, boolean repeatable) {
    public boolean isFlag() {
        return placeholder.isEmpty();
    }

    /** Whether the value may be left out; a following word is its value only where it ends as the placeholder does, or is "-". */
    public boolean valueMayBeLeftOut() {
        return placeholder.startsWith("[");
    }

    /** Whether all words up to the next option are its values: "COLUMN…". */
    boolean takesSeveral() {
        return placeholder.endsWith("…");
    }

    boolean takes(String following) {
        int dot = placeholder.indexOf('.');
        String ending = dot < 0 ? "" : placeholder.substring(dot, placeholder.length() - 1);
        return following.equals("-") || (!ending.isEmpty() && following.endsWith(ending));
    }

    /** "--name NAME", "-f, --follow". */
    public String spelling() {
        return (letter.isEmpty() ? "" : "-" + letter + ", ") + "--" + name + (isFlag() ? "" : " " + placeholder);
    }
}
