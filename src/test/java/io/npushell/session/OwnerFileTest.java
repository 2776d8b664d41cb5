package io.npushell.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class OwnerFileTest {
    private static final Instant TIME = Instant.parse("2026-03-04T05:06:07Z");

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve(OwnerFile.NAME);
    }

    private OwnerRow row(int session, long from) throws IOException {
        return new OwnerRow(
                new SessionId(session), "/ws", directory.toRealPath().toString(), from, TIME, null, Map.of());
    }

    @Test
    void givesBackWhatWasAppended() throws IOException {
        OwnerRow second = new OwnerRow(
                new SessionId(2),
                "/ws \"two\"\n",
                directory.toRealPath().toString(),
                20,
                TIME,
                new SessionId(1),
                Map.of(30L, TIME, 40L, TIME.plusMillis(5)));

        OwnerFile.append(directory, List.of(row(1, 0)));
        OwnerFile.append(directory, List.of(second));

        assertThat(OwnerFile.read(directory)).isEqualTo(new OwnerFile.Content(List.of(row(1, 0), second), null, false));
        assertThat(Files.readAllLines(file)).hasSize(2).first().asString().contains("\"session\":\"1\"", "\"from\":0");
    }

    /** Needs a small file system, which only root can make. */
    @Test
    void keepsTheRowsThereWereOnADiskThatIsFull() throws IOException {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        try (SessionWorld tools = new SessionWorld(directory)) {
            assumeTrue(
                    tools.sh("mount -t tmpfs -o size=64k npu-shell-test " + disk)
                            .succeeded(),
                    "cannot mount");
            try {
                OwnerRow first =
                        new OwnerRow(new SessionId(1), "/ws", disk.toRealPath().toString(), 0, TIME, null, Map.of());
                OwnerFile.append(disk, List.of(first));
                tools.sh("cat /dev/zero >" + disk + "/fill");
                OwnerRow second = new OwnerRow(
                        new SessionId(2), "/w".repeat(9_000), disk.toRealPath().toString(), 20, TIME, null, Map.of());

                assertThatThrownBy(() -> OwnerFile.append(disk, List.of(second)))
                        .isInstanceOf(IOException.class);

                assertThat(OwnerFile.read(disk)).isEqualTo(new OwnerFile.Content(List.of(first), null, false));
                Files.delete(disk.resolve("fill"));
                OwnerFile.append(disk, List.of(second));
                assertThat(OwnerFile.read(disk).rows()).containsExactly(first, second);
            } finally {
                tools.sh("umount " + disk);
            }
        }
    }

    @Test
    void saysNothingWhereThereIsNone() {
        assertThat(OwnerFile.read(directory)).isEqualTo(new OwnerFile.Content(List.of(), null, false));
        assertThat(OwnerFile.read(directory.resolve("absent")).trouble()).isNull();
    }

    @Test
    void isNotGoneByWhereItIsDamaged() throws IOException {
        for (String damage :
                List.of("{\"session\":\"2\",", "\0\0\0\0", "[1]", "{\"session\":\"-3\"}", "{}", "{\"session\":2}")) {
            Files.deleteIfExists(file);
            OwnerFile.append(directory, List.of(row(1, 0)));
            Files.writeString(file, damage + "\n", StandardOpenOption.APPEND);
            OwnerFile.append(directory, List.of(row(3, 20)));

            OwnerFile.Content content = OwnerFile.read(directory);

            assertThat(content.rows()).as(damage).isEmpty();
            assertThat(content.trouble()).as(damage).isEqualTo("'" + file + "' is damaged in line 2");
            assertThat(content.damaged()).isTrue();
        }
    }

    @Test
    void forgetsDamageBeforeATrainingThatBeganAnew() throws IOException {
        Files.writeString(file, "\0not json");
        OwnerFile.append(directory, List.of(row(4, 0)));

        assertThat(OwnerFile.read(directory)).isEqualTo(new OwnerFile.Content(List.of(row(4, 0)), null, false));
    }

    @Test
    void tellsThatTheDirectoryWasMovedOrCopied() throws IOException {
        Path copy = Files.createDirectory(directory.resolve("copy"));
        OwnerFile.append(directory, List.of(row(1, 0)));
        Files.copy(file, copy.resolve(OwnerFile.NAME));

        assertThat(OwnerFile.read(copy).rows()).isEmpty();
        assertThat(OwnerFile.read(copy).trouble())
                .endsWith("was written for '" + directory.toRealPath() + "': the directory was moved or copied");

        OwnerFile.append(copy, List.of(row(1, 0).at(copy.toRealPath().toString(), TIME)));
        assertThat(OwnerFile.read(copy).trouble()).isNull();
        assertThat(OwnerFile.read(copy).rows()).hasSize(1);
    }

    @Test
    void followsNoLinkAndWaitsForNoPipe() throws Exception {
        Path other = Files.writeString(directory.resolve("other"), "kept");
        Files.createSymbolicLink(file, other);

        assertThat(OwnerFile.read(directory).trouble()).isEqualTo("'" + file + "' is a link and was not read");
        assertThatThrownBy(() -> OwnerFile.append(directory, List.of(row(1, 0))))
                .hasMessage("it is a link");
        assertThat(other).hasContent("kept");

        Files.delete(file);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        assertThat(OwnerFile.read(directory).trouble()).endsWith("is no file and was not read");
        assertThatThrownBy(() -> OwnerFile.append(directory, List.of(row(1, 0))))
                .hasMessage("it is no file");
    }

    @Test
    void readsTextThatIsNoUtf8AndHugeNumbersAsDamage() throws IOException {
        Files.write(file, "{\"session\":\"1\",\"from\":99999999999999999999999}\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(OwnerFile.read(directory).damaged()).isTrue();

        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 10});
        assertThat(OwnerFile.read(directory).damaged()).isTrue();
    }

    @Test
    void isAsWritableAsTheDirectory() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxr-x"));

        OwnerFile.append(directory, List.of(row(1, 0)));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-rw-r--");
    }

    @Test
    void coversWhatIsAboveItsStartAndSavedSince() {
        OwnerRow row = new OwnerRow(new SessionId(3), "/ws", "/out", 20, TIME, null, Map.of(40L, TIME));

        assertThat(row.covers(20, TIME)).isFalse();
        assertThat(row.covers(21, TIME)).isTrue();
        assertThat(row.covers(40, TIME)).as("of the branch that was left").isFalse();
        assertThat(row.covers(40, TIME.plusMillis(1))).as("written anew").isTrue();
        assertThat(row.covers(40, null)).isTrue();
    }
}
