package io.npushell.plan;

import java.util.List;
import java.util.Map;

/** Spells remedies for data that is prepared without a profile: there is nothing to set then, only options to give. */
final class OptionRemedies {
    private static final Map<String, String> OPTIONS = Map.of(
            "set raw-input ", "--input ",
            "set tokenizer-path ", "--tokenizer-name-or-path ",
            "set dataset-path ", "--output-prefix ",
            "set append-eod on", "--append-eod",
            "set long-documents drop", "leave out --split-long",
            "data prepare --output-prefix ", "--output-prefix ");

    private OptionRemedies() {}

    static Finding of(Finding finding) {
        List<String> remedies =
                finding.remedies().stream().map(OptionRemedies::option).toList();
        return new Finding(
                finding.code(),
                finding.severity(),
                finding.certainty(),
                finding.sentence(),
                remedies,
                finding.accepted());
    }

    private static String option(String remedy) {
        return OPTIONS.entrySet().stream()
                .filter(entry -> remedy.startsWith(entry.getKey()))
                .findFirst()
                .map(entry -> entry.getValue() + remedy.substring(entry.getKey().length()))
                .orElse(remedy);
    }
}
