package io.npushell.profile;

import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.params.ParameterNames;
import io.npushell.params.Setting;
import io.npushell.params.Value;
import io.npushell.yaml.Fields;
import io.npushell.yaml.FileProblems;
import io.npushell.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads one entry of a profile's recommendations. */
final class RecommendationReader {
    private RecommendationReader() {}

    static List<Recommendation> readAll(
            List<YamlNode> items, int maxPositions, SettingsFields parameters, FileProblems problems) {
        List<Recommendation> recommendations = new ArrayList<>();
        for (YamlNode item : items) {
            if (item instanceof YamlNode.Mapping mapping) {
                Recommendation recommendation = read(mapping, parameters, problems);
                checkLength(recommendation, maxPositions, mapping, problems);
                recommendations.add(recommendation);
            } else {
                problems.add(item, "each of recommendations must be a group of keys, not " + item.kind());
            }
        }
        return recommendations;
    }

    private static Recommendation read(YamlNode.Mapping mapping, SettingsFields parameters, FileProblems problems) {
        Fields fields = new Fields(mapping, problems);
        Set<RunType> runTypes =
                fields
                        .texts("run-types", label -> RunType.find(label).isPresent(), "pretrain, retrain, sft or lora")
                        .stream()
                        .flatMap(label -> RunType.find(label).stream())
                        .collect(Collectors.toSet());
        Set<Integer> nodes =
                fields.texts("nodes", count -> Fields.isWhole(count, 1, 4096), "a whole number from 1 to 4096").stream()
                        .filter(count -> !count.isEmpty())
                        .map(Integer::valueOf)
                        .collect(Collectors.toSet());
        fields.required("settings");
        List<Setting> settings = parameters.settings(fields.entries("settings"), Origin.PROFILE);
        String note = fields.optional("note").isEmpty()
                ? ""
                : fields.text("note", text -> !text.isBlank(), "a sentence").strip();
        fields.noOthers();
        return new Recommendation(runTypes, nodes, settings, note);
    }

    private static void checkLength(
            Recommendation recommendation, int maxPositions, YamlNode at, FileProblems problems) {
        for (Setting setting : recommendation.settings()) {
            if (setting.parameter().name().equals(ParameterNames.SEQ_LEN)
                    && setting.value() instanceof Value.Whole length
                    && length.number() > maxPositions) {
                problems.add(at, "recommends seq-len " + length.number() + ", but max-positions is " + maxPositions);
            }
        }
    }
}
