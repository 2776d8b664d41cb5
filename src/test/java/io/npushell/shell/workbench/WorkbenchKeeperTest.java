package io.npushell.shell.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.params.Parameter;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.ParameterKind.Reading;
import io.npushell.params.Settings;
import io.npushell.plan.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class WorkbenchKeeperTest {
    @TempDir
    Path directory;

    private final ParameterCatalog catalog = ParameterCatalog.standard();

    @BeforeEach
    void aProfileIsInUse() {
        file().save(WorkbenchState.CLEAN.use("qwen-nano", RunType.PRETRAIN));
    }

    @Test
    void twoShellsThatSetDifferentThingsKeepBoth() {
        Shell one = new Shell();
        Shell other = new Shell();

        one.set("mbs", "2");
        other.set("gbs", "8");

        assertThat(saved("mbs")).isEqualTo("2");
        assertThat(saved("gbs")).isEqualTo("8");
    }

    @Test
    void theLaterOneCountsWhereBothSetTheSame() {
        Shell one = new Shell();
        Shell other = new Shell();

        one.set("mbs", "2");
        other.set("mbs", "4");

        assertThat(saved("mbs")).isEqualTo("4");
    }

    @Test
    void whatWasUnsetIsGoneAndWhatAnotherSetMeanwhileStays() {
        new Shell().set("mbs", "2");
        Shell one = new Shell();
        new Shell().set("gbs", "8");

        one.bench.change("a test", state -> state.withSettings(state.settings().without("mbs", Origin.OPERATOR)));
        one.keeper.save();

        assertThat(saved("mbs")).isEmpty();
        assertThat(saved("gbs")).isEqualTo("8");
    }

    @Test
    void aStepBackTakesBackOnlyWhatThisShellDid() {
        Shell one = new Shell();
        one.set("mbs", "2");
        new Shell().set("gbs", "8");

        one.bench.undo();
        one.keeper.save();

        assertThat(saved("mbs")).isEmpty();
        assertThat(saved("gbs")).isEqualTo("8");
    }

    @Test
    void profileAndMachineArePutOnlyByTheShellThatChangedThem() {
        Machine machine = new Machine(5, 8, "910B3", 65536, true, List.of());
        Shell one = new Shell();
        Shell other = new Shell();
        Shell third = new Shell();

        one.bench.change("a test", state -> state.use("qwen-14b", RunType.SFT));
        one.keeper.save();
        other.bench.change("a test", state -> state.withMachine(machine));
        other.keeper.save();
        third.set("mbs", "2");

        WorkbenchState saved = file().load().state();
        assertThat(saved.title()).isEqualTo("qwen-14b/sft");
        assertThat(saved.machine()).isEqualTo(machine);
        assertThat(saved.use("qwen-nano", RunType.PRETRAIN).settings().text("mbs"))
                .contains("2");
    }

    @Test
    void aPresetComesWhole() {
        Shell one = new Shell();
        Shell other = new Shell();

        one.set("gbs", "8");
        other.bench.change(
                "a test",
                state -> state.withChoices(new Choices(with(state.settings(), "mbs", "4", Origin.PRESET), "big")));
        other.keeper.save();

        Choices saved = file().load().state().choices();
        assertThat(saved.preset()).isEqualTo("big");
        assertThat(saved.settings().text("mbs")).contains("4");
        assertThat(saved.settings().text("gbs")).contains("8");
    }

    @Test
    @Timeout(30)
    void noneIsLostAmongManyAtOnce() throws Exception {
        List<String> names = List.of("mbs", "gbs", "tp", "pp", "train-iters", "save-interval");
        ExecutorService threads = Executors.newFixedThreadPool(names.size());
        List<Callable<Void>> shells = new ArrayList<>();
        for (String name : names) {
            Shell shell = new Shell();
            shells.add(() -> {
                shell.set(name, "2");
                return null;
            });
        }
        try {
            for (Future<Void> done : threads.invokeAll(shells)) {
                done.get(20, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(names).allSatisfy(name -> assertThat(saved(name)).isEqualTo("2"));
    }

    private String saved(String name) {
        return file().load().state().settings().text(name).orElse("");
    }

    private WorkbenchFile file() {
        return new WorkbenchFile(directory.resolve("workbench.json"), catalog);
    }

    private Settings with(Settings settings, String name, String text, Origin origin) {
        Parameter parameter = catalog.get(name);
        return settings.with(parameter, ((Reading.Accepted) parameter.kind().read(text)).value(), origin);
    }

    /** One that has just started. */
    private final class Shell {
        private final Workbench bench = new Workbench(name -> {
            throw new IllegalStateException(name);
        });
        private final WorkbenchKeeper keeper = new WorkbenchKeeper(file(), bench);

        Shell() {
            keeper.restore();
        }

        void set(String name, String text) {
            bench.change("a test", state -> state.withSettings(with(state.settings(), name, text, Origin.OPERATOR)));
            keeper.save();
        }
    }
}
