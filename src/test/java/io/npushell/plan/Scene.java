package io.npushell.plan;

import io.npushell.model.RunType;
import io.npushell.params.Settings;
import io.npushell.profile.ModelProfile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request under construction: all is well unless a test says otherwise. */
record Scene(ModelProfile profile, RunType runType, Settings settings, Facts facts, Set<String> accepted) {
    static final Installation INSTALLATION =
            new Installation("/jdk/bin/java", "/build/step/*", "/build/trainer/*", "/build/engine", "0.1.0");

    static Scene of(ModelProfile profile, RunType runType) {
        boolean embedded = profile.devicesPerNode() == 1;
        Machine machine = embedded ? new Machine(1, 1, "CPU", 0, false, List.of()) : npus(1);
        return new Scene(profile, runType, Settings.none(), Facts.unseen(machine), Set.of());
    }

    static Scene pretrain14b() {
        return of(TestProfiles.qwen14b(), RunType.PRETRAIN);
    }

    static Machine npus(int nodes) {
        return new Machine(nodes, 8, "910B3", 65536, false, List.of());
    }

    Scene set(String words) {
        return with(TestProfiles.set(settings, words, io.npushell.params.Origin.OPERATOR));
    }

    Scene with(Settings changed) {
        return new Scene(profile, runType, changed, facts, accepted);
    }

    Scene accepting(String... codes) {
        return new Scene(profile, runType, settings, facts, Set.of(codes));
    }

    Scene on(Machine machine) {
        return seen(new Facts(
                machine,
                facts.resolved(),
                facts.script(),
                facts.rawData(),
                facts.dataset(),
                facts.tokenizer(),
                facts.model(),
                facts.output(),
                facts.disk()));
    }

    Scene seen(Facts changed) {
        return new Scene(profile, runType, settings, changed, accepted);
    }

    Scene resolved(Map<String, String> paths) {
        return seen(new Facts(
                facts.machine(),
                paths,
                facts.script(),
                facts.rawData(),
                facts.dataset(),
                facts.tokenizer(),
                facts.model(),
                facts.output(),
                facts.disk()));
    }

    Scene script(Facts.@Nullable Script script) {
        return seen(new Facts(
                facts.machine(),
                facts.resolved(),
                script,
                facts.rawData(),
                facts.dataset(),
                facts.tokenizer(),
                facts.model(),
                facts.output(),
                facts.disk()));
    }

    Scene rawData(boolean exists, @Nullable String problem) {
        return seen(new Facts(
                facts.machine(),
                facts.resolved(),
                facts.script(),
                new Facts.RawData("/raw.json", exists, 1000, problem, ""),
                facts.dataset(),
                facts.tokenizer(),
                facts.model(),
                facts.output(),
                facts.disk()));
    }

    Scene dataset(Facts.Dataset dataset) {
        return seen(new Facts(
                facts.machine(),
                facts.resolved(),
                facts.script(),
                facts.rawData(),
                dataset,
                facts.tokenizer(),
                facts.model(),
                facts.output(),
                facts.disk()));
    }

    /** A sound dataset. */
    Scene dataset(long documents, long tokens) {
        return dataset(new Facts.Dataset("/data/x_text_document", true, documents, tokens, null, null));
    }

    Scene noDataset() {
        return dataset(new Facts.Dataset("/data/x_text_document", false, 0, 0, null, null));
    }

    Scene tokenizer(boolean exists, String... files) {
        return tokenizer(new Facts.Tokenizer("/tokenizer", exists, Set.of(files), ""));
    }

    Scene tokenizer(Facts.Tokenizer tokenizer) {
        return seen(new Facts(
                facts.machine(),
                facts.resolved(),
                facts.script(),
                facts.rawData(),
                facts.dataset(),
                tokenizer,
                facts.model(),
                facts.output(),
                facts.disk()));
    }

    Scene model(Facts.Checkpoint model) {
        return seen(new Facts(
                facts.machine(),
                facts.resolved(),
                facts.script(),
                facts.rawData(),
                facts.dataset(),
                facts.tokenizer(),
                model,
                facts.output(),
                facts.disk()));
    }

    Scene output(Facts.Output output) {
        return seen(new Facts(
                facts.machine(),
                facts.resolved(),
                facts.script(),
                facts.rawData(),
                facts.dataset(),
                facts.tokenizer(),
                facts.model(),
                output,
                facts.disk()));
    }

    Scene free(long bytes) {
        return seen(new Facts(
                facts.machine(),
                facts.resolved(),
                facts.script(),
                facts.rawData(),
                facts.dataset(),
                facts.tokenizer(),
                facts.model(),
                facts.output(),
                new Facts.Disk("/ws", bytes)));
    }

    PlanRequest request() {
        return new PlanRequest(profile, runType, settings, facts, INSTALLATION, accepted);
    }

    Plan plan() {
        return new Planner().plan(request());
    }

    List<String> codes() {
        return plan().findings().stream().map(Finding::code).toList();
    }

    /** "severity code sentence | remedy | remedy", as lists show them. */
    List<String> findings() {
        return plan().findings().stream().map(Scene::line).toList();
    }

    private static String line(Finding finding) {
        return finding.severity().label() + " " + finding.code() + " " + finding.sentence()
                + finding.remedies().stream().map(remedy -> " | " + remedy).reduce("", String::concat);
    }
}
