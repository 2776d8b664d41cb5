package io.npushell.model;

import java.util.stream.Stream;

/** The families that come with npu-shell, for tests. */
public final class Families {
    public static final ModelFamily QWEN = named("qwen");
    public static final ModelFamily CHATGLM3 = named("chatglm3");

    private Families() {}

    public static ModelFamily named(String name) {
        return ModelFamilies.shipped().named(name).orElseThrow();
    }

    /** For tests that hold for each. */
    public static Stream<ModelFamily> all() {
        return Stream.of(QWEN, CHATGLM3);
    }
}
