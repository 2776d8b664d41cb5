package io.npushell.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.process.CommandOutput;
import io.npushell.process.CommonsExecRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InsideTest {
    @TempDir
    Path directory;

    @Test
    void readsWhatTheLookPrinted() {
        Inside inside = Inside.parse("user 1000:1000 ma-user\n"
                        + "lacks flock\n"
                        + "there driver\n"
                        + "yes writable\n"
                        + "setup requirements=ab\n"
                        + "setup user=1000:1000\n"
                        + "setup time=2026-01-02T03:04:05Z\n"
                        + "end\n")
                .orElseThrow();

        assertThat(inside)
                .isEqualTo(new Inside(
                        "1000:1000",
                        "ma-user",
                        List.of("flock"),
                        java.util.Set.of("driver"),
                        java.util.Set.of("writable"),
                        Optional.of(new SetupRecord("ab", "1000:1000", "2026-01-02T03:04:05Z"))));
        assertThat(inside.says("java")).isFalse();
    }

    @Test
    void takesHalfAnAnswerForNone() {
        assertThat(Inside.parse("user 0:0 root\n")).isEmpty();
        assertThat(Inside.parse("end\n")).isEmpty();
        assertThat(Inside.parse("")).isEmpty();
    }

    @Test
    void looksAtAnyPosixSystemAsItIs() {
        // this host instead of a container: docker exec's words are dropped
        ContainerEngine here = new ContainerEngine((command, place, environment, timeout) -> new CommonsExecRunner()
                .run(command.subList(command.indexOf("c1") + 1, command.size()), place, environment, timeout));

        Inside.Answer answer = Inside.look(
                here,
                "c1",
                "",
                ProcessHandle.current().info().command().orElseThrow(),
                "/etc/passwd",
                List.of(directory.resolve("not/there/yet").toString()));

        assertThat(answer).isInstanceOfSatisfying(Inside.Answer.Seen.class, seen -> {
            assertThat(seen.inside().lacking()).isEmpty();
            assertThat(seen.inside().answers()).containsExactlyInAnyOrder("java", "writable");
        });
    }

    @Test
    void saysWhyItCannotLook() {
        ContainerEngine broken = new ContainerEngine((command, place, environment, timeout) -> new CommandOutput(
                126, "", "OCI runtime exec failed: exec: \"sh\": executable file not found in $PATH", false));

        assertThat(Inside.look(broken, "c1", "", "", "", List.of()))
                .isEqualTo(new Inside.Answer.Failed(
                        "OCI runtime exec failed: exec: \"sh\": executable file not found in $PATH"));
    }

    @Test
    void isDueWhereNothingOrAnotherWasInstalled() {
        Optional<SetupRecord> done = Optional.of(new SetupRecord("ab", "1000:1000", "t"));

        assertThat(SetupRecord.due(done, "ab")).isNull();
        assertThat(SetupRecord.due(Optional.empty(), null)).isNull();
        assertThat(SetupRecord.due(Optional.empty(), "ab")).isEqualTo("requirements.txt has not been installed in it");
        assertThat(SetupRecord.due(done, "cd")).isEqualTo("requirements.txt is another than the one installed in it");
    }

    @Test
    void writesARecordThatItReads() {
        SetupRecord record = new SetupRecord("ab", "1000:1000", "2026-01-02T03:04:05Z");
        List<String> command = new ArrayList<>(record.writing());
        Path file = directory.resolve("lib/setup");
        command.set(command.indexOf(SetupRecord.FILE), file.toString());

        CommandOutput written =
                new CommonsExecRunner().run(command, directory, java.util.Map.of(), Duration.ofSeconds(10));

        assertThat(written.succeeded()).isTrue();
        assertThat(file)
                .content()
                .satisfies(text ->
                        assertThat(SetupRecord.parse(text.lines().toList())).contains(record));
    }
}
