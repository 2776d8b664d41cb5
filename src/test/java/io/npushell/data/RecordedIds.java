package io.npushell.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** Texts with the ids that the original library gave them; see the README beside the files. */
record RecordedIds(String text, List<Integer> ids) {
    static final Path DIRECTORY = Path.of("src/test/resources/recorded/tokenizers");

    static List<RecordedIds> read(String name) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<RecordedIds> all = new ArrayList<>();
        for (String line : Files.readAllLines(DIRECTORY.resolve(name))) {
            JsonNode node = mapper.readTree(line);
            List<Integer> ids = StreamSupport.stream(node.get("ids").spliterator(), false)
                    .map(JsonNode::asInt)
                    .toList();
            all.add(new RecordedIds(node.get("text").asText(), ids));
        }
        return all;
    }
}
