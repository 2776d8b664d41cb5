package io.npushell.shell;

import io.npushell.ExitCode;
import io.npushell.container.TestEngine;
import io.npushell.shell.ShellHarness.Result;
import io.npushell.shell.script.Lexer;
import io.npushell.shell.script.RawWord;
import io.npushell.shell.view.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jline.terminal.Size;

/**
 * Where the commands of a page are typed, with the paths that pages print standing for its own.
 *
 * <p>{@code embedded}: a checkout on a machine without NPUs; the nano profiles are narrower than the real ones, so that trainings take seconds.
 * {@code devserver}: {@link DevServerSite} without docker, Huawei's zip and all downloads in the workspace. {@code docker}: the same with its daemon.
 */
final class DocumentedPlace implements AutoCloseable {
    private static final Pattern OURS = Pattern.compile("(?:\\./)?npu-shell(?: (.*?))?(?: < (\\S+))?");
    private static final Pattern PROGRESS = Pattern.compile("iter(?:ation)? +\\d+/");
    private static final int COLUMNS = 320;
    private static final Path CHECKOUT = Path.of("").toAbsolutePath();

    private final ShellHarness shell;
    private final Path workspace;
    private final Optional<DevServerSite> site;
    private final Map<String, String> real = new LinkedHashMap<>();

    DocumentedPlace(String name, Path root) throws IOException, SQLException {
        workspace = Files.createDirectories(root.resolve("home/npu-work"));
        site = switch (name) {
            case "embedded" -> Optional.empty();
            case "devserver" -> Optional.of(new DevServerSite(root, Optional.empty()));
            case "docker" -> Optional.of(new DevServerSite(root, Optional.of(TestEngine.require())));
            default -> throw new AssertionError("no place is called '" + name + "'");
        };
        shell = site.map(server -> server.shell)
                .orElseGet(() -> new ShellHarness(root))
                .onOneScreen();
        real.put("/home/ma-user/ws", workspace.toString());
        real.put("/home/me/npu-work", workspace.toString());
        real.put("/home/me/npu-shell", shell.directory().toString());
        real.put("/home/me", root.resolve("home").toString());
        real.put("/data/", Files.createDirectories(root.resolve("data")) + "/");
        if (site.isPresent()) {
            Files.move(site.get().zip, workspace.resolve(site.get().zip.getFileName()));
            downloaded();
        }
        copy(Path.of("docs/examples"), shell.directory().resolve("docs/examples"));
        for (String profile : List.of("qwen-nano", "glm3-nano")) {
            narrow(profile);
        }
    }

    /** All that the manual downloads, in the workspace. */
    private void downloaded() {
        Result fetched = shell.invoke("-c", "use qwen-14b; workspace fetch");
        if (fetched.exit() != ExitCode.OK) {
            throw new AssertionError(fetched.out());
        }
    }

    private void narrow(String profile) throws IOException {
        Path own = shell.home().resolve("profiles");
        copy(Path.of("profiles", profile), own.resolve(profile));
        Files.writeString(
                own.resolve(profile + ".yaml"),
                Files.readString(Path.of("profiles", profile + ".yaml"))
                        .replaceFirst("layers: 4", "layers: 2")
                        .replaceFirst("hidden: \\d+", "hidden: 16")
                        .replaceFirst("ffn: \\d+", "ffn: 40"));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    /** The first session launched here gets this number. */
    void countFrom(int session) throws IOException {
        Files.createDirectories(workspace.resolve(".npu-shell/sessions/.ids/%04d".formatted(session - 1)));
    }

    /** Types it, as the page has it; what is printed has the page's paths. */
    Result type(DocumentedCommand command) {
        shell.onTerminal(command.onTerminal() ? COLUMNS : Output.UNLIMITED);
        return type(command.text(), command.interrupted());
    }

    /** What the reader is taken to have typed before. */
    Result typeFirst(String text) {
        shell.onTerminal(Output.UNLIMITED);
        return type(text, false);
    }

    private Result type(String text, boolean interrupted) {
        String typed = text;
        for (Map.Entry<String, String> path : real.entrySet()) {
            typed = typed.replace(path.getKey(), path.getValue());
        }
        Result result = run(typed, interrupted);
        String printed = result.out()
                .replace(CHECKOUT.toString(), shell.directory().toString())
                .replace(
                        shell.home().resolve("profiles").toString(),
                        shell.directory().resolve("profiles").toString());
        for (Map.Entry<String, String> path : real.entrySet()) {
            if (site.isPresent() || !path.getKey().startsWith("/home/ma-user")) {
                printed = printed.replace(path.getValue(), path.getKey());
            }
        }
        return new Result(result.exit(), printed, "");
    }

    private Result run(String typed, boolean interrupted) {
        Matcher ours = OURS.matcher(typed);
        if (ours.matches()) {
            String[] words = ours.group(1) == null ? new String[0] : words(ours.group(1));
            return words.length == 0
                    ? greeting()
                    : shell.invokeWith(ours.group(2) == null ? "" : read(ours.group(2)), words);
        }
        return interrupted ? shell.runUntil(PROGRESS, typed) : shell.run(typed);
    }

    /** What the prompt begins with, the machine looked at once before so that it is known in time. */
    private Result greeting() {
        shell.services().machine();
        try (Keyboard keys = new Keyboard(shell, "xterm", new Size(COLUMNS, 30))) {
            String printed = keys.printed().replace("\r", "");
            return new Result(ExitCode.OK, printed.substring(0, printed.lastIndexOf('\n') + 1), "");
        }
    }

    private static String[] words(String typed) {
        return Lexer.commands(typed).get(0).words().stream()
                .map(RawWord::spelled)
                .toArray(String[]::new);
    }

    private String read(String file) {
        try {
            return Files.readString(shell.directory().resolve(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Matcher running = Pattern.compile("\"id\" : \"(\\d+)\"")
                .matcher(shell.runJson("sessions --active").out());
        running.results().forEach(id -> shell.run("stop " + id.group(1) + " --now"));
        site.ifPresent(DevServerSite::close);
    }
}
