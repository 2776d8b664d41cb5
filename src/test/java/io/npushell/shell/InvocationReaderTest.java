package io.npushell.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.shell.Invocation.ColourChoice;
import io.npushell.shell.Invocation.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;

class InvocationReaderTest {

    @Test
    void withoutWordsItIsAConversation() {
        assertThat(InvocationReader.read())
                .isEqualTo(new Invocation(
                        new Mode.Conversation(), List.of(), false, false, false, false, ColourChoice.AUTO));
    }

    @Test
    void aCommandKeepsItsWordsAndOptions() {
        assertThat(InvocationReader.read("--json", "set", "lr", "-1", "--json", "a  b")
                        .mode())
                .isEqualTo(new Mode.OneShot(List.of("set", "lr", "-1", "--json", "a  b")));
        assertThat(InvocationReader.read("--", "-c").mode()).isEqualTo(new Mode.OneShot(List.of("-c")));
    }

    @Test
    void readsTextScriptsAndStandardInput() {
        assertThat(InvocationReader.read("-c", "a; b").mode()).isEqualTo(new Mode.Text("a; b"));
        assertThat(InvocationReader.read("-f", "-").mode()).isEqualTo(new Mode.Script("-"));
        assertThat(InvocationReader.read("run", "x.npu").mode()).isEqualTo(new Mode.Script("x.npu"));
        assertThat(InvocationReader.read("run", "--help").mode()).isEqualTo(new Mode.OneShot(List.of("run", "--help")));
    }

    @Test
    void runTakesOptionsOnBothSidesOfTheFile() {
        Invocation invocation = InvocationReader.read(
                "-q", "run", "--set", "A=1", "x.npu", "--set=B=2 3", "--keep-going", "--workbench");

        assertThat(invocation.variables()).containsExactly("A=1", "B=2 3");
        assertThat(invocation.keepGoing() && invocation.workbench() && invocation.quiet())
                .isTrue();
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> InvocationReader.read("--frob")).hasMessage("npu-shell has no option '--frob'");
        assertThatThrownBy(() -> InvocationReader.read("--json=yes"))
                .hasMessage("npu-shell has no option '--json=yes'");
        assertThatThrownBy(() -> InvocationReader.read("-c")).hasMessage("-c needs a value");
        assertThatThrownBy(() -> InvocationReader.read("-c", "a", "show"))
                .hasMessage("one of -c, -f and a command, not two");
        assertThatThrownBy(() -> InvocationReader.read("run")).hasMessage("run needs a FILE");
        assertThatThrownBy(() -> InvocationReader.read("run", "a", "b")).hasMessage("run takes one file, not also 'b'");
        assertThatThrownBy(() -> InvocationReader.read("--color", "red"))
                .hasMessage("--color 'red' is not auto, always or never");
    }
}
