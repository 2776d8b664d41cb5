package io.npushell.plan;

import static io.npushell.params.ParameterNames.HANDLER;
import static io.npushell.params.ParameterNames.JSON_KEYS;

import io.npushell.params.Settings;
import java.util.Set;

/** What a plan knows of upstream's handlers: which datasets they make. */
final class DataHandlers {
    static final String GENERAL_PRETRAIN = "GeneralPretrainHandler";
    static final String GENERAL_INSTRUCTION = "GeneralInstructionHandler";
    private static final String ALPACA_PRETRAIN = "AlpacaPretrainHandler";
    private static final Set<String> PRETRAIN = Set.of(GENERAL_PRETRAIN, ALPACA_PRETRAIN);

    /** Those that write end marks as they like, whatever is asked. */
    private static final Set<String> END_MARKS_FIXED = Set.of("MOSSInstructionHandler", "MOSSMultiTurnHandler");

    private DataHandlers() {}

    static boolean asksForEndMarks(Settings settings) {
        return settings.text(HANDLER).filter(END_MARKS_FIXED::contains).isEmpty();
    }

    static boolean fineTuning(String handler) {
        return !PRETRAIN.contains(handler);
    }

    /** The part of the output's name between prefix and "_document". */
    static String key(Settings settings) {
        boolean fixed = settings.text(HANDLER).filter(ALPACA_PRETRAIN::equals).isPresent();
        return fixed ? "text" : settings.text(JSON_KEYS).orElse("text");
    }
}
