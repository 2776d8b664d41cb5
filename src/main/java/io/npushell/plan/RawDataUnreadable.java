package io.npushell.plan;

import java.util.List;

/** The data step can read the raw data. */
final class RawDataUnreadable {
    static final Rule RULE = Rule.of("D09", "Raw data unreadable", """
            The data step reads parquet, json, jsonl, csv, tsv and txt files, also packed by gzip, or a directory of them; what it cannot read it would refuse later.""").about(Step.Kind.DATA, Step.Kind.TRAIN);

    private RawDataUnreadable() {}

    static List<Finding> check(Draft draft) {
        Facts.RawData rawData = draft.facts().rawData();
        if (rawData == null || rawData.problem() == null || !Preparation.due(draft)) {
            return List.of();
        }
        return List.of(RULE.error(
                "raw-input '" + rawData.path() + "' cannot be read: " + rawData.problem(),
                rawData.remedy().isEmpty()
                        ? List.of("set raw-input FILE")
                        : List.of(rawData.remedy(), "set raw-input FILE")));
    }
}
