package io.npushell.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The environment a process was started with, as far as we may read it; empty for a zombie or another user's process. */
record ProcessEnvironment(String content) {

    static ProcessEnvironment read(Path process) {
        try {
            return new ProcessEnvironment(Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return new ProcessEnvironment("");
        }
    }

    /** Whether it says anything: a program that shows a title of its own writes over it. */
    boolean readable() {
        return content.indexOf('=') >= 0;
    }

    boolean holds(String name, String value) {
        String entry = new String((name + "=" + value).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return ("\0" + content + "\0").contains("\0" + entry + "\0");
    }

    /** Its value, "" where it has none. */
    String value(String name) {
        for (String entry : content.split("\0", -1)) {
            if (entry.startsWith(name + "=")) {
                return new String(
                        entry.substring(name.length() + 1).getBytes(StandardCharsets.ISO_8859_1),
                        StandardCharsets.UTF_8);
            }
        }
        return "";
    }
}
