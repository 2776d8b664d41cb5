package io.npushell.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command that a page prints, and the answer it prints below.
 *
 * <p>A block with a prompt ({@code $ }, {@code qwen-nano/pretrain › }) has answers below its commands; in one without, each line is a command, two blanks
 * and what it is for, and {@code ·} stands between several. {@code ^C} at the beginning of an answer's line is a key the reader presses there.
 *
 * @param line where it stands in the page
 * @param onTerminal whether it is typed at npu-shell's prompt, where progress is one line that is drawn again
 * @param answered whether the page shows an answer
 */
record DocumentedCommand(
        int line, String text, boolean answered, List<String> answer, boolean interrupted, boolean onTerminal) {
    private static final Pattern PROMPT = Pattern.compile("(\\$|[a-z][\\w./-]*[*!]* ›) (.*)");
    private static final Pattern EXPLAINED =
            Pattern.compile("((?:[^'\"\\s]|'[^']*'|\"[^\"]*\"|\\s(?!\\s))+)(?:\\s{2,}.*)?");
    private static final String KEY = "^C";

    /** All commands of a block, in their order. */
    static List<DocumentedCommand> of(DocumentedPage.Block block) {
        boolean withPrompts =
                block.lines().stream().anyMatch(line -> PROMPT.matcher(line).matches());
        return withPrompts ? prompted(block) : listed(block);
    }

    private static List<DocumentedCommand> prompted(DocumentedPage.Block block) {
        List<DocumentedCommand> commands = new ArrayList<>();
        List<String> answer = new ArrayList<>();
        for (int at = block.lines().size() - 1; at >= 0; at--) {
            Matcher prompt = PROMPT.matcher(block.lines().get(at));
            if (prompt.matches()) {
                commands.add(0, command(block.line() + at, prompt, answer));
                answer = new ArrayList<>();
            } else {
                answer.add(0, block.lines().get(at));
            }
        }
        if (!answer.isEmpty()) {
            throw new AssertionError(
                    block.page() + ":" + block.line() + ": an answer before the first prompt: " + answer.get(0));
        }
        return commands;
    }

    private static DocumentedCommand command(int line, Matcher prompt, List<String> answer) {
        boolean key = answer.stream().anyMatch(text -> text.startsWith(KEY));
        List<String> plain = answer.stream()
                .map(text -> text.startsWith(KEY) ? text.substring(KEY.length()) : text)
                .toList();
        return new DocumentedCommand(
                line,
                bare(prompt.group(2)),
                !plain.isEmpty(),
                plain,
                key,
                !prompt.group(1).equals("$"));
    }

    private static List<DocumentedCommand> listed(DocumentedPage.Block block) {
        List<DocumentedCommand> commands = new ArrayList<>();
        for (int at = 0; at < block.lines().size(); at++) {
            String text = bare(block.lines().get(at));
            boolean key = block.lines().get(at).contains("Ctrl-C");
            for (String one : text.split(" · ")) {
                if (!one.isBlank()) {
                    commands.add(new DocumentedCommand(block.line() + at, one, false, List.of(), key, false));
                }
            }
        }
        return commands;
    }

    private static String bare(String typed) {
        Matcher explained = EXPLAINED.matcher(typed.strip());
        String text = explained.matches() ? explained.group(1) : typed.strip();
        return text.startsWith("#") ? "" : text;
    }
}
