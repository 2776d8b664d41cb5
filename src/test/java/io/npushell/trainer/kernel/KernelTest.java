package io.npushell.trainer.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class KernelTest {
    private final Random random = new Random(7);

    @Test
    void everyElementOfAProductIsOneChainOfFusedMultiplyAddsWhateverTheTile() {
        for (int[] size : new int[][] {{1, 1, 1}, {4, 64, 8}, {5, 83, 300}, {7, 16, 513}, {9, 131, 31}}) {
            int rows = size[0];
            int columns = size[1];
            int inner = size[2];
            float[] a = random(rows * inner);
            float[] b = random(inner * columns);
            float[] c = random(rows * columns);
            float[] expected = c.clone();
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    float sum = expected[i * columns + j];
                    for (int k = 0; k < inner; k++) {
                        sum = Math.fma(a[i * inner + k], b[k * columns + j], sum);
                    }
                    expected[i * columns + j] = sum;
                }
            }

            Gemm.multiply(
                    Matrix.of(a, inner), Matrix.of(b, columns), Matrix.of(c, columns), 0, rows, columns, inner, true);

            assertThat(c).containsExactly(expected);
        }
    }

    @Test
    void aProductThatDoesNotAccumulateOverwrites() {
        float[] c = {5f, 5f};

        Gemm.multiply(
                Matrix.of(new float[] {2f}, 1), Matrix.of(new float[] {3f, 4f}, 2), Matrix.of(c, 2), 0, 1, 2, 1, false);

        assertThat(c).containsExactly(6f, 8f);
    }

    @Test
    void anInnerProductRunsInSixteenAccumulatorsWhateverTheVectorWidth() {
        for (int count : new int[] {0, 1, 15, 16, 17, 100, 128}) {
            float[] a = random(count + 3);
            float[] b = random(count + 1);
            float[] lanes = new float[16];
            for (int i = 0; i < count; i++) {
                lanes[i % 16] = Math.fma(a[3 + i], b[1 + i], lanes[i % 16]);
            }
            float expected = lanes[0];
            for (int lane = 1; lane < 16; lane++) {
                expected += lanes[lane];
            }

            assertThat(Dot.of(a, 3, b, 1, count)).isEqualTo(expected);
        }
    }

    @Test
    void theExponentialIsRightToSevenDigits() {
        for (float x = -80f; x < 80f; x += 0.37f) {
            double expected = StrictMath.exp(x);
            assertThat(Exponential.of(x) / expected).isCloseTo(1, within(3e-7));
        }
        assertThat(Exponential.of(Float.NaN)).isNaN();
    }

    @Test
    void vectorAndScalarFormsAgreeToTheBit() {
        int width = 1024;
        float[] input = random(2 * width);
        Softmax.scale(input, 0, width, 20f);
        float[] inVectors = new float[width];
        GatedSilu.forward(input, 0, inVectors, 0, width);

        for (int i = 0; i < width; i++) {
            float[] alone = new float[1];
            GatedSilu.forward(new float[] {input[i], input[width + i]}, 0, alone, 0, 1);
            assertThat(alone[0]).isEqualTo(inVectors[i]);
        }
    }

    @Test
    void aSoftmaxSumsToOneAndReturnsTheLogarithmOfItsSum() {
        for (int count : new int[] {1, 7, 16, 33, 130}) {
            float[] row = random(count);
            double sum = 0;
            for (float value : row) {
                sum += StrictMath.exp(value);
            }
            float first = row[0];

            double logarithm = Softmax.row(row, 0, count);

            assertThat(logarithm).isCloseTo(StrictMath.log(sum), within(1e-6));
            assertThat((double) row[0]).isCloseTo(StrictMath.exp(first) / sum, within(1e-6));
            double total = 0;
            for (float value : row) {
                total += value;
            }
            assertThat(total).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void notANumberStaysNotANumber() {
        float[] row = random(40);
        row[20] = Float.NaN;

        assertThat(Softmax.row(row, 0, 40)).isNaN();
    }

    @Test
    void theGatedSiluIsTheSameInVectorsAndInTheRest() {
        int width = 37;
        float[] input = random(2 * width);
        float[] output = new float[width];

        GatedSilu.forward(input, 0, output, 0, width);

        for (int i = 0; i < width; i++) {
            double gate = input[i];
            double expected = gate / (1 + StrictMath.exp(-gate)) * input[width + i];
            assertThat((double) output[i]).isCloseTo(expected, within(1e-6));
        }
    }

    private float[] random(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
