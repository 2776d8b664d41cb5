package io.npushell.plan.engine;

import static io.npushell.params.ParameterNames.*;

import io.npushell.model.ModelShape;
import io.npushell.model.RunType;
import io.npushell.params.ParameterCatalog;
import io.npushell.plan.Draft;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The variables the embedded engine's script is given: the manual's, those of its own settings, and the shape of the model. */
final class EmbeddedEnvironment {
    private static final List<String> READ = Stream.concat(
                    AscendEnvironment.MANUAL.stream(),
                    Stream.of(
                            SAVE_INTERVAL,
                            LOG_INTERVAL,
                            SEED,
                            LEARNING_RATE,
                            MIN_LEARNING_RATE,
                            WARMUP_FRACTION,
                            WEIGHT_DECAY,
                            CLIP_GRAD,
                            THREADS,
                            LORA_R,
                            LORA_ALPHA,
                            LORA_TARGET_MODULES))
            .toList();

    private static final List<String> LORA = List.of(LORA_R, LORA_ALPHA, LORA_TARGET_MODULES);

    private EmbeddedEnvironment() {}

    static boolean reads(String parameter) {
        return READ.contains(parameter);
    }

    static Map<String, String> of(Draft draft) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String name : READ) {
            boolean unused = name.equals(MODEL_PATH)
                    ? !draft.loadsWeights()
                    : LORA.contains(name) && draft.runType() != RunType.LORA;
            String variable = ParameterCatalog.standard().get(name).variable();
            if (!unused) {
                draft.path(name).ifPresent(value -> variables.put(variable, value));
            }
        }
        variables.put("RUN_TYPE", draft.runType().label());
        shape(draft.shape(), variables);
        if (draft.profile().familyNamed()) {
            variables.put("MODEL_FAMILY", draft.profile().family().reference());
        }
        variables.put("MODEL_NAME", draft.profile().name());
        variables.put("SAVE_DIR", draft.output());
        if (draft.resumesFineTuning()) {
            variables.put("RESUME_PATH", draft.output());
        }
        variables.put("NPU_SHELL_JAVA", draft.request().installation().java());
        variables.put(
                "NPU_SHELL_TRAINER_CLASS_PATH", draft.request().installation().trainerClassPath());
        return variables;
    }

    private static void shape(ModelShape shape, Map<String, String> variables) {
        variables.put("NUM_LAYERS", Integer.toString(shape.layers()));
        variables.put("HIDDEN_SIZE", Integer.toString(shape.hidden()));
        variables.put("FFN_HIDDEN_SIZE", Integer.toString(shape.ffn()));
        variables.put("NUM_ATTENTION_HEADS", Integer.toString(shape.heads()));
        variables.put("NUM_QUERY_GROUPS", Integer.toString(shape.kvGroups()));
        variables.put("VOCAB_SIZE", Integer.toString(shape.vocabulary()));
        variables.put("PADDED_VOCAB_SIZE", Integer.toString(shape.paddedVocabulary()));
        variables.put("MAX_POSITION_EMBEDDINGS", Integer.toString(shape.maxPositions()));
        variables.put("ROTARY_PERCENT", plain(shape.rotaryFraction()));
        variables.put("ROTARY_BASE", plain(shape.rotaryBase()));
        variables.put("NORM_EPSILON", plain(shape.normEpsilon()));
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
