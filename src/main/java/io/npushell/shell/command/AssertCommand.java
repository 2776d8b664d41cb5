package io.npushell.shell.command;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.shell.view.Output;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Fails where something is not as a script expects. */
final class AssertCommand extends OperatorCommand {
    private static final String NUMBER = "[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?";

    private final Path directory;

    AssertCommand(Path directory) {
        super(CommandDoc.named("assert", CommandGroup.SHELL, "fail where something is not so")
                .freeWords("[not] LEFT =|!=|<|<=|>|>= RIGHT", 1)
                .description("""
                        Compares two words: with = and != as text, or as numbers where both are numbers; the others as numbers only.
                        -f FILE, -d DIRECTORY and -e PATH ask whether one is there, -n WORD and -z WORD whether a word has a letter or none.
                        'not' in front turns the question round. What is not so ends the script with exit 1.""")
                .example("assert \"$SESSION\" != \"\"", "a session was started")
                .example("assert $LOSS < 5.0", "compare numbers")
                .example("assert -f \"$WORK_DIR/notes.txt\"", "a file is there")
                .seeAlso("echo", "source")
                .build());
        this.directory = directory;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        List<String> said = words.arguments();
        boolean negated = said.get(0).equals("not");
        List<String> expression = negated ? said.subList(1, said.size()) : said;
        if (holds(expression, words) == negated) {
            throw new OperatorException(ExitCode.FAILED, "assertion failed: " + quoted(said));
        }
        return ExitCode.OK;
    }

    private boolean holds(List<String> expression, Words words) {
        if (expression.size() == 2) {
            String subject = expression.get(1);
            return switch (expression.get(0)) {
                case "-f" -> Files.isRegularFile(directory.resolve(subject));
                case "-d" -> Files.isDirectory(directory.resolve(subject));
                case "-e" -> Files.exists(directory.resolve(subject));
                case "-n" -> !subject.isEmpty();
                case "-z" -> subject.isEmpty();
                default -> throw words.usage("assert does not understand " + quoted(expression));
            };
        }
        if (expression.size() != 3) {
            throw words.usage("assert does not understand " + quoted(expression));
        }
        return compare(expression.get(0), expression.get(1), expression.get(2), words);
    }

    private static boolean compare(String left, String operator, String right, Words words) {
        boolean numbers = left.matches(NUMBER) && right.matches(NUMBER);
        switch (operator) {
            case "=", "==" -> {
                return numbers ? order(left, right) == 0 : left.equals(right);
            }
            case "!=" -> {
                return numbers ? order(left, right) != 0 : !left.equals(right);
            }
            default -> {
                if (!List.of("<", "<=", ">", ">=").contains(operator)) {
                    throw words.usage("assert knows no '" + operator + "'");
                }
            }
        }
        if (!numbers) {
            throw words.usage("'" + operator + "' compares numbers, not '" + left + "' and '" + right + "'");
        }
        int order = order(left, right);
        return switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    private static int order(String left, String right) {
        return Double.compare(Double.parseDouble(left), Double.parseDouble(right));
    }

    private static String quoted(List<String> expression) {
        return String.join(
                " ",
                expression.stream()
                        .map(word -> word.matches("[-\\w./:]+|not|[=!<>]+") ? word : "'" + word + "'")
                        .toList());
    }
}
