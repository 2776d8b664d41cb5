package io.npushell.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.npushell.model.ElementType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON at the beginning of a safetensors file; nothing in it is believed before it agrees with the file's size. */
final class SafetensorsHeader {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** Bytes from {@code begin} to {@code end} after the header. */
    record Entry(ElementType dtype, List<Long> shape, long begin, long end) {}

    private SafetensorsHeader() {}

    /**
     * Reads it.
     *
     * @param size bytes of the file after the header
     */
    static Map<String, Entry> read(byte[] json, long size) throws IOException {
        SafetensorsHeader header = new SafetensorsHeader();
        try (JsonParser parser = JSON.createParser(json)) {
            expect(parser.nextToken() == JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("__metadata__")) {
                    parser.skipChildren();
                } else {
                    header.entries.put(name, entry(parser, name));
                }
            }
            expect(parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null);
        } catch (JsonProcessingException e) {
            throw new BrokenFileException("has a damaged header: " + e.getOriginalMessage());
        }
        header.checkPlaces(size);
        return header.entries;
    }

    private static Entry entry(JsonParser parser, String name) throws IOException {
        String dtype = "";
        List<Long> shape = null;
        List<Long> offsets = List.of();
        expect(parser.currentToken() == JsonToken.START_OBJECT);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "dtype" -> dtype = String.valueOf(parser.getText());
                case "shape" -> shape = numbers(parser);
                case "data_offsets" -> offsets = numbers(parser);
                default -> parser.skipChildren();
            }
        }
        if (shape == null || offsets.size() != 2) {
            throw new BrokenFileException("has a damaged header: tensor '" + name + "' lacks its shape or its place");
        }
        Entry entry = new Entry(type(dtype, name), shape, offsets.get(0), offsets.get(1));
        if (entry.end() - entry.begin() != size(entry, name)) {
            throw new BrokenFileException(
                    "has a damaged header: tensor '" + name + "' has a place of another size than its shape");
        }
        return entry;
    }

    private static ElementType type(String name, String tensor) throws BrokenFileException {
        return Arrays.stream(ElementType.values())
                .filter(dtype -> dtype.safetensors().equals(name))
                .findFirst()
                .orElseThrow(() -> new BrokenFileException(
                        "has tensor '" + tensor + "' of type '" + name + "', which npu-shell does not read"));
    }

    private static long size(Entry entry, String name) throws BrokenFileException {
        try {
            return Math.multiplyExact(Shapes.count(entry.shape()), entry.dtype().bytes());
        } catch (ArithmeticException e) {
            throw new BrokenFileException("has a damaged header: tensor '" + name + "' has the shape " + entry.shape());
        }
    }

    private static List<Long> numbers(JsonParser parser) throws IOException {
        List<Long> numbers = new ArrayList<>();
        expect(parser.currentToken() == JsonToken.START_ARRAY);
        while (parser.nextToken() == JsonToken.VALUE_NUMBER_INT && numbers.size() < 64) {
            numbers.add(parser.getLongValue());
            expect(numbers.get(numbers.size() - 1) >= 0);
        }
        expect(parser.currentToken() == JsonToken.END_ARRAY);
        return numbers;
    }

    /** The tensors lie one after the other, with nothing between, before or behind: the format's own rule. */
    private void checkPlaces(long size) throws BrokenFileException {
        List<Entry> places = new ArrayList<>(entries.values());
        places.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long end = 0;
        for (Entry place : places) {
            if (place.begin() != end) {
                throw new BrokenFileException("has a damaged header: its tensors overlap or leave gaps");
            }
            end = place.end();
        }
        if (end > size) {
            throw new BrokenFileException(
                    "is truncated: its tensors take " + end + " bytes, and " + Math.max(0, size) + " are there");
        }
        if (end < size) {
            throw new BrokenFileException("holds " + (size - end) + " bytes that belong to no tensor");
        }
    }

    private static void expect(boolean condition) throws BrokenFileException {
        if (!condition) {
            throw new BrokenFileException("has a damaged header");
        }
    }
}
