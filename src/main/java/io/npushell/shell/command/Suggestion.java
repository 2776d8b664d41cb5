package io.npushell.shell.command;

/**
 * One thing that could stand at the cursor.
 *
 * @param description why or what, shown beside it in the menu; "" where there is nothing to say
 * @param group heading in the menu, "" for none
 * @param complete whether the word ends with it, so that a space follows; false for a directory
 */
public record Suggestion(String value, String description, String group, boolean complete) {

    public static Suggestion of(String value, String description) {
        return new Suggestion(value, description, "", true);
    }

    public Suggestion in(String heading) {
        return new Suggestion(value, description, heading, complete);
    }
}
