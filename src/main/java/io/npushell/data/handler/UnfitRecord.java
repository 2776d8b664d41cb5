package io.npushell.data.handler;

/** A record that a handler can make nothing of; the message completes "record 12 …". */
public final class UnfitRecord extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnfitRecord(String what) {
        super(what);
    }
}
