package io.npushell.shell.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.params.Parameter;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.ParameterKind.Reading;
import io.npushell.params.Settings;
import io.npushell.plan.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkbenchFileTest {
    @TempDir
    Path directory;

    private final ParameterCatalog catalog = ParameterCatalog.standard();

    @Test
    void bringsBackWhatWasSaved() {
        Settings settings = with(with(Settings.none(), "mbs", "2", Origin.OPERATOR), "lr", "1.25e-6", Origin.PRESET);
        WorkbenchState state = WorkbenchState.CLEAN
                .use("qwen-14b", RunType.PRETRAIN)
                .withChoices(new Choices(settings, "long"))
                .use("qwen-14b", RunType.SFT)
                .withSettings(with(Settings.none(), "tp", "4", Origin.OPERATOR))
                .withMachine(new Machine(5, 8, "910B3", 65536, true, List.of()));

        file().save(state);

        assertThat(file().load()).isEqualTo(new WorkbenchFile.Restored(state, List.of()));
        assertThat(directory).isDirectoryContaining("glob:**/workbench.json").isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void startsCleanWithoutAFile() {
        assertThat(file().load().state()).isEqualTo(WorkbenchState.CLEAN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[]", "{\"kept\": {\"a\": {\"settings\": {\"tp\": ", "{\"kept\": 3}", "\u0000\u0001"})
    void setsADamagedFileAside(String text) throws IOException {
        Files.writeString(path(), text);

        WorkbenchFile.Restored restored = file().load();

        Path aside = directory.resolve("workbench.damaged.json");
        assertThat(restored.state()).isEqualTo(WorkbenchState.CLEAN);
        assertThat(restored.notes()).containsExactly("the workbench could not be restored; its file is now " + aside);
        assertThat(aside).hasContent(text);
        assertThat(path()).doesNotExist();
    }

    @Test
    void leavesOutWhatIsNotKnownAnyMore() throws IOException {
        Files.writeString(path(), """
                {"profile": "p", "later": [{"x": 1}], "kept": {"p/pretrain": {"settings": {"gone": "1", "tp": "many", "mbs": "2"}}}}""");

        WorkbenchFile.Restored restored = file().load();

        assertThat(restored.state().settings().text("mbs")).contains("2");
        assertThat(restored.notes())
                .containsExactly(
                        "the workbench's gone '1' is not known any more and was left out",
                        "the workbench's tp 'many' is not known any more and was left out");
    }

    private Settings with(Settings settings, String name, String text, Origin origin) {
        Parameter parameter = catalog.get(name);
        return settings.with(parameter, ((Reading.Accepted) parameter.kind().read(text)).value(), origin);
    }

    private Path path() {
        return directory.resolve("workbench.json");
    }

    private WorkbenchFile file() {
        return new WorkbenchFile(path(), catalog);
    }

    @Test
    void aHomeThatCannotBeWrittenIsSaidInWords() {
        Workbench bench = new Workbench(name -> {
            throw new IllegalStateException(name);
        });
        WorkbenchKeeper keeper = new WorkbenchKeeper(
                new WorkbenchFile(Path.of("/proc/nowhere/workbench.json"), ParameterCatalog.standard()), bench);
        bench.change("a test", state -> state.use("qwen-nano", RunType.PRETRAIN));

        assertThatThrownBy(keeper::save)
                .hasMessageStartingWith("the workbench cannot be saved as '/proc/nowhere/workbench.json': ");
    }
}
