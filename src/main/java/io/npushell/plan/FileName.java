package io.npushell.plan;

/** The last part of a path's text, as a plan names files: "/ws/data/a.jsonl/" is "a.jsonl". */
final class FileName {
    private FileName() {}

    static String of(String path) {
        return path.replaceFirst("/+$", "").replaceFirst("^.*/", "");
    }
}
