package io.npushell.weights;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stack machine of pickle, protocols 2 to 5 as far as {@code torch.save} writes them.
 *
 * <p>Names become objects only in {@link PickledNames}, which constructs values of ours and nothing else. Work and memory are bounded
 * by the pickle's length and {@link #MAX_OBJECTS}.
 */
final class Unpickler {
    private static final int MAX_OBJECTS = 2_000_000;

    private final PickleInput input;
    private final PickledNames names;
    private final List<@Nullable Object> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Long, @Nullable Object> memo = new HashMap<>();
    private int objects;

    Unpickler(byte[] pickle, PickledNames names) {
        this.input = new PickleInput(pickle);
        this.names = names;
    }

    @Nullable Object load() throws IOException {
        while (true) {
            int opcode = input.unsignedByte();
            if (opcode == '.') {
                return pop();
            }
            step(opcode);
        }
    }

    private void step(int opcode) throws IOException {
        switch (opcode) {
            case 0x80 -> protocol(input.unsignedByte());
            case 0x95 -> input.signedLong();
            case '(' -> mark();
            case '0' -> pop();
            case '1' -> popToMark();
            case '2' -> push(top());
            case 'N' -> push(null);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'K' -> push((long) input.unsignedByte());
            case 'M' -> push((long) input.unsignedShort());
            case 'J' -> push((long) input.signedInt());
            case 0x8a -> push(input.integer(input.unsignedByte()));
            case 0x8b -> push(input.integer(input.signedInt()));
            case 'G' -> push(input.bigEndianDouble());
            case 'U' -> push(input.text(input.unsignedByte()));
            case 'T' -> push(input.text(input.signedInt()));
            case 0x8c -> push(input.text(input.unsignedByte()));
            case 'X' -> push(input.text(input.unsignedInt()));
            case 0x8d -> push(input.text(input.signedLong()));
            case 'C' -> push(input.bytes(input.unsignedByte()));
            case 'B' -> push(input.bytes(input.unsignedInt()));
            case 0x8e, 0x96 -> push(input.bytes(input.signedLong()));
            case ']', 0x8f -> push(new ArrayList<@Nullable Object>());
            case '}' -> push(new LinkedHashMap<@Nullable Object, @Nullable Object>());
            case ')' -> push(List.of());
            case 't' -> push(tuple(popToMark()));
            case 0x85 -> push(tuple(popLast(1)));
            case 0x86 -> push(tuple(popLast(2)));
            case 0x87 -> push(tuple(popLast(3)));
            case 0x91 -> push(tuple(popToMark()));
            case 'a' -> append(popLast(1));
            case 'e', 0x90 -> append(popToMark());
            case 's' -> setItems(popLast(2));
            case 'u' -> setItems(popToMark());
            case 'q' -> memo.put((long) input.unsignedByte(), top());
            case 'r' -> memo.put(input.unsignedInt(), top());
            case 0x94 -> memo.put((long) memo.size(), top());
            case 'h' -> push(remembered(input.unsignedByte()));
            case 'j' -> push(remembered(input.unsignedInt()));
            case 'c' -> push(names.named(input.line(), input.line()));
            case 0x93 -> stackGlobal(popLast(2));
            case 'Q' -> push(names.storage(pop()));
            case 'R', 0x81 -> construct(popLast(2));
            case 0x92 -> construct(popLast(3));
            case 'b' -> {
                @Nullable Object state = pop();
                names.build(top(), state);
            }
            default ->
                throw new BrokenFileException("has a pickle with opcode %d at byte %d, which torch.save does not write"
                        .formatted(opcode, input.position() - 1));
        }
    }

    private static void protocol(int version) throws BrokenFileException {
        if (version < 2 || version > 5) {
            throw new BrokenFileException("has a pickle of protocol " + version);
        }
    }

    private void stackGlobal(List<@Nullable Object> name) throws BrokenFileException {
        if (!(name.get(0) instanceof String module) || !(name.get(1) instanceof String attribute)) {
            throw new BrokenFileException("has a damaged pickle");
        }
        push(names.named(module, attribute));
    }

    private void construct(List<@Nullable Object> call) throws IOException {
        if (!(call.get(1) instanceof List<?> arguments)) {
            throw new BrokenFileException("has a damaged pickle");
        }
        push(names.construct(call.get(0), arguments));
    }

    @SuppressWarnings("unchecked") // every ArrayList on the stack was made here
    private void append(List<@Nullable Object> elements) throws BrokenFileException {
        if (!(top() instanceof ArrayList<?> list)) {
            throw new BrokenFileException("has a damaged pickle");
        }
        ((ArrayList<@Nullable Object>) list).addAll(elements);
    }

    @SuppressWarnings("unchecked") // every LinkedHashMap on the stack was made here or by PickledNames
    private void setItems(List<@Nullable Object> keysAndValues) throws BrokenFileException {
        if (!(top() instanceof LinkedHashMap<?, ?> map) || keysAndValues.size() % 2 != 0) {
            throw new BrokenFileException("has a damaged pickle");
        }
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            Object key = PickledNames.key(keysAndValues.get(i));
            ((LinkedHashMap<Object, @Nullable Object>) map).put(key, keysAndValues.get(i + 1));
        }
    }

    private @Nullable Object remembered(long key) throws BrokenFileException {
        if (!memo.containsKey(key)) {
            throw new BrokenFileException("has a damaged pickle");
        }
        return memo.get(key);
    }

    private static List<@Nullable Object> tuple(List<@Nullable Object> elements) {
        return Collections.unmodifiableList(elements);
    }

    private void push(@Nullable Object value) throws BrokenFileException {
        count();
        stack.add(value);
    }

    private void mark() throws BrokenFileException {
        count();
        marks.add(stack.size());
    }

    private void count() throws BrokenFileException {
        if (++objects > MAX_OBJECTS) {
            throw new BrokenFileException("has a pickle of more than " + MAX_OBJECTS + " objects");
        }
    }

    private int floor() {
        return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    }

    private @Nullable Object top() throws BrokenFileException {
        if (stack.size() <= floor()) {
            throw new BrokenFileException("has a damaged pickle");
        }
        return stack.get(stack.size() - 1);
    }

    private @Nullable Object pop() throws BrokenFileException {
        @Nullable Object value = top();
        stack.remove(stack.size() - 1);
        return value;
    }

    private List<@Nullable Object> popToMark() throws BrokenFileException {
        if (marks.isEmpty()) {
            throw new BrokenFileException("has a damaged pickle");
        }
        return popFrom(marks.remove(marks.size() - 1));
    }

    private List<@Nullable Object> popLast(int count) throws BrokenFileException {
        if (stack.size() - floor() < count) {
            throw new BrokenFileException("has a damaged pickle");
        }
        return popFrom(stack.size() - count);
    }

    private List<@Nullable Object> popFrom(int start) {
        List<@Nullable Object> tail = stack.subList(start, stack.size());
        List<@Nullable Object> popped = new ArrayList<>(tail);
        tail.clear();
        return popped;
    }
}
