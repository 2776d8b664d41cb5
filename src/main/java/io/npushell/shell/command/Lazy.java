package io.npushell.shell.command;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value made when first asked for, once. */
public final class Lazy<T> {
    private @Nullable Supplier<T> maker;
    private @Nullable T value;

    public Lazy(Supplier<T> maker) {
        this.maker = maker;
    }

    public synchronized T get() {
        if (value == null && maker != null) {
            value = maker.get();
            maker = null;
        }
        return java.util.Objects.requireNonNull(value);
    }
}
