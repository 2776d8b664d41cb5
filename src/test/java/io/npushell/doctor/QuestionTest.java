package io.npushell.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.process.CommandOutput;
import io.npushell.process.CommonsExecRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The questions as a shell runs them, also where an image has next to nothing beside it. */
class QuestionTest {
    @TempDir
    Path root;

    private Path workDir;

    @BeforeEach
    void prepare() throws IOException {
        workDir = Files.createDirectories(root.resolve("ws/scripts"));
        Files.createDirectories(root.resolve("no-programs"));
        Files.writeString(workDir.resolve("requirements.txt"), "numpy==1.24\n\nlast without end");
    }

    @Test
    void readsRoomAndOwnersWhereTheProgramsAreThere() throws IOException {
        Answer disk = asked(Question.DISK, whole(), root.resolve("ws/not/yet").toString(), "/none");
        assertThat(FreeSpace.read(disk.after("space"))).isPresent();
        assertThat(disk.after("place")).isEqualTo(root.resolve("ws").toString());

        Answer ownership = asked(Question.OWNERSHIP, whole(), root.toString());
        assertThat(ownership.allAfter("owner"))
                .containsExactly(Files.getOwner(root).getName());
        assertThat(verdicts(new OwnershipCheck(), Question.OWNERSHIP, ownership))
                .extracting(Verdict::level)
                .containsExactly(Level.OK);
    }

    @Test
    void doesNotKnowTheRoomWithoutDf() {
        Answer disk = asked(Question.DISK, none(), root.toString(), "/none");
        assertThat(verdicts(new DiskCheck(), Question.DISK, disk))
                .singleElement()
                .satisfies(verdict -> {
                    assertThat(verdict.level()).isEqualTo(Level.WARNING);
                    assertThat(verdict.sentence()).endsWith("cannot be told: the image has no df");
                });

        Answer shared = asked(Question.SHARED_MEMORY, none());
        assertThat(verdicts(new SharedMemoryCheck(), Question.SHARED_MEMORY, shared))
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.sentence())
                        .isEqualTo("how much shared memory there is in /dev/shm is not known: the image has no df"));
    }

    @Test
    void doesNotKnowTheOwnersWithoutFind() {
        Answer ownership = asked(Question.OWNERSHIP, none(), root.toString());

        assertThat(verdicts(new OwnershipCheck(), Question.OWNERSHIP, ownership))
                .singleElement()
                .satisfies(verdict -> {
                    assertThat(verdict.level()).isEqualTo(Level.WARNING);
                    assertThat(verdict.sentence()).contains("is not known: the image has no find of GNU");
                });
    }

    @Test
    void readsFilesByTheShellAlone() {
        assertThat(asked(Question.REQUIREMENTS, none(), root.resolve("ws").toString())
                        .out())
                .isEqualTo("numpy==1.24\n\nlast without end\n");
        assertThat(asked(Question.REQUIREMENTS, none(), "/none").succeeded()).isFalse();
        assertThat(asked(Question.CODE, none(), root.resolve("ws").toString(), "scripts", root.toString())
                        .allAfter("there"))
                .contains(".", "scripts", "scripts/requirements.txt");
        assertThat(asked(Question.DRIVER, none()).err()).isEmpty();
    }

    @Test
    void tellsAFlockOfAnotherKindFromAFileSystemWithoutLocks() throws IOException {
        Path flock = Files.writeString(root.resolve("no-programs/flock"), "#!/bin/sh\nexit 1\n");
        assertThat(flock.toFile().setExecutable(true)).isTrue();

        assertThat(asked(Question.STATE, none(), root.toString()).after("flock"))
                .isEqualTo("127");
        assertThat(asked(Question.STATE, whole(), root.toString()).after("flock"))
                .isEqualTo("0");
    }

    @Test
    void takesWhatWasNeverHeardForNotKnown() {
        Answer noShell =
                Answer.failed(126, "OCI runtime exec failed: exec: \"sh\": executable file not found in $PATH");
        Answer silent = new Answer(true, 124, "", "", true);

        for (Answer unheard : List.of(noShell, silent)) {
            for (HealthCheck check :
                    List.of(new DriverCheck(), new CannCheck(), new ToolsCheck(), new OwnershipCheck())) {
                Found found = new Found();
                check.needs().forEach(question -> found.answers(question, unheard));
                assertThat(Doctor.judge(List.of(check), found.end(), true))
                        .as(check.name())
                        .singleElement()
                        .satisfies(verdict -> {
                            assertThat(verdict.level()).isEqualTo(Level.WARNING);
                            assertThat(verdict.sentence()).contains("not known, nothing could be asked");
                        });
            }
        }
    }

    private static List<Verdict> verdicts(HealthCheck check, Question question, Answer answer) {
        Found found = new Found();
        found.answers(question, answer);
        return check.judge(found.end());
    }

    private Answer asked(Question question, String path, String... words) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", question.script(), "sh"));
        command.addAll(List.of(words));
        CommandOutput output = new CommonsExecRunner().run(command, root, Map.of("PATH", path), Duration.ofSeconds(30));
        return new Answer(true, output.exitCode(), output.out(), output.err(), output.timedOut());
    }

    private static String whole() {
        return System.getenv("PATH");
    }

    private String none() {
        return root.resolve("no-programs").toString();
    }
}
