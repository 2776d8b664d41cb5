package io.npushell.weights.megatron;

/**
 * Which weights a pipeline stage holds, and under which names: its layers are numbered from 0.
 *
 * @param layers decoder layers of the whole model
 */
public record PipelineStages(int layers, int stages) {
    /** The stage that has a layer's weights, or those before or after all layers. */
    public int stageOf(int layer) {
        return switch (layer) {
            case ParameterMapping.BEFORE -> 0;
            case ParameterMapping.AFTER -> stages - 1;
            default -> layer / layersPerStage();
        };
    }

    private int layersPerStage() {
        return layers / stages;
    }

    /** The name in the file of its stage. */
    public String localName(String name, int layer) {
        if (layer == ParameterMapping.BEFORE || layer == ParameterMapping.AFTER) {
            return name;
        }
        return name.replaceFirst("[.]" + layer + "[.]", "." + layer % layersPerStage() + ".");
    }
}
