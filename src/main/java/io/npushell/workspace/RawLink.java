package io.npushell.workspace;

/** Turns links to the page around a file into links to the file: the manual gives {@code blob/main}. */
public final class RawLink {
    private RawLink() {}

    public static String of(String link) {
        String github = link.replaceFirst(
                "^https?://github\\.com/([^/]+/[^/]+)/(?:blob|raw)/(.*)$", "https://raw.githubusercontent.com/$1/$2");
        if (!github.equals(link)) {
            return github;
        }
        return link.replaceFirst("^(https?://[^/]+/(?:datasets/)?[^/]+/[^/]+)/blob/", "$1/resolve/");
    }

    /** The link with a mirror in the place of huggingface.co; links elsewhere stay. */
    static String through(String mirror, String link) {
        return link.replaceFirst(
                "^https?://huggingface\\.co(?=/)",
                mirror.replaceFirst("/+$", "").replace("$", "\\$"));
    }

    /** Name of the file a link is to. */
    static String name(String link) {
        String path = link.replaceFirst("[?#].*$", "");
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
