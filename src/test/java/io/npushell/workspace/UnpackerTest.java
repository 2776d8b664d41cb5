package io.npushell.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.workspace.Unpacker.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UnpackerTest {
    private static final String ROOT = "6.3.904-Ascend";

    @TempDir
    Path root;

    private Path workDir;
    private final List<Long> progress = new ArrayList<>();

    @BeforeEach
    void makeAWorkspace() throws IOException {
        workDir = Files.createDirectories(root.resolve("ws"));
    }

    private Outcome unpack(Path archive) {
        return new Unpacker(workDir).unpack(archive, progress::add);
    }

    @Test
    void placesTheAscendDirectoryAndKeepsWhatMayBeRun() throws Exception {
        Path zip = Packages.zip(root, "AscendCloud-3rdLLM-6.3.904-1.zip", Packages.code(ROOT));

        Outcome outcome = unpack(zip);

        assertThat(outcome.placed()).isEqualTo(workDir.resolve(ROOT));
        assertThat(outcome.code()).isEqualTo(workDir.resolve(ROOT + "/llm_train/AscendSpeed"));
        assertThat(outcome.before()).isFalse();
        Path script = outcome.code().resolve("scripts/qwen/qwen.sh");
        assertThat(script).hasContent("#!/bin/sh\necho trained\n").isExecutable();
        assertThat(Files.isExecutable(outcome.code().resolve("scripts/requirements.txt")))
                .isFalse();
        assertThat(outcome.placed().resolve("llm_evaluation/benchmark_tools/README.md"))
                .exists();
        assertThat(workDir.resolve(".npu-shell/unpacking")).doesNotExist();
        assertThat(progress).isSorted().last().isEqualTo(23L + 21 + 8 + 6);
    }

    @Test
    void doesNothingTwiceAndWritesOverNothing() throws Exception {
        Path zip = Packages.zip(root, "a.zip", Packages.code(ROOT));
        unpack(zip);
        Path own = Files.writeString(workDir.resolve(ROOT + "/mine"), "edited");

        assertThat(unpack(zip).before()).isTrue();

        Path other = Packages.zip(root, "b.zip", Packages.code(ROOT));
        assertThatThrownBy(() -> unpack(other))
                .hasMessage("'" + workDir.resolve(ROOT) + "' is there already, and nothing is written over it")
                .extracting(e -> ((OperatorException) e).exitCode())
                .isEqualTo(ExitCode.CONFLICT);
        assertThat(own).hasContent("edited");
        assertThat(workDir.resolve(".npu-shell/unpacking")).doesNotExist();
    }

    @Test
    void startsAnewOverWhatAnInterruptedOneLeft() throws Exception {
        Files.createDirectories(workDir.resolve(".npu-shell/unpacking/" + ROOT));
        Files.writeString(workDir.resolve(".npu-shell/unpacking/" + ROOT + "/half"), "half");

        Outcome outcome = unpack(Packages.zip(root, "a.zip", Packages.code(ROOT)));

        assertThat(outcome.placed().resolve("half")).doesNotExist();
    }

    @Test
    void unpacksWhatIsWrapped() throws Exception {
        Path inner = Packages.tar(root, "AscendCloud-3rdLLM-6.3.904-2.tar.gz", Packages.code(ROOT));
        Path source = Files.createDirectories(root.resolve("outer/AscendCloud-6.3.904"));
        Files.move(inner, source.resolve(inner.getFileName()));
        Packages.zip(source, "AscendCloud-OPP.zip", Map.of("operators/readme", "no code in here"));
        Path outer = Packages.pack(root, "AscendCloud-6.3.904.zip", root.resolve("outer"), "zip", "-q", "-r");

        Outcome outcome = unpack(outer);

        assertThat(outcome.placed()).isEqualTo(workDir.resolve(ROOT));
        assertThat(outcome.code().resolve("scripts/qwen/qwen.sh")).isExecutable();
    }

    @Test
    void placesLlmTrainWhereNoDirectoryIsCalledAscend() throws Exception {
        Outcome outcome = unpack(Packages.tar(root, "a.tgz", Packages.code("AscendCloud-3rdLLM")));

        assertThat(outcome.placed()).isEqualTo(workDir.resolve("llm_train"));
        assertThat(outcome.code().resolve("scripts/qwen/qwen.sh")).exists();
    }

    @Test
    void writesNothingOutsideTheWorkspace() throws Exception {
        for (String evil : List.of("../evil", "a/../../evil", "6-Ascend/../../../evil")) {
            Path zip =
                    Packages.raw(root.resolve("evil.zip"), Map.of(evil, "x", ROOT + "/llm_train/AscendSpeed/a", "x"));

            assertThatThrownBy(() -> unpack(zip))
                    .as(evil)
                    .extracting(e -> ((OperatorException) e).exitCode())
                    .isEqualTo(ExitCode.FAILED);
        }
        assertThatThrownBy(() -> Unpacking.place(workDir, "/etc/passwd")).hasMessageContaining("outside the workspace");
        assertThatThrownBy(() -> Unpacking.place(workDir, "a/../b")).hasMessageContaining("outside the workspace");
        assertThat(Unpacking.place(workDir, "./a/b")).isEqualTo(workDir.resolve("a/b"));
        assertThat(root.resolve("evil")).doesNotExist();
        assertThat(workDir.resolve("evil")).doesNotExist();
        assertThat(workDir.resolve(ROOT)).doesNotExist();
    }

    @Test
    void leavesLinksOut() throws Exception {
        Path source = Files.createDirectories(root.resolve("links/" + ROOT + "/llm_train/AscendSpeed"));
        Files.createSymbolicLink(source.resolve("passwd"), Path.of("/etc/passwd"));
        Files.writeString(source.resolve("file"), "x");
        Path tar = Packages.pack(root, "a.tar.gz", root.resolve("links"), "tar", "-czf");

        Outcome outcome = unpack(tar);

        assertThat(outcome.code().resolve("file")).exists();
        assertThat(Files.exists(outcome.code().resolve("passwd"), java.nio.file.LinkOption.NOFOLLOW_LINKS))
                .isFalse();
    }

    @Test
    void readsLongNamesOfBothKindsOfTar() throws Exception {
        String deep = ROOT + "/llm_train/AscendSpeed/" + "directory-with-a-long-name/".repeat(5) + "file-"
                + "x".repeat(120) + ".py";
        Path source = Files.createDirectories(root.resolve("deep"));
        Files.createDirectories(source.resolve(deep).getParent());
        Files.writeString(source.resolve(deep), "deep");
        for (String format : List.of("gnu", "pax")) {
            Path tar = Packages.pack(root, format + ".tar.gz", source, "tar", "--format=" + format, "-czf");
            workDir = Files.createDirectories(root.resolve("ws-" + format));

            unpack(tar);

            assertThat(workDir.resolve(deep)).hasContent("deep");
        }
    }

    @Test
    void saysWhatIsWrongWithAnArchive() throws Exception {
        Path zip = Packages.zip(root, "a.zip", Packages.code(ROOT));
        byte[] bytes = Files.readAllBytes(zip);
        Path cut = Files.write(root.resolve("cut.zip"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
        Path page = Files.writeString(root.resolve("page.zip"), "<!DOCTYPE html><html>");
        Path other = Packages.zip(root, "other.zip", Map.of("readme", "x"));
        Path tar = Packages.tar(root, "t.tar.gz", Packages.code(ROOT));
        byte[] packed = Files.readAllBytes(tar);
        Path cutTar = Files.write(root.resolve("cut.tar.gz"), java.util.Arrays.copyOf(packed, packed.length / 2));

        assertThatThrownBy(() -> unpack(cut)).hasMessageStartingWith("'" + cut + "' cannot be unpacked: ");
        assertThatThrownBy(() -> unpack(page)).hasMessageStartingWith("'" + page + "' cannot be unpacked: ");
        assertThatThrownBy(() -> unpack(cutTar)).hasMessageStartingWith("'" + cutTar + "' cannot be unpacked: ");
        assertThatThrownBy(() -> unpack(other))
                .hasMessage("'" + other + "' holds no llm_train/AscendSpeed, so it is not the code package");
        assertThatThrownBy(() -> unpack(root.resolve("none.zip")))
                .hasMessage("there is no archive '" + root.resolve("none.zip") + "'");
        assertThat(Files.list(workDir).map(Path::getFileName).map(String::valueOf))
                .containsExactly(".npu-shell");
    }

    @Test
    void noticesDamagedContent() throws Exception {
        Path zip = Packages.raw(root.resolve("a.zip"), Map.of(ROOT + "/llm_train/AscendSpeed/a", "stored"));
        Path source = Files.createDirectories(root.resolve("s/" + ROOT + "/llm_train/AscendSpeed"));
        Files.writeString(source.resolve("a"), "sound content");
        Path stored = Packages.pack(root, "stored.zip", root.resolve("s"), "zip", "-q", "-r", "-0");
        String text = Files.readString(stored, java.nio.charset.StandardCharsets.ISO_8859_1);
        Files.writeString(
                stored, text.replace("sound content", "wrong content"), java.nio.charset.StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> unpack(stored)).hasMessageContaining("is damaged: its checksum differs");
        assertThat(workDir.resolve(ROOT)).doesNotExist();
        assertThat(unpack(zip).placed()).exists();
    }

    @Test
    void makesTheLinksThatStayInsideAndTellsOfTheOthers() throws Exception {
        Path source = Files.createDirectories(root.resolve("links/" + ROOT + "/llm_train/AscendSpeed"));
        Path tools = Files.createDirectories(source.resolve("ModelLink/modellink"));
        Files.writeString(tools.resolve("a.py"), "x = 1");
        Files.createSymbolicLink(source.resolve("modellink"), Path.of("ModelLink/modellink"));
        Files.createSymbolicLink(source.resolve("passwd"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(source.resolve("above"), Path.of("../../../.."));
        Files.createSymbolicLink(source.resolve("nothing"), Path.of("missing"));
        Files.createSymbolicLink(source.resolve("round"), Path.of("round"));
        Files.createLink(source.resolve("same.py"), tools.resolve("a.py"));
        for (List<String> command : List.of(
                List.of("zip", "-q", "-r", "-y"), List.of("tar", "-czf"), List.of("tar", "--format=pax", "-czf"))) {
            String ending = command.get(0).equals("zip") ? ".zip" : ".tar.gz";
            Path archive =
                    Packages.pack(root, command.size() + ending, root.resolve("links"), command.toArray(String[]::new));
            workDir = Files.createDirectories(root.resolve("ws" + command.size() + ending));

            Outcome outcome = unpack(archive);

            Path code = outcome.code();
            assertThat(Files.readSymbolicLink(code.resolve("modellink"))).isEqualTo(Path.of("ModelLink/modellink"));
            assertThat(code.resolve("modellink/a.py")).hasContent("x = 1");
            assertThat(code.resolve("same.py")).hasContent("x = 1").isRegularFile();
            assertThat(code)
                    .isDirectoryNotContaining(file -> List.of("passwd", "above", "nothing", "round")
                            .contains(file.getFileName().toString()));
            assertThat(outcome.leftOut())
                    .hasSize(4)
                    .anyMatch(told -> told.endsWith("passwd -> /etc/passwd leads outside"))
                    .anyMatch(told -> told.endsWith("nothing -> missing leads outside or to nothing"));
        }
    }

    @Test
    void leadsNobodyOutByWayOfTwoLinks() throws Exception {
        Path source = Files.createDirectories(root.resolve("links/" + ROOT + "/llm_train/AscendSpeed"));
        Files.createDirectories(source.resolve("a/b"));
        Files.createSymbolicLink(source.resolve("a/b/top"), Path.of("../../../.."));
        Files.createSymbolicLink(source.resolve("out"), Path.of("a/b/top/../../../.."));
        Path tar = Packages.pack(root, "a.tar.gz", root.resolve("links"), "tar", "-czf");

        Outcome outcome = unpack(tar);

        assertThat(Files.exists(outcome.code().resolve("out"), java.nio.file.LinkOption.NOFOLLOW_LINKS))
                .isFalse();
        assertThat(outcome.leftOut()).hasSize(1);
    }

    /** A megabyte of gzip can hold a name of a gigabyte. */
    @Test
    void refusesANameThatWouldFillTheMemory() throws Exception {
        for (char type : new char[] {'L', 'K', 'x', 'g'}) {
            Path tar = TarBytes.start()
                    .member("././@LongLink", type, "", "n".repeat(2 << 20))
                    .save(root.resolve("long-" + (int) type + ".tar.gz"));

            assertThatThrownBy(() -> unpack(tar))
                    .hasMessage("'" + tar + "' cannot be unpacked: a name in the archive is 2097152 bytes long");
        }
    }

    @Test
    void writesNothingThroughALink() throws Exception {
        String base = ROOT + "/llm_train/AscendSpeed/";
        Path tar = TarBytes.start()
                .member(base + "file", '0', "", "x")
                .member(base + "door", '2', root.toString(), "")
                .member(base + "door/evil", '0', "", "evil")
                .member(base + "second", '1', "/etc/passwd", "")
                .member(base + "third", '1', "../../../../../../etc/passwd", "")
                .member(base + "null", '3', "", "")
                .member(base + "pipe", '6', "", "")
                .save(root.resolve("evil.tar.gz"));

        Outcome outcome = unpack(tar);

        assertThat(root.resolve("evil")).doesNotExist();
        assertThat(outcome.code().resolve("door/evil")).hasContent("evil");
        assertThat(Files.isSymbolicLink(outcome.code().resolve("door"))).isFalse();
        assertThat(outcome.code()).isDirectoryNotContaining("glob:**/{second,third,null,pipe}");
        assertThat(outcome.leftOut()).hasSize(5).anyMatch(told -> told.endsWith("pipe is a device or a pipe"));
    }

    @Test
    void believesNoMemberThatSaysLessThanItHolds() throws Exception {
        byte[] zeros = new byte[5 << 20];
        Path zip = root.resolve("lie.zip");
        try (java.util.zip.ZipOutputStream out = new java.util.zip.ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new java.util.zip.ZipEntry(ROOT + "/llm_train/AscendSpeed/s"));
            out.closeEntry();
            out.putNextEntry(new java.util.zip.ZipEntry(ROOT + "/zeros"));
            out.write(zeros);
            out.closeEntry();
        }
        for (int size : List.of(10, 6 << 20)) {
            byte[] lie = Files.readAllBytes(zip);
            java.nio.ByteBuffer bytes = java.nio.ByteBuffer.wrap(lie).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            for (int at = 0; at < lie.length - 46; at++) {
                if (bytes.getInt(at) == 0x02014b50 && bytes.getInt(at + 24) == zeros.length) {
                    bytes.putInt(at + 24, size);
                }
            }
            Files.write(zip, lie);

            assertThatThrownBy(() -> unpack(zip))
                    .hasMessageContaining("zeros")
                    .hasMessageContaining("bytes that it says");
            assertThat(progress).isEmpty();
            Files.write(zip, restored(lie, size, zeros.length));
        }
    }

    private static byte[] restored(byte[] lie, int from, int to) {
        java.nio.ByteBuffer bytes = java.nio.ByteBuffer.wrap(lie).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < lie.length - 46; at++) {
            if (bytes.getInt(at) == 0x02014b50 && bytes.getInt(at + 24) == from) {
                bytes.putInt(at + 24, to);
            }
        }
        return lie;
    }

    @Test
    void refusesAMemberTwiceAndOneThatIsADirectoryToo() throws Exception {
        String base = ROOT + "/llm_train/AscendSpeed/";
        Path twice = TarBytes.start()
                .member(base + "file", '0', "", "x")
                .member(base + "file", '0', "", "y")
                .save(root.resolve("twice.tar.gz"));
        Path both = TarBytes.start()
                .member(base + "file", '0', "", "x")
                .member(base + "file/inner", '0', "", "y")
                .save(root.resolve("both.tar.gz"));

        assertThatThrownBy(() -> unpack(twice)).hasMessageContaining("'" + base + "file' twice");
        assertThatThrownBy(() -> unpack(both)).hasMessageContaining("'" + base + "file/inner' twice");
        assertThat(workDir.resolve(ROOT)).doesNotExist();
    }
}
