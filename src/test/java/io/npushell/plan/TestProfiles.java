package io.npushell.plan;

import io.npushell.model.ModelFamilies;
import io.npushell.model.ModelShape;
import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.params.Parameter;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.ParameterKind.Reading;
import io.npushell.params.Setting;
import io.npushell.params.Settings;
import io.npushell.plan.engine.Engines;
import io.npushell.profile.ModelProfile;
import io.npushell.profile.Recommendation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Profiles and settings made of values, small enough to read in a test. */
final class TestProfiles {
    private TestProfiles() {}

    static ModelProfile qwen7b() {
        return qwen("qwen-7b", "7B", "Qwen-7B", shape(32, 4096, 32, 32, 11008, 151851, 151936), 16, "tp=4 pp=1 mbs=2");
    }

    static ModelProfile qwen14b() {
        return qwen(
                "qwen-14b", "14B", "Qwen-14B", shape(40, 5120, 40, 40, 13696, 151851, 152064), 32, "tp=8 pp=1 mbs=2");
    }

    static ModelProfile qwen72b() {
        return qwen(
                "qwen-72b", "72B", "Qwen-72B", shape(80, 8192, 64, 64, 24576, 151851, 152064), 64, "tp=8 pp=5 mbs=1");
    }

    static ModelProfile glm3() {
        return profile(
                "glm3-6b",
                "ascend",
                "6B",
                "GLM3-6B",
                shape(28, 4096, 32, 2, 13696, 64798, 65024),
                "scripts/glm3/glm3_base.sh",
                1,
                List.of(recommends("tp=2 pp=4 mbs=1 gbs=64 seq-len=8192 train-iters=200")),
                "tokenizer.model");
    }

    static ModelProfile nano() {
        return profile(
                "qwen-nano",
                "embedded",
                "nano",
                "Qwen-nano",
                new ModelShape(4, 128, 4, 4, 344, 1280, 1280, 1024, 1.0, 10000, 1e-6),
                "embedded.sh",
                1,
                List.of(recommends(
                        "tp=1 pp=1 mbs=4 gbs=16 seq-len=128 train-iters=100 save-interval=50 log-interval=1 lr=2e-3 min-lr=2e-4"
                                + " warmup-fraction=0.05 seed=1234")),
                "qwen.tiktoken");
    }

    private static ModelProfile qwen(
            String name, String type, String directory, ModelShape shape, int divisor, String recommended) {
        return profile(
                name,
                "ascend",
                type,
                directory,
                shape,
                "scripts/qwen/qwen.sh",
                divisor,
                List.of(
                        recommends(recommended + " gbs=64 seq-len=4096 train-iters=300"),
                        new Recommendation(
                                Set.of(RunType.PRETRAIN), Set.of(), settings("train-iters=200", Origin.PROFILE), ""),
                        new Recommendation(
                                Set.of(), Set.of(8), settings("pp=8", Origin.PROFILE), "the manual's 8 nodes, 8")),
                "qwen.tiktoken");
    }

    private static ModelProfile profile(
            String name,
            String engine,
            String type,
            String directory,
            ModelShape shape,
            String script,
            int divisor,
            List<Recommendation> recommendations,
            String tokenizerFile) {
        boolean embedded = engine.equals("embedded");
        return new ModelProfile(
                name,
                name,
                Engines.standard().find(engine).orElseThrow(),
                type,
                directory,
                ModelFamilies.guessed(List.of(tokenizerFile)),
                true,
                shape,
                script,
                variables(),
                embedded ? List.of() : List.of(". /usr/local/Ascend/ascend-toolkit/set_env.sh"),
                recommendations,
                List.of(tokenizerFile),
                List.of(),
                divisor,
                embedded ? 1 : 8,
                embedded ? "/profiles/qwen-nano" : null,
                ModelProfile.Sources.NONE,
                "test");
    }

    private static Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>();
        for (String name :
                List.of("tp", "pp", "mbs", "gbs", "seq-len", "train-iters", "nnodes", "node-rank", "master-addr")) {
            variables.put(name, ParameterCatalog.standard().get(name).variable());
        }
        return variables;
    }

    private static ModelShape shape(
            int layers, int hidden, int heads, int groups, int ffn, int vocabulary, int paddedVocabulary) {
        return new ModelShape(
                layers, hidden, heads, groups, ffn, vocabulary, paddedVocabulary, 32768, 1.0, 10000, 1e-6);
    }

    private static Recommendation recommends(String words) {
        return new Recommendation(Set.of(), Set.of(), settings(words, Origin.PROFILE), "");
    }

    private static List<Setting> settings(String words, Origin origin) {
        return new ArrayList<>(set(Settings.none(), words, origin).layer(origin).values());
    }

    /** Settings of the operator: "tp=4 mbs=3", blanks within a value as %20. */
    static Settings operator(String words) {
        return set(Settings.none(), words, Origin.OPERATOR);
    }

    static Settings set(Settings settings, String words, Origin origin) {
        Settings result = settings;
        for (String word : words.isBlank() ? new String[0] : words.split(" ")) {
            String[] parts = word.split("=", 2);
            Parameter parameter = ParameterCatalog.standard().get(parts[0]);
            Reading reading = parameter.kind().read(parts[1].replace("%20", " "));
            if (!(reading instanceof Reading.Accepted accepted)) {
                throw new IllegalArgumentException(word + ": " + reading);
            }
            result = result.with(parameter, accepted.value(), origin);
        }
        return result;
    }
}
