package io.npushell.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.json.RecordJson.Least;
import io.npushell.json.RecordJson.Required;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordJsonTest {
    private static final RecordJson RECORDS = new RecordJson(Map.of());

    public record Row(String key, @Least(-1) long value) {}

    public record Sheet(
            @Required String name,
            String note,
            @Nullable String place,
            @Least(1) int nodeRank,
            Instant created,
            List<String> steps,
            Map<String, String> variables,
            List<Row> rows,
            @Nullable Row last) {}

    @Test
    void aRecordComesBackAsItWas() throws IOException {
        Sheet sheet = new Sheet(
                "a \"b\" 试",
                "n",
                null,
                3,
                Instant.parse("2026-11-30T00:00:00Z"),
                List.of("data", "train"),
                Map.of("TP", "8"),
                List.of(new Row("tp", 8)),
                new Row("pp", -1));
        String json = JsonTree.compact(RECORDS.fields(sheet));
        assertThat(json)
                .isEqualTo("{\"name\":\"a \\\"b\\\" 试\",\"note\":\"n\",\"place\":null,\"node_rank\":3,"
                        + "\"created\":\"2026-11-30T00:00:00Z\",\"steps\":[\"data\",\"train\"],\"variables\":{\"TP\":\"8\"},"
                        + "\"rows\":[{\"key\":\"tp\",\"value\":8}],\"last\":{\"key\":\"pp\",\"value\":-1}}");
        assertThat(read(json)).isEqualTo(sheet);
    }

    @Test
    void whatIsAbsentIsNothing() throws IOException {
        Sheet sheet = read("{\"name\":\"a\",\"created\":\"2026-11-30T00:00:00Z\",\"of_a_later_version\":1}");
        assertThat(sheet)
                .isEqualTo(new Sheet(
                        "a", "", null, 1, Instant.parse("2026-11-30T00:00:00Z"), List.of(), Map.of(), List.of(), null));
    }

    @Test
    void aFieldThatCannotBeIsNamed() {
        assertThatThrownBy(() -> read("{}")).isInstanceOf(IOException.class).hasMessage("\"name\" is missing");
        assertThatThrownBy(() -> read("{\"name\":\"a\",\"node_rank\":0,\"created\":\"2026-11-30T00:00:00Z\"}"))
                .hasMessage("\"node_rank\" cannot be 0");
        assertThatThrownBy(() -> read("{\"name\":\"a\",\"node_rank\":3000000000}"))
                .hasMessage("\"node_rank\" cannot be 3000000000");
        assertThatThrownBy(() -> read("{\"name\":\"a\",\"created\":\"now\"}"))
                .hasMessage("\"created\" is not a time: \"now\"");
    }

    private static Sheet read(String json) throws IOException {
        return RECORDS.read(Sheet.class, JsonTree.parseObject(json));
    }
}
