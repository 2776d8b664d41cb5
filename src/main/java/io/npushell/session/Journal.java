package io.npushell.session;

import io.npushell.json.JsonFields;
import io.npushell.json.JsonTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** events.jsonl: one event a line, only ever appended to, by several shells and the supervisor; each line is one write. */
record Journal(Path file) {

    void append(SessionEvent event) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("time", event.time().toString());
        json.put("kind", event.kind());
        json.put("details", event.details());
        String line = (tornAtEnd() ? "\n" : "") + JsonTree.compact(json) + "\n";
        try (FileChannel channel = RecordFile.appending(file)) {
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** In the order they were written; a line cut short by a crash or a full disk is left out. */
    List<SessionEvent> read() throws IOException {
        List<SessionEvent> events = new ArrayList<>();
        for (String line : content().lines().toList()) {
            parse(line).ifPresent(events::add);
        }
        return events;
    }

    private String content() throws IOException {
        try {
            return RecordFile.end(file, RecordFile.JOURNAL_LIMIT);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    private static Optional<SessionEvent> parse(String line) {
        try {
            JsonFields json = JsonTree.parseObject(line);
            return Optional.of(new SessionEvent(json.time("time"), json.required("kind"), json.textByName("details")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private boolean tornAtEnd() throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return channel.size() > 0 && channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n';
        }
    }
}
