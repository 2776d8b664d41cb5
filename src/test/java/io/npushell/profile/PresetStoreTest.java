package io.npushell.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PresetStoreTest {
    private static final ParameterCatalog CATALOG = ParameterCatalog.standard();

    private static final String FAST = """
            name: fast
            profile: qwen-14b
            run-type: sft
            note: "more samples: try on Monday"
            settings:
              lr: 1.25e-6
              mbs: 4
              model-path: "session:12"
            """;

    @TempDir
    Path home;

    private PresetStore store;

    @BeforeEach
    void open() {
        store = new PresetStore(home.resolve("presets"), CATALOG);
    }

    @Test
    void keepsWhatTheOperatorChoseAndNothingElse() {
        Settings settings = set(Settings.none(), "work-dir", "/home/ma-user/ws", Origin.MANUAL);
        settings = set(settings, "tp", "8", Origin.PROFILE);
        settings = set(settings, "dataset-path", "/home/ma-user/ws/data", Origin.DERIVED);
        settings = set(settings, "seed", "1", Origin.PRESET);
        settings = set(settings, "mbs", "2", Origin.PRESET);
        settings = set(settings, "mbs", "4", Origin.OPERATOR);
        settings = set(settings, "gbs", "32", Origin.FLAG);

        Preset preset = Preset.of("fast", "qwen-14b", RunType.SFT, "", settings);

        assertThat(preset.settings())
                .extracting(setting ->
                        setting.parameter().name() + "=" + setting.value().text())
                .containsExactly("mbs=4", "seed=1");
    }

    @Test
    void readsBackWhatItWrote() {
        Settings chosen = set(Settings.none(), "work-dir", "/data/a b: #\"c\\训练", Origin.OPERATOR);
        chosen = set(chosen, "master-addr", "null", Origin.OPERATOR);
        chosen = set(chosen, "append-eod", "on", Origin.OPERATOR);
        chosen = set(chosen, "devices", "0,1", Origin.OPERATOR);
        chosen = set(chosen, "lr", "1.25e-6", Origin.OPERATOR);
        Preset preset = Preset.of("x", "qwen-7b", RunType.LORA, "two\nlines, \"quoted\" ~", chosen);

        store.save(preset, false);

        assertThat(store.load("x")).isEqualTo(preset);
        assertThat(store.load("x").over(Settings.none()).text("lr")).contains("1.25e-6");
    }

    @Test
    void keepsAPresetWithoutSettings() {
        Preset empty = Preset.of("empty", "qwen-7b", RunType.PRETRAIN, "", Settings.none());

        store.save(empty, false);

        assertThat(store.load("empty")).isEqualTo(empty);
    }

    @Test
    void replacesThePresetLayerWhenItIsUsed() {
        Settings before = set(set(Settings.none(), "seed", "1", Origin.PRESET), "tp", "2", Origin.OPERATOR);
        Preset preset =
                Preset.of("p", "qwen-7b", RunType.PRETRAIN, "", set(Settings.none(), "mbs", "4", Origin.OPERATOR));

        Settings after = preset.over(before);

        assertThat(after.layer(Origin.PRESET)).containsOnlyKeys("mbs");
        assertThat(after.layer(Origin.OPERATOR)).containsOnlyKeys("tp");
    }

    @Test
    void writesFilesOnlyTheirOwnerReadsAndLeavesNoneHalfWritten() throws IOException {
        Path path = store.save(Preset.of("p", "qwen-7b", RunType.SFT, "", Settings.none()), false);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(path.getParent()).isDirectoryNotContaining("glob:**.tmp");
        assertThat(store.names()).containsExactly("p");
    }

    @Test
    void overwritesOnlyWhenTold() {
        Preset first = Preset.of("p", "qwen-7b", RunType.SFT, "first", Settings.none());
        Preset second = Preset.of("p", "qwen-7b", RunType.SFT, "second", Settings.none());
        Path path = store.save(first, false);

        OperatorException refusal = refusal(() -> store.save(second, false));

        assertThat(refusal).hasMessage(path + " exists already");
        assertThat(refusal.exitCode()).isEqualTo(ExitCode.CONFLICT);
        assertThat(store.load("p")).isEqualTo(first);

        store.save(second, true);
        assertThat(store.load("p")).isEqualTo(second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../p", "P", "a b", ".hidden"})
    void refusesNamesThatAreNoFileNames(String name) {
        OperatorException refusal =
                refusal(() -> store.save(Preset.of(name, "qwen-7b", RunType.SFT, "", Settings.none()), false));

        assertThat(refusal).hasMessageStartingWith("a preset cannot be called '" + name + "': names consist of small");
        assertThat(refusal.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void refusesAnUnknownNameWithNearOnes() {
        store.save(Preset.of("nightly", "qwen-7b", RunType.SFT, "", Settings.none()), false);

        for (ThrowingCallable act :
                new ThrowingCallable[] {() -> store.load("nihgtly"), () -> store.delete("nihgtly")}) {
            assertThat(refusal(act)).hasMessage("no preset 'nihgtly'; did you mean nightly?");
            assertThat(refusal(act).exitCode()).isEqualTo(ExitCode.NOT_FOUND);
        }
    }

    @Test
    void deletesAlsoWhatDoesNotLoad() throws IOException {
        Files.createDirectories(home.resolve("presets"));
        Files.writeString(home.resolve("presets/broken.yaml"), "[");

        store.delete("broken");

        assertThat(store.names()).isEmpty();
    }

    @Test
    void importsWhatItExportedByteForByte() throws IOException {
        Path file = Files.writeString(home.resolve("from-a-colleague.yaml"), FAST);

        Preset preset = store.importFrom(file, false);
        store.export("fast", home.resolve("again.yaml"), false);

        assertThat(preset.note()).isEqualTo("more samples: try on Monday");
        assertThat(home.resolve("again.yaml")).hasContent(FAST);
        assertThat(store.text("fast")).isEqualTo(FAST);
    }

    @Test
    void importsOverAPresetOnlyWhenTold() throws IOException {
        Path file = Files.writeString(home.resolve("a.yaml"), FAST);
        store.importFrom(file, false);
        Files.writeString(file, FAST.replace("mbs: 4", "mbs: 8"));

        assertThat(refusal(() -> store.importFrom(file, false)).exitCode()).isEqualTo(ExitCode.CONFLICT);
        assertThat(store.text("fast")).contains("mbs: 4");

        store.importFrom(file, true);
        assertThat(store.text("fast")).contains("mbs: 8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "mbs: 4 | mbs: 0 | 7:8: mbs must be a whole number from 1 to 4096, not '0'",
                "mbs: 4 | bms: 4 | 7:3: unknown parameter 'bms'; did you mean mbs?",
                "mbs: 4 | run-type: sft | 7:3: run-type has a key of its own, outside settings",
                "run-type: sft | run-type: train | 3:11: run-type must be pretrain, retrain, sft or lora, not 'train'",
                "name: fast | name: ../fast | 1:7: name must be made of small letters, digits, '.', '_' and '-',"
                        + " and begin with a letter or digit, not '../fast'",
                "settings: | setings: | 1:1: the key 'settings' is missing (and 1 more problem)",
            })
    void importsNothingThatIsWrong(String good, String bad, String found) throws IOException {
        Path file = Files.writeString(home.resolve("a.yaml"), FAST.replace(good, bad));

        OperatorException refusal = refusal(() -> store.importFrom(file, true));

        assertThat(refusal).hasMessage(file + ":" + found);
        assertThat(refusal.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(store.names()).isEmpty();
    }

    @Test
    void refusesAFileThatIsNotThere() {
        OperatorException refusal = refusal(() -> store.importFrom(home.resolve("none.yaml"), false));

        assertThat(refusal).hasMessage("no file '" + home.resolve("none.yaml") + "'");
        assertThat(refusal.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void saysWhyAPlaceCannotBeWritten() throws IOException {
        store.importFrom(Files.writeString(home.resolve("a.yaml"), FAST), false);
        Files.writeString(home.resolve("file"), "");

        OperatorException refusal = refusal(() -> store.export("fast", home.resolve("file/x.yaml"), false));

        assertThat(refusal.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(refusal)
                .hasMessage(
                        home.resolve("file/x.yaml") + " cannot be written: a file stands where a directory is needed");
        assertThat(home.resolve("file")).hasContent("");
    }

    @Test
    void refusesAFileThatIsCalledOtherwiseThanItsPreset() throws IOException {
        Path directory = Files.createDirectories(home.resolve("presets"));
        Path file = Files.writeString(directory.resolve("slow.yaml"), FAST);

        assertThat(refusal(() -> store.load("slow")))
                .hasMessage(file + ":1:7: name must be 'slow', as the file is called, not 'fast'");
    }

    private static Settings set(Settings settings, String name, String text, Origin origin) {
        return settings.with(CATALOG.get(name), CATALOG.get(name).value(text), origin);
    }

    private static OperatorException refusal(ThrowingCallable act) {
        return catchThrowableOfType(OperatorException.class, act);
    }
}
