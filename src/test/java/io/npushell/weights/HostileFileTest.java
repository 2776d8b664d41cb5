package io.npushell.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.OperatorException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that were cut, damaged or made to harm: a clear error or the right content, never a hang, never a full heap. */
@Timeout(60)
class HostileFileTest {
    private static final float[] STORED = {9, 0, 1, 2, 3, 4, 5};

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("model_optim_rng.pt");
    }

    @ParameterizedTest
    @CsvSource({
        "os, system",
        "posix, system",
        "builtins, eval",
        "subprocess, Popen",
        "torch.hub, load",
        "numpy.testing, rundocs",
        "megatron, ..x y"
    })
    void constructsNothingThatIsNotOnTheWhitelist(String module, String name) {
        PickleBytes.protocol(2)
                .op('}')
                .text("model")
                .global(module, name)
                .op('(')
                .text("touch " + directory.resolve("harm"))
                .op('t', 'R', 's', '.')
                .save(file, 1);

        assertThatThrownBy(() -> TorchFile.open(file))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(module + ".")
                .hasMessageContaining("does not construct");
        assertThat(directory.resolve("harm")).doesNotExist();
    }

    @Test
    void refusesTheSameByStackGlobal() {
        PickleBytes.protocol(4)
                .op('}')
                .text("model")
                .text("os")
                .text("system")
                .op(0x93, ')', 'R', 's', '.')
                .save(file, 1);

        assertThatThrownBy(() -> TorchFile.open(file)).hasMessageContaining("'os.system'");
    }

    @Test
    void swallowsWhatIsDoneToNamesItDoesNotNeed() throws IOException {
        PickleBytes.protocol(2)
                .op('}', '(')
                .text("dtype")
                .global("torch", "bfloat16")
                .text("enum")
                .global("megatron.core.enums", "ModelType")
                .op('(')
                .number(1)
                .op('t', 'R')
                .text("rng")
                .global("numpy.core.multiarray", "_reconstruct")
                .op('(')
                .global("numpy", "ndarray")
                .op('t', 'R')
                .op('(')
                .number(1)
                .op('t', 'b')
                .op('u', '.')
                .save(file, 1);

        try (TorchFile torch = TorchFile.open(file)) {
            assertThat(torch.root().get("dtype")).hasToString("torch.bfloat16");
            assertThat(torch.root().get("enum")).hasToString("megatron.core.enums.ModelType");
            assertThat(torch.root()).containsKey("rng");
        }
    }

    @Test
    void readsATransposedAndAnExpandedViewOfASharedStorage() throws IOException {
        PickleBytes pickle = PickleBytes.protocol(2).op('}', '(').text("turned");
        view(pickle, 1, new int[] {3, 2}, new int[] {1, 3}).text("wide");
        view(pickle, 0, new int[] {2, 2}, new int[] {0, 1}).op('u', '.').save(file, STORED);

        try (TorchFile torch = TorchFile.open(file)) {
            assertThat(read(torch, "turned", 6)).containsExactly(0, 3, 1, 4, 2, 5);
            assertThat(read(torch, "wide", 4)).containsExactly(9, 0, 9, 0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "6, 2, 1",
        "0, 8, 1",
        "0, 3, 4",
        "-1, 2, 1",
        "0, -2, 1",
        "0, 2, -1",
        "2147483647, 2, 1",
        "0, 2147483647, 2147483647"
    })
    void refusesAViewBeyondItsStorage(int offset, int size, int stride) {
        PickleBytes pickle = PickleBytes.protocol(2).op('}', '(').text("model");
        view(pickle, offset, new int[] {size}, new int[] {stride}).op('u', '.').save(file, STORED);

        assertThatThrownBy(() -> TorchFile.open(file))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("reaches beyond its data");
    }

    @Test
    void refusesAStorageLargerThanItsEntry() {
        PickleBytes.protocol(2)
                .op('}')
                .text("model")
                .global("torch._utils", "_rebuild_tensor_v2")
                .op('(')
                .storage("0", Integer.MAX_VALUE)
                .number(0)
                .op('(')
                .number(Integer.MAX_VALUE)
                .op('t', '(')
                .number(1)
                .op('t')
                .op('t', 'R', 's', '.')
                .save(file, 1);

        assertThatThrownBy(() -> TorchFile.open(file)).hasMessageContaining("reaches beyond its data");
    }

    @Test
    void doesNotBelieveForgedLengths() {
        for (int opcode : new int[] {'X', 'B', 'T', 0x8b}) {
            PickleBytes.protocol(2).op(opcode).little(Integer.MAX_VALUE).op('.').save(file, 1);
            assertThatThrownBy(() -> TorchFile.open(file)).isInstanceOf(OperatorException.class);
        }
        for (int opcode : new int[] {0x8d, 0x8e, 0x96}) {
            PickleBytes.protocol(4)
                    .op(opcode)
                    .little(-1)
                    .little(Integer.MAX_VALUE)
                    .op('.')
                    .save(file, 1);
            assertThatThrownBy(() -> TorchFile.open(file)).isInstanceOf(OperatorException.class);
        }
    }

    @Test
    void boundsTheObjectsOfAPickle() {
        PickleBytes pickle = PickleBytes.protocol(2);
        for (int i = 0; i < 2_100_000; i++) {
            pickle.op('}');
        }
        pickle.op('.').save(file, 1);

        assertThatThrownBy(() -> TorchFile.open(file)).hasMessageContaining("more than 2000000 objects");
    }

    @Test
    void survivesAListThatContainsItself() {
        PickleBytes.protocol(2)
                .op('}')
                .op(']', 'q', 0, 'h', 0, 'a')
                .text("x")
                .op('s', '.')
                .save(file, 1);
        assertThatThrownBy(() -> TorchFile.open(file)).hasMessageContaining("dictionary key");

        PickleBytes nested = PickleBytes.protocol(2).op('}').text("deep");
        for (int i = 0; i < 100_000; i++) {
            nested.op(']');
        }
        for (int i = 1; i < 100_000; i++) {
            nested.op('a');
        }
        nested.op('s', '.').save(file, 1);
        assertThat(CheckpointArgs.number(open(), "train_iters")).isEqualTo(-1);
    }

    @Test
    void givesAClearErrorForEveryPrefixOfAFile() throws IOException {
        byte[] whole = checkpoint();
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> TorchFile.open(file))
                    .isInstanceOf(OperatorException.class)
                    .hasMessageStartingWith("'" + file + "' ");
        }
    }

    @Test
    void givesAClearErrorOrTheWholeContentForAnyDamage() throws IOException {
        byte[] whole = checkpoint();
        Random random = new Random(4);
        int refused = 0;
        for (int round = 0; round < 1000; round++) {
            byte[] damaged = whole.clone();
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(file, damaged);
            try (TorchFile torch = TorchFile.open(file)) {
                assertThat(torch.root()).containsKeys("args", "model");
                read(torch, "model", 3);
            } catch (OperatorException clear) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(150);
    }

    /** {@code a = {}; for 40 keys: a[key] = a}: 40 to the power of the depth. */
    @Test
    void endsWithADictionaryThatHoldsItselfManyTimes() throws IOException {
        PickleBytes pickle = PickleBytes.protocol(2).op('}', '(').text("model").op('}', 'q', 0, '(');
        for (int i = 0; i < 40; i++) {
            pickle.text("layers." + i).op('h', 0);
        }
        pickle.op('u', 'u', '.').save(file, 1);

        assertThat(RankFile.of(file).tensors()).isEmpty();
        try (TorchFile torch = TorchFile.open(file)) {
            assertThat(torch.tensorsByEntry()).isEmpty();
        }
    }

    @Test
    void refusesAnEntryTwice() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ZipWriter zip = new ZipWriter(channel);
            zip.add("x/data.pkl", new byte[] {(byte) 0x80, 2, '}', '.'});
            zip.add("x/data.pkl", new byte[] {(byte) 0x80, 2, '}', '.'});
            zip.finish();
        }

        assertThatThrownBy(() -> TorchFile.open(file)).hasMessageContaining("has the entry 'x/data.pkl' twice");
    }

    @Test
    void refusesAnEntryThatSaysAnotherSizeThanItTakes() throws IOException {
        byte[] whole = checkpoint();
        ByteBuffer bytes = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < whole.length - 46; at++) {
            if (bytes.getInt(at) == 0x02014b50) {
                bytes.putInt(at + 24, bytes.getInt(at + 24) - 1);
            }
        }
        Files.write(file, whole);

        assertThatThrownBy(() -> TorchFile.open(file)).hasMessageContaining("says that it holds");
    }

    @Test
    void saysThatAnOldTorchFileIsNotRead() throws IOException {
        Files.write(file, new byte[] {(byte) 0x80, 2, (byte) 0x8a, 10, 'l', (byte) 0xfc, (byte) 0x9c, 'F'});

        assertThatThrownBy(() -> TorchFile.open(file)).isInstanceOf(OperatorException.class);
    }

    private byte[] checkpoint() throws IOException {
        TorchFileWriter.write(
                file,
                Map.of(
                        "args", new TorchFileWriter.Namespace(Map.of("train_iters", 100)),
                        "model", new FloatTensor(new float[] {1, 2, 3}, 0, List.of(3L))));
        return Files.readAllBytes(file);
    }

    private Map<String, Object> open() {
        try (TorchFile torch = TorchFile.open(file)) {
            return torch.root();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static PickleBytes view(PickleBytes pickle, int offset, int[] shape, int[] strides) {
        pickle.global("torch._utils", "_rebuild_tensor_v2")
                .op('(')
                .storage("0", STORED.length)
                .number(offset);
        for (int[] numbers : List.of(shape, strides)) {
            pickle.op('(');
            Arrays.stream(numbers).forEach(pickle::number);
            pickle.op('t');
        }
        return pickle.op(0x89).global("collections", "OrderedDict").op(')', 'R', 't', 'R');
    }

    private static float[] read(TorchFile torch, String name, int count) throws IOException {
        float[] target = new float[count];
        if (torch.root().get(name) instanceof TorchFile.Tensor tensor) {
            tensor.read(target, 0);
        }
        return target;
    }
}
