package io.npushell.shell.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExpansionTest {
    private final Variables variables = new Variables(Map.of("HOME", "/home/op", "EMPTY", "", "BOTH", "environment"));

    @Test
    void aValueStaysOneWord() {
        variables.set("X", "a  b; c 'd' $HOME");

        assertThat(words("echo $X\"$X\"")).containsExactly("echo", "a  b; c 'd' $HOMEa  b; c 'd' $HOME");
    }

    @Test
    void readsSetOnesBeforeComputedOnesBeforeTheEnvironment() {
        variables.compute("WORK_DIR", () -> Optional.of("/ws"));
        variables.compute("BOTH", Optional::empty);
        assertThat(words("$WORK_DIR $BOTH $HOME")).containsExactly("/ws", "environment", "/home/op");

        variables.set("WORK_DIR", "/mine");
        assertThat(words("$WORK_DIR")).containsExactly("/mine");
    }

    @Test
    void takesTheDefaultWhereAVariableIsNotSetOrEmpty() {
        assertThat(words("${NONE:-100} ${EMPTY:-x y} \"${NONE:-}\" ${HOME:-no}"))
                .containsExactly("100", "x y", "", "/home/op");
    }

    @Test
    void refusesAVariableThatIsNotSet() {
        assertThatThrownBy(() -> words("launch --note $NOTE")).isInstanceOfSatisfying(OperatorException.class, e -> {
            assertThat(e).hasMessage("the variable 'NOTE' is not set");
            assertThat(e.remedy()).isEqualTo("--set NOTE=VALUE   or   ${NOTE:-default}");
            assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE);
        });
    }

    @Test
    void keepsSingleQuotedAndEscapedDollars() {
        assertThat(words("'$NONE' \\$NONE \"\\$NONE\"")).containsExactly("$NONE", "$NONE", "$NONE");
    }

    @Test
    void expandsATildeOnlyAtTheFrontOfAPlainWord() {
        assertThat(words("~ ~/x '~/x' \"~/x\" a~/x ~other \\~/x"))
                .containsExactly("/home/op", "/home/op/x", "~/x", "~/x", "a~/x", "~other", "~/x");
    }

    @Test
    void saysWhichQuoteIsOpen() {
        assertThatThrownBy(() -> words("echo 'a")).hasMessage("a quote ' is not closed");
        assertThatThrownBy(() -> words("echo ${A")).hasMessage("a ${ is not closed");
    }

    @Test
    void assignsFromNameAndValue() {
        variables.assign("ITERS=a=b");

        assertThat(words("$ITERS")).containsExactly("a=b");
        assertThatThrownBy(() -> variables.assign("2X=1")).hasMessage("--set '2X=1' is not NAME=VALUE");
        assertThatThrownBy(() -> variables.assign("X")).hasMessage("--set 'X' is not NAME=VALUE");
    }

    private List<String> words(String line) {
        return Expansion.words(Lexer.commands(line).get(0), variables);
    }
}
