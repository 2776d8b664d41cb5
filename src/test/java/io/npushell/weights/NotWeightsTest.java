package io.npushell.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.OperatorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands where weights should: named, with the way out that costs no second download in vain. */
class NotWeightsTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version https://git-lfs.github.com/spec/v1~oid sha256:4d7a~size 3085863245~ | is only a Git LFS"
                        + " pointer; the file of 3,085,863,245 bytes | git lfs pull",
                "<!DOCTYPE html><html></html> | is a web page | /resolve/",
                "<?xml version=1?><Error><Code>AccessDenied</Code></Error> | is a web page | /resolve/",
                "Entry not found | is text: \"Entry not found\" | download it again",
                "{\"error\":\"gated repo\"} | is text: \"{\"error\":\"gated repo\"}\" | download it again",
                "GGUF.. | is a GGUF model | safetensors",
                "'' | is empty | download"
            })
    void namesText(String content, String what, String remedy) throws IOException {
        for (String name : new String[] {"model.safetensors", "pytorch_model.bin"}) {
            Path file = Files.writeString(directory.resolve(name), content.replace("~", "\n"));
            refused(file, what, remedy);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "80028a0a6cfc9c46f9206aa850192e80024de9032e, before torch 1.6, torch.save(torch.load(",
        "80037d7100, is a bare pickle, torch.save",
        "1f8b0800, is packed by gzip, gunzip",
        "28b52ffd04, is packed by zstd, unzstd",
        "fd377a585a000004, is packed by xz, unxz",
        "894844460d0a1a0a, is an HDF5 file, safetensors",
        "0000000000000000, begins with NUL bytes, again"
    })
    void namesBytes(String hex, String what, String remedy) throws IOException {
        byte[] content = Arrays.copyOf(HexFormat.of().parseHex(hex), hex.length() / 2 + 3000);
        refused(Files.write(directory.resolve("pytorch_model.bin"), content), what, remedy);
    }

    @Test
    void namesATarAndFilesUnderTheNameOfOneAnother() throws IOException {
        byte[] tar = new byte[2048];
        tar[0] = 'a';
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
        refused(Files.write(directory.resolve("a.bin"), tar), "is a tar archive", "tar -xf");
        Path torch = directory.resolve("b.safetensors");
        TorchFileWriter.write(torch, java.util.Map.of());
        refused(torch, "is a zip, as torch.save writes it", ".bin");
        Path safe = directory.resolve("c.bin");
        try (SafetensorsOutput output = SafetensorsOutput.create(safe, java.util.Map.of())) {
            output.complete();
        }
        refused(safe, "is a safetensors file", ".safetensors");
    }

    private static void refused(Path file, String what, String remedy) {
        assertThatThrownBy(() -> {
                    if (file.toString().endsWith(".safetensors")) {
                        SafetensorsFile.open(file).close();
                    } else {
                        TorchFile.open(file).close();
                    }
                })
                .isInstanceOfSatisfying(
                        OperatorException.class, e -> assertThat(e.remedy()).contains(remedy))
                .hasMessageStartingWith("'" + file + "' ")
                .hasMessageContaining(what);
    }
}
