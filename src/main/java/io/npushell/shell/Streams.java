package io.npushell.shell;

import io.npushell.shell.Invocation.ColourChoice;
import io.npushell.shell.view.Channel;
import io.npushell.shell.view.Glyphs;
import io.npushell.shell.view.PipeStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** The process's standard streams: always UTF-8, and whether somebody looks at them. */
final class Streams {
    private static final Pattern TERMINAL = Pattern.compile("/dev/(pts/\\d+|tty.*|console)");

    private Streams() {}

    static Channel out(boolean colour, Map<String, String> environment) {
        OutputStream stream = new PipeStream(new FileOutputStream(FileDescriptor.out));
        return channel(new BufferedOutputStream(stream, 1 << 16), "stdout", colour, environment);
    }

    static Channel err(boolean colour, Map<String, String> environment) {
        return channel(new FileOutputStream(FileDescriptor.err), "stderr", colour, environment);
    }

    private static Channel channel(OutputStream stream, String name, boolean colour, Map<String, String> environment) {
        PrintWriter writer = new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), false);
        return new Channel(
                writer, isTerminal(name) && !dumb(environment), isTerminal(name), colour, Glyphs.of(environment));
    }

    /** Whether "stdin", "stdout" or "stderr" is a terminal, told without native code by where the system's link for it leads. */
    static boolean isTerminal(String name) {
        return TERMINAL.matcher(target(name)).matches();
    }

    /** Whether it goes to a file, or a device that is no terminal; neither pipe nor socket. */
    static boolean isFile(String name) {
        return target(name).startsWith("/") && !isTerminal(name);
    }

    private static String target(String name) {
        try {
            Path descriptor = Files.readSymbolicLink(Path.of("/dev", name));
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    static boolean colour(ColourChoice choice, String name, Map<String, String> environment) {
        String forced = environment.getOrDefault("CLICOLOR_FORCE", "");
        return switch (choice) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO ->
                environment.getOrDefault("NO_COLOR", "").isEmpty()
                        && ((!forced.isEmpty() && !forced.equals("0")) || (isTerminal(name) && !dumb(environment)));
        };
    }

    /** A terminal that can only append: nothing is redrawn on it. */
    private static boolean dumb(Map<String, String> environment) {
        return environment.getOrDefault("TERM", "dumb").equals("dumb");
    }
}
