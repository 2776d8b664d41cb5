package io.npushell.shell.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputTest {
    private final StringWriter data = new StringWriter();
    private final StringWriter talk = new StringWriter();

    @Test
    void keepsDataAndTalkApart() {
        Output out = output(false, false);
        out.line("data");
        out.say("talk");
        out.flush();

        assertThat(data).hasToString("data\n");
        assertThat(talk).hasToString("talk\n");
    }

    @Test
    void quietLeavesOutTalkButNoComplaint() {
        Output out = output(true, false);
        out.say("talk");
        out.status(Text.of("30 %"));
        out.complain(Text.of("why"));

        assertThat(talk).hasToString("why\n");
    }

    @Test
    void theStatusLineGivesWayToLines() {
        Output out = output(false, true);
        out.status(Text.of("30 %"));
        out.say("saved");

        assertThat(talk).hasToString("\r\u001b[K30 %\r\u001b[Ksaved\n");
    }

    @Test
    void thereIsNoStatusLineWithoutATerminal() {
        output(false, false).status(Text.of("30 %"));

        assertThat(talk.toString()).isEmpty();
    }

    @Test
    void theStatusLineFitsTheTerminalAlsoWhereDataGoesElsewhere() {
        Channel pipe = Channel.plain(data);
        Channel screen = new Channel(new PrintWriter(talk), true, false);

        new Output(pipe, screen, () -> 10, false, false).status(Text.of("iter 120/200  60 %"));

        assertThat(talk).hasToString("\r\u001b[Kiter 120/…");
    }

    @Test
    void writesADocumentWithItsSchemaFirst() {
        output(false, false)
                .document(
                        "plan",
                        root -> root.field("id", "13")
                                .field("loss", Double.NaN)
                                .field("when", Instant.EPOCH)
                                .texts("codes", List.of("P04"))
                                .object("settings", Map.of("tp", "8"))
                                .objects("nodes", List.of(0, 1), (node, rank) -> node.field("rank", rank)));

        assertThat(data.toString().replaceAll("\\s+", "")).isEqualTo("""
                {"schema":"npu-shell/plan/1","id":"13","loss":null,"when":"1970-01-01T00:00:00Z","codes":["P04"],\
                "settings":{"tp":"8"},"nodes":[{"rank":0},{"rank":1}]}""");
    }

    @Test
    void writesRecordsOneALine() {
        Output out = output(false, false);
        out.record("metric", root -> root.field("iteration", 1));
        out.record("metric", root -> root.field("iteration", 2));

        assertThat(data.toString().lines())
                .containsExactly(
                        "{\"schema\":\"npu-shell/metric/1\",\"iteration\":1}",
                        "{\"schema\":\"npu-shell/metric/1\",\"iteration\":2}");
    }

    @Test
    void isFoundBehindTheWriterOfSpringShellsContext() {
        Output out = output(false, false);

        assertThat(Output.of(out.writer())).isSameAs(out);
        assertThat(Output.of(new PrintWriter(data)).json()).isFalse();
    }

    private Output output(boolean quiet, boolean terminal) {
        Channel talking = new Channel(new PrintWriter(talk), terminal, false);
        return new Output(Channel.plain(data), talking, () -> 80, false, quiet);
    }
}
