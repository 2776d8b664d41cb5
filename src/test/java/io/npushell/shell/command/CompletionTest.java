package io.npushell.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CompletionTest {
    private static final CommandDoc DOC = CommandDoc.named("launch", CommandGroup.SESSIONS, "start")
            .arguments("ID …", 0, 9)
            .flag("wait", "wait")
            .option(new OptionDoc("name", "n", "NAME", "name", false))
            .build();

    @Test
    void countsArgumentsWithoutOptionsAndTheirValues() {
        Completion completion = Completion.of(DOC, List.of("--wait", "a", "-n", "x", "-1"), "b");

        assertThat(completion.arguments()).containsExactly("a", "-1");
        assertThat(completion.position()).isEqualTo(2);
        assertThat(completion.option()).isEmpty();
    }

    @Test
    void knowsWhichOptionsValueIsTyped() {
        assertThat(Completion.of(DOC, List.of("a", "--name"), "q").option()).isEqualTo("name");
        assertThat(Completion.of(DOC, List.of(), "--name=q"))
                .isEqualTo(new Completion(List.of(), "q", "name", List.of()));
        assertThat(Completion.of(DOC, List.of("--"), "--name=q").option()).isEmpty();
    }

    @Test
    void takesAnAssignmentForAnArgument() {
        assertThat(Completion.of(DOC, List.of(), "tp=4").word()).isEqualTo("tp=4");
    }
}
