package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.session.Session;
import io.npushell.session.SessionId;
import io.npushell.session.SessionSpec;
import io.npushell.session.SessionSpec.SettingEntry;
import io.npushell.session.SessionState;
import io.npushell.session.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DirectoryUseTest {
    @TempDir
    Path directory;

    private Path converted;

    @BeforeEach
    void make() throws IOException {
        converted = Files.createDirectories(directory.resolve("a b/converted"));
    }

    @ParameterizedTest
    @EnumSource(SessionState.class)
    void countsSessionsThatRunOrWait(SessionState state) {
        DirectoryUse use = new DirectoryUse(List.of(loads(state, converted.toString())));

        assertThat(use.user(converted)).isEqualTo(state.active() ? "4" : null);
        assertThat(List.of(SessionState.QUEUED, SessionState.RUNNING)).allMatch(SessionState::active);
    }

    @Test
    void seesTheSameDirectoryUnderAnyName() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), converted.getParent());
        DirectoryUse use = new DirectoryUse(List.of(loads(SessionState.QUEUED, directory + "/a b/../a b/converted/")));

        assertThat(use.user(link.resolve("converted"))).isEqualTo("4");
        assertThat(use.user(converted.getParent())).isNull();
        assertThat(use.user(directory.resolve("a b/converted-tp4-pp1"))).isNull();
    }

    @Test
    void readsTheCommandsOfStepsQuotedOrNot() {
        DirectoryUse use = new DirectoryUse(List.of(runs(
                "cd /x &&\njava Main weights --load-dir /hf --save-dir '" + converted + "' --params-dtype fp16",
                "java Main export --load-dir '/a b/it'\\''s' --save-dir /out --original /orig")));

        assertThat(List.of("/hf", "/orig", "/out", "/a b/it's", converted.toString()))
                .allSatisfy(path -> assertThat(use.user(Path.of(path))).isEqualTo("4"));
        assertThat(use.writer(converted)).isEqualTo("4");
        assertThat(use.writer(Path.of("/out"))).isEqualTo("4");
        assertThat(use.writer(Path.of("/hf"))).isNull();
    }

    @Test
    void aTrainingsOutputIsUsedButCanBeRead() {
        DirectoryUse use =
                new DirectoryUse(List.of(session(SessionState.RUNNING, Map.of(), List.of(), List.of(), "/saved")));

        assertThat(use.user(Path.of("/saved"))).isEqualTo("4");
        assertThat(use.writer(Path.of("/saved"))).isNull();
    }

    @Test
    void readsModelPathFromVariablesAndSettings() {
        SettingEntry path = new SettingEntry("model-path", "/w", "operator");

        assertThat(new DirectoryUse(List.of(session(SessionState.QUEUED, Map.of(), List.of(path), List.of(), null)))
                        .user(Path.of("/w")))
                .isEqualTo("4");
    }

    @Test
    void aDatasetIsUsedByWhatTrainsFromIt() {
        Session training = session(SessionState.QUEUED, Map.of(), List.of(), List.of(), null);

        assertThat(new DirectoryUse(List.of(training)).trainer(Path.of("/d/../d/x_text_document")))
                .isNull();
        DirectoryUse use = new DirectoryUse(List.of(trains(SessionState.QUEUED, "/d/x_text_document")));
        assertThat(use.trainer(Path.of("/d/../d/x_text_document"))).isEqualTo("4");
        assertThat(use.trainer(Path.of("/d/y_text_document"))).isNull();
        assertThat(use.user(Path.of("/d/x_text_document"))).isNull();
        assertThat(new DirectoryUse(List.of(trains(SessionState.COMPLETED, "/d/x_text_document")))
                        .trainer(Path.of("/d/x_text_document")))
                .isNull();
    }

    private static Session trains(SessionState state, String dataset) {
        return session(state, Map.of(), List.of(), List.of(), null, dataset);
    }

    private static Session loads(SessionState state, String modelPath) {
        return session(state, Map.of("MODEL_PATH", modelPath), List.of(), List.of(), null);
    }

    private static Session runs(String... commands) {
        return session(SessionState.RUNNING, Map.of(), List.of(), List.of(commands), null);
    }

    private static Session session(
            SessionState state,
            Map<String, String> variables,
            List<SettingEntry> settings,
            List<String> commands,
            @Nullable String output) {
        return session(state, variables, settings, commands, output, null);
    }

    private static Session session(
            SessionState state,
            Map<String, String> variables,
            List<SettingEntry> settings,
            List<String> commands,
            @Nullable String output,
            @Nullable String dataset) {
        SessionSpec spec = new SessionSpec(
                new SessionId(4),
                new SessionSpec.Request(
                        "x",
                        "",
                        "qwen-14b",
                        "sft",
                        "ascend",
                        List.of("train"),
                        null,
                        Instant.EPOCH,
                        "/ws",
                        settings,
                        variables),
                SessionSpec.Training.onOne(1, 1, 1, 1),
                SessionSpec.Run.onHost(output, dataset, commands));
        return new Session(spec, Path.of("/ws/4"), state, null, null, null, null, null, null, Summary.empty());
    }
}
