package io.npushell.trainer.kernel;

import jdk.incubator.vector.FloatVector;

/** {@code silu(gate) * up} and its gradient; one row holds the gates, then the ups. */
public final class GatedSilu {
    private static final int WIDTH = Lanes.WIDTH;

    private GatedSilu() {}

    /** Reads {@code 2 * width} values, writes {@code width}. */
    public static void forward(float[] gateAndUp, int start, float[] output, int outputStart, int width) {
        int i = 0;
        for (; i + WIDTH <= width; i += WIDTH) {
            FloatVector gate = Lanes.load(gateAndUp, start + i);
            FloatVector up = Lanes.load(gateAndUp, start + width + i);
            gate.div(Exponential.ofEach(gate.neg()).add(1f)).mul(up).intoArray(output, outputStart + i);
        }
        for (; i < width; i++) {
            float gate = gateAndUp[start + i];
            output[outputStart + i] = gate / (Exponential.of(-gate) + 1f) * gateAndUp[start + width + i];
        }
    }

    /** From the gradient of the output to that of gates and ups, laid out as the input was. */
    public static void backward(
            float[] gateAndUp, int start, float[] outputGradient, int outputStart, float[] gradient, int width) {
        int i = 0;
        for (; i + WIDTH <= width; i += WIDTH) {
            FloatVector gate = Lanes.load(gateAndUp, start + i);
            FloatVector up = Lanes.load(gateAndUp, start + width + i);
            FloatVector above = Lanes.load(outputGradient, outputStart + i);
            FloatVector one = Lanes.broadcast(1f);
            FloatVector sigmoid = one.div(Exponential.ofEach(gate.neg()).add(1f));
            FloatVector silu = gate.mul(sigmoid);
            above.mul(silu).intoArray(gradient, start + width + i);
            above.mul(up).mul(sigmoid.add(silu.mul(one.sub(sigmoid)))).intoArray(gradient, start + i);
        }
        for (; i < width; i++) {
            float gate = gateAndUp[start + i];
            float above = outputGradient[outputStart + i];
            float sigmoid = 1f / (Exponential.of(-gate) + 1f);
            float silu = gate * sigmoid;
            gradient[start + width + i] = above * silu;
            gradient[start + i] = above * gateAndUp[start + width + i] * (sigmoid + silu * (1f - sigmoid));
        }
    }
}
