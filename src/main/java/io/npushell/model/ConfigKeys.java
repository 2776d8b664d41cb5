package io.npushell.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a family's config.json calls the sizes of a model, and what else stands there.
 *
 * @param modelType value of model_type
 * @param architecture value of architectures
 * @param kvGroups null where the family has no grouped-query attention; missing in a config.json it means as many as heads
 * @param grouped the switch without which kvGroups does not count; null where there is none
 * @param headWidth missing in a config.json, or null here, it is hidden / heads
 * @param ffnHoldsBoth whether the number under ffn is gate and up together
 * @param maxPositions null where sequenceLength says it
 * @param sequenceLength null where maxPositions says it
 * @param constants what a config.json made for a model without an original says besides
 */
public record ConfigKeys(
        String modelType,
        String architecture,
        String layers,
        String hidden,
        String heads,
        @Nullable String kvGroups,
        @Nullable String grouped,
        @Nullable String headWidth,
        String ffn,
        boolean ffnHoldsBoth,
        String vocabulary,
        @Nullable String maxPositions,
        @Nullable String sequenceLength,
        String normEpsilon,
        @Nullable String rotaryBase,
        @Nullable String rotaryFraction,
        Map<String, Object> constants) {}
