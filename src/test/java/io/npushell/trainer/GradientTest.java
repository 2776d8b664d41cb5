package io.npushell.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.model.ModelShape;
import io.npushell.trainer.WeightSpec.Start;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every tensor's gradient against central differences, along the gradient itself and along a random direction. */
class GradientTest {
    private static final Window WINDOW = new Window(3, 16);

    private final Random random = new Random(11);
    private final Workers workers = new Workers(2);

    static Stream<ModelShape> shapes() {
        return Stream.of(Shapes.QWEN, Shapes.GLM);
    }

    @AfterEach
    void stop() {
        workers.close();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void agreesWithCentralDifferencesForEveryTensor(ModelShape shape) {
        ModelWeights weights = lively(new ModelWeights(Shapes.of(shape)));
        agrees(shape, weights, tokens(shape));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void agreesForBothMatricesOfEveryAdapterWhileTheModelIsFrozen(ModelShape shape) {
        Lora lora = new Lora(3, 5, Lora.MODULES);
        ModelWeights weights = lively(new ModelWeights(Shapes.of(shape), Optional.of(lora)));
        assertThat(weights.trained()).hasSize(2 * 4 * shape.layers());

        agrees(shape, weights, tokens(shape));

        assertThat(weights.base())
                .allSatisfy(weight ->
                        assertThat(weight.gradient).as(weight.spec.name()).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void agreesWhereOnlyTheAnswersCount(ModelShape shape) {
        int[] targets = tokens(shape);
        for (int row = 0; row < targets.length; row++) {
            targets[row] = row % WINDOW.length() < 9 ? CrossEntropy.MASKED : targets[row];
        }
        agrees(shape, lively(new ModelWeights(Shapes.of(shape))), targets);
    }

    private void agrees(ModelShape shape, ModelWeights weights, int[] targets) {
        Model model = new Model(shape, weights, WINDOW, workers);
        int[] tokens = tokens(shape);
        model.loss(tokens, targets);
        model.backward(tokens, targets, 1, new GradientBuffers(shape, WINDOW.rows()));

        for (Weight weight : weights.trained()) {
            double length = Math.sqrt(along(weight, i -> weight.gradient[i]));
            assertThat(length).as("gradient of %s", weight.spec.name()).isGreaterThan(1e-4);
            check(model, weight, tokens, targets, i -> weight.gradient[i] / length);
            // half along the gradient, so that there is something to measure, half anywhere: also what the gradient
            // leaves out shows
            double[] noise = random.doubles(weight.values.length, -1, 1).toArray();
            double spread = Math.sqrt(weight.values.length / 3.0);
            check(model, weight, tokens, targets, i -> weight.gradient[i] / length + 2 * noise[i] / spread);
        }
    }

    private static void check(Model model, Weight weight, int[] tokens, int[] targets, IntToDoubleFunction direction) {
        double step = 4e-3;
        float[] before = weight.values.clone();
        move(weight, before, direction, step);
        double above = model.loss(tokens, targets);
        move(weight, before, direction, -step);
        double below = model.loss(tokens, targets);
        System.arraycopy(before, 0, weight.values, 0, before.length);

        double expected = along(weight, direction);
        double measured = (above - below) / (2 * step);
        assertThat(Math.abs(measured - expected))
                .as("%s: measured %s, computed %s", weight.spec.name(), measured, expected)
                .isLessThan(2e-4 + 4e-3 * Math.abs(expected));
    }

    private static double along(Weight weight, IntToDoubleFunction direction) {
        double sum = 0;
        for (int i = 0; i < weight.gradient.length; i++) {
            sum += weight.gradient[i] * direction.applyAsDouble(i);
        }
        return sum;
    }

    private static void move(Weight weight, float[] from, IntToDoubleFunction direction, double step) {
        for (int i = 0; i < from.length; i++) {
            weight.values[i] = (float) (from[i] + step * direction.applyAsDouble(i));
        }
    }

    /** Larger weights than a fresh model has, biases and norms off their start: so that every gradient is worth measuring. */
    private ModelWeights lively(ModelWeights weights) {
        for (Weight weight : weights.all()) {
            float centre = weight.spec.start() == Start.ONES ? 1f : 0f;
            // wider adapters would bend the loss so much that a difference says little of a gradient
            double spread = weight.spec.name().contains("lora_") ? 0.1 : 0.25;
            for (int i = 0; i < weight.values.length; i++) {
                weight.values[i] = (float) (centre + spread * random.nextGaussian());
            }
        }
        return weights;
    }

    private int[] tokens(ModelShape shape) {
        return random.ints(WINDOW.rows(), 0, shape.vocabulary()).toArray();
    }
}
