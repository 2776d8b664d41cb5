package io.npushell.shell.terminal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jline.reader.impl.history.DefaultHistory;

/** The history: readable by its operator alone, and without lines that look as if they held a secret. */
final class ShellHistory extends DefaultHistory {
    /** A value behind a secret's name, which may end a longer one: HF_TOKEN=…, --access-key …; TOKENIZER_PATH is no such name. */
    private static final Pattern NAMED = Pattern.compile(
            "(?i)(?<![a-z0-9])(?:password|passwd|passphrase|secret|token|api[_-]?key|(?:access|secret|private)[_-]?key)"
                    + "(?:\\s*[=:]\\s*|(?<=--[a-z_-]{0,30})\\s+)[\"']?([^\\s\"']+)");
    /** What is a secret by its form: tokens of hubs and clouds, an authorization, the password of an address. */
    private static final Pattern FORMED = Pattern.compile("\\b(?:hf_|gh[pousr]_|glpat-|sk-|AKIA|ASIA)[A-Za-z0-9_-]{12,}"
            + "|\\bBearer\\s+\\S|://[^/\\s:@]+:[^/\\s@]+@");
    /** A variable, a path, a number and a switch tell nothing. */
    private static final Pattern TELLS_NOTHING = Pattern.compile("[$/~.].*|\\d+|on|off|true|false");

    private final Path file;

    ShellHistory(Path file) {
        this.file = file;
    }

    /** A history that cannot be read is set aside, and a new one begun. */
    @Override
    public void load() throws IOException {
        try {
            super.load();
        } catch (IOException | RuntimeException e) {
            Files.move(file, file.resolveSibling("history.damaged"), StandardCopyOption.REPLACE_EXISTING);
            prepare(file);
        }
    }

    @Override
    public void add(Instant time, String line) {
        if (!holdsSecret(line)) {
            super.add(time, line);
        }
    }

    static boolean holdsSecret(String line) {
        return FORMED.matcher(line).find()
                || NAMED.matcher(line)
                        .results()
                        .anyMatch(
                                named -> !TELLS_NOTHING.matcher(named.group(1)).matches());
    }

    /** Makes the file there is to be written; one that cannot be made means a history for this start only. */
    static void prepare(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            restrict(file);
        } catch (IOException e) {
            // the line editor goes on without a file just as well
        }
    }

    private static void restrict(Path file) {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            // somebody else's file: reading it is all we ask
        }
    }
}
