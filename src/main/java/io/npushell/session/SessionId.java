package io.npushell.session;

/** The number of a session in its workspace; shown plain ("13"), four digits wide in file names ("0013"). */
public record SessionId(int number) implements Comparable<SessionId> {
    public String text() {
        return Integer.toString(number);
    }

    public String fileName() {
        return String.format(java.util.Locale.ROOT, "%04d", number);
    }

    @Override
    public int compareTo(SessionId other) {
        return Integer.compare(number, other.number);
    }
}
