package io.npushell.json;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON objects: a component is a field, {@code trainIters} is {@code train_iters}, in the order they are declared. So a record on disk is declared
 * once, and a new field is one component.
 *
 * <p>Components are texts, numbers, times, lists and maps of texts, lists of records, records, and what a {@link Codec} spells. What is absent in the JSON is "",
 * the least number, an empty list or map; null where the component is {@code @Nullable}; an error where it is {@link Required}. A record that is null
 * is not written, a text that is null is written as null.
 */
public final class RecordJson {
    private static final ClassValue<List<Field>> FIELDS = new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents()).map(Field::of).toList();
        }
    };

    private final Map<Class<?>, Codec<?>> codecs;

    public RecordJson(Map<Class<?>, Codec<?>> codecs) {
        this.codecs = Map.copyOf(codecs);
    }

    /** Without it the record says nothing. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.RECORD_COMPONENT)
    public @interface Required {}

    /** The least a number may be, which is also what it is where it is absent; 0 without this. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.RECORD_COMPONENT)
    public @interface Least {
        long value();
    }

    /** A type that is spelled as one text. */
    public interface Codec<T> {
        String text(T value);

        /** @throws IOException where the text is none of it */
        T value(String text) throws IOException;
    }

    /** The fields of a record, to be written alone or among others. */
    public Map<String, @Nullable Object> fields(Record record) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (Field field : FIELDS.get(record.getClass())) {
            Object value = field.of(record);
            if (value != null || field.type() == String.class || codecs.containsKey(field.type())) {
                fields.put(field.name(), json(value));
            }
        }
        return fields;
    }

    @SuppressWarnings("unchecked")
    private @Nullable Object json(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        Codec<?> codec = codecs.get(value.getClass());
        if (codec != null) {
            return ((Codec<Object>) codec).text(value);
        }
        if (value instanceof Record record) {
            return fields(record);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(this::json).toList();
        }
        return value instanceof Instant time ? time.toString() : value;
    }

    /** @throws IOException where a required field is missing, or a number or a text cannot be what it is to be */
    public <T extends Record> T read(Class<T> type, JsonFields json) throws IOException {
        List<Field> fields = FIELDS.get(type);
        @Nullable Object[] values = new @Nullable Object[fields.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(fields.get(i), json);
        }
        try {
            return type.getDeclaredConstructor(fields.stream().map(Field::type).toArray(Class<?>[]::new))
                    .newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IOException(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    private @Nullable Object value(Field field, JsonFields json) throws IOException {
        String name = field.name();
        Class<?> type = field.type();
        if (type == long.class || type == int.class) {
            return number(field, json);
        }
        if (type == String.class) {
            return field.required()
                    ? json.required(name)
                    : field.nullable() ? json.optionalText(name) : json.text(name);
        }
        if (type == Instant.class) {
            return json.time(name);
        }
        if (type == Map.class) {
            return json.textByName(name);
        }
        if (type == List.class) {
            return list(field, json);
        }
        Codec<?> codec = codecs.get(type);
        if (codec != null) {
            String text = field.nullable() ? json.optionalText(name) : json.required(name);
            return text == null ? null : codec.value(text);
        }
        if (type.isRecord()) {
            JsonFields fields = json.object(name);
            return field.nullable() && fields.fields().isEmpty() ? null : read(type.asSubclass(Record.class), fields);
        }
        throw new IllegalStateException(field + " is of a type that JSON has no form for");
    }

    private List<?> list(Field field, JsonFields json) throws IOException {
        Class<?> element =
                (Class<?>) ((ParameterizedType) field.component().getGenericType()).getActualTypeArguments()[0];
        if (element == String.class) {
            return json.texts(field.name());
        }
        List<Record> records = new ArrayList<>();
        for (JsonFields fields : json.objects(field.name())) {
            records.add(read(element.asSubclass(Record.class), fields));
        }
        return records;
    }

    private static Number number(Field field, JsonFields json) throws IOException {
        long number = json.number(field.name(), field.least());
        boolean small = field.type() == int.class;
        if (number < field.least() || (small && number > Integer.MAX_VALUE)) {
            throw new IOException("\"" + field.name() + "\" cannot be " + number);
        }
        if (small) {
            return (int) number;
        }
        return number;
    }

    /** What a component is in JSON; looked up once for each kind of record. */
    private record Field(RecordComponent component, String name, boolean required, boolean nullable, long least) {
        private static final Pattern NEXT_WORD = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

        /** {@code trainIters} as train_iters, {@code scriptSha256} as script_sha256. */
        static Field of(RecordComponent component) {
            Least least = component.getAnnotation(Least.class);
            return new Field(
                    component,
                    NEXT_WORD.matcher(component.getName()).replaceAll("_").toLowerCase(Locale.ROOT),
                    component.isAnnotationPresent(Required.class),
                    component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                    least == null ? 0 : least.value());
        }

        Class<?> type() {
            return component.getType();
        }

        @Nullable Object of(Record record) {
            try {
                return component.getAccessor().invoke(record);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(component + " cannot be read", e);
            }
        }
    }
}
