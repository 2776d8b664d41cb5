package io.npushell.plan;

import static io.npushell.params.ParameterNames.HANDLER;
import static io.npushell.params.ParameterNames.JSON_KEYS;

import io.npushell.params.Settings;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** What a plan knows of upstream's handlers: which datasets they make. */
public final class DataHandlers {
    static final String GENERAL_PRETRAIN = "GeneralPretrainHandler";
    static final String GENERAL_INSTRUCTION = "GeneralInstructionHandler";
    private static final String ALPACA_PRETRAIN = "AlpacaPretrainHandler";
    private static final Set<String> PRETRAIN = Set.of(GENERAL_PRETRAIN, ALPACA_PRETRAIN);

    /** Those that write end marks as they like, whatever is asked. */
    private static final Set<String> END_MARKS_FIXED = Set.of("MOSSInstructionHandler", "MOSSMultiTurnHandler");

    private static final String TEXT = "text";
    /** No column that can be chosen has one in its name. */
    private static final String SEVERAL = ",";

    private DataHandlers() {}

    static boolean asksForEndMarks(Settings settings) {
        return settings.text(HANDLER).filter(END_MARKS_FIXED::contains).isEmpty();
    }

    static boolean fineTuning(String handler) {
        return !PRETRAIN.contains(handler);
    }

    /** The part of the output's name between prefix and "_document"; of several the one of the first column. */
    static String key(Settings settings) {
        return keys(settings).get(0);
    }

    /** Those of all columns a dataset is made of, each; the setting is one, a run of the data step may be given several. */
    static List<String> keys(Settings settings) {
        boolean fixed = settings.text(HANDLER).filter(ALPACA_PRETRAIN::equals).isPresent();
        return fixed
                ? List.of(TEXT)
                : List.of(settings.text(JSON_KEYS).orElse(TEXT).split(SEVERAL));
    }

    /** Several columns as one value. */
    public static String joined(List<String> columns) {
        return String.join(SEVERAL, columns);
    }

    /** What the name of a dataset of plain text ends in: "_text_document", of several columns the one it ends in already. */
    public static String ending(Settings settings, String dataset) {
        return endings(settings).stream()
                .filter(dataset::endsWith)
                .max(Comparator.comparing(String::length))
                .orElseGet(() -> endings(settings).get(0));
    }

    /** The prefixes of all datasets that are made with one of plain text, itself among them. */
    public static List<String> datasets(Settings settings, String dataset) {
        String ending = ending(settings, dataset);
        if (!dataset.endsWith(ending)) {
            return List.of(dataset);
        }
        String prefix = dataset.substring(0, dataset.length() - ending.length());
        return endings(settings).stream().map(each -> prefix + each).toList();
    }

    private static List<String> endings(Settings settings) {
        return keys(settings).stream().map(key -> "_" + key + WorkTree.DOCUMENT).toList();
    }
}
