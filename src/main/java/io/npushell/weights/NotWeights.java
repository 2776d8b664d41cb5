package io.npushell.weights;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a file is that should hold weights and does not, by its first bytes: most were downloaded wrongly, and the way out differs. */
public final class NotWeights {
    private static final int LOOK = 1024;
    private static final int TAR_MAGIC = 257;
    private static final Pattern POINTER =
            Pattern.compile("\\Aversion https://[\\w./-]*git-lfs[\\s\\S]*?\\nsize (\\d{1,18})");
    private static final Pattern PAGE =
            Pattern.compile("\\A\\s*<(!doctype html|html|head|\\?xml)[\\s\\S]*", Pattern.CASE_INSENSITIVE);
    private static final String LEGACY = "80028a0a6cfc9c46f9206aa85019"; // torch.serialization.MAGIC_NUMBER, pickled

    private static final List<Packed> PACKED = List.of(
            new Packed("1f8b", "gzip", "gunzip"),
            new Packed("fd377a585a00", "xz", "unxz"),
            new Packed("28b52ffd", "zstd", "unzstd"),
            new Packed("425a68", "bzip2", "bunzip2"),
            new Packed("377abcaf271c", "7z", "7z x"),
            new Packed("526172211a07", "rar", "unrar x"));

    private final Path file;
    private final byte[] beginning;
    private final long size;

    private record Packed(String magic, String by, String command) {}

    private NotWeights(Path file, byte[] beginning, long size) {
        this.file = file;
        this.beginning = beginning;
        this.size = size;
    }

    /** The refusal that says what it is; empty where its beginning does not tell. */
    public static Optional<OperatorException> of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new NotWeights(file, in.readNBytes(LOOK), Files.size(file)).judge();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The same for a file of text that is no text of the model's: a pointer, a page, or text that transformers does not read. */
    public static Optional<OperatorException> ofText(Path file, byte[] content) {
        NotWeights look = new NotWeights(file, content, content.length);
        return look.empty().or(look::pointer).or(look::page).or(look::encoding);
    }

    private Optional<OperatorException> judge() {
        return empty().or(this::pointer)
                .or(this::page)
                .or(this::hole)
                .or(this::oldTorch)
                .or(this::otherName)
                .or(this::packed)
                .or(this::otherProgram)
                .or(this::text);
    }

    private Optional<OperatorException> empty() {
        return size == 0 ? is("is empty", "download or copy it again") : Optional.empty();
    }

    private Optional<OperatorException> pointer() {
        Matcher pointer = POINTER.matcher(latin());
        return pointer.find()
                ? is(
                        String.format(
                                Locale.ROOT,
                                "is only a Git LFS pointer; the file of %,d bytes was not downloaded",
                                Long.parseLong(pointer.group(1))),
                        "in its directory: git lfs install, then git lfs pull")
                : Optional.empty();
    }

    private Optional<OperatorException> page() {
        return PAGE.matcher(latin().replaceFirst("^\u00ef\u00bb\u00bf", "")).matches()
                ? is("is a web page, not the file", "download it again: the link with /resolve/ or /raw/, not /blob/")
                : Optional.empty();
    }

    private Optional<OperatorException> hole() {
        for (byte each : beginning) {
            if (each != 0) {
                return Optional.empty();
            }
        }
        return is(
                "begins with NUL bytes: a hole that a download or a crash left",
                "download or copy it again, or take another");
    }

    private Optional<OperatorException> oldTorch() {
        String again = "with the Python that has torch: python3 -c \"import torch; torch.save(torch.load('" + file
                + "', map_location='cpu', weights_only=True), '" + file + ".new')\"";
        if (hex().startsWith(LEGACY)) {
            return is("is a torch file in the form of before torch 1.6, which is not read", again);
        }
        if (beginning.length > TAR_MAGIC + 5 && latin().startsWith("ustar", TAR_MAGIC)) {
            return is("is a tar archive, as torch before 0.2 saved or somebody packed it", "tar -xf it, or " + again);
        }
        boolean pickle =
                beginning.length > 2 && (beginning[0] & 0xff) == 0x80 && beginning[1] >= 2 && beginning[1] <= 5;
        return pickle ? is("is a bare pickle, without the zip that torch.save makes", again) : Optional.empty();
    }

    private Optional<OperatorException> otherName() {
        boolean zip = hex().startsWith("504b0304");
        boolean named = file.toString().endsWith(".safetensors");
        if (named && zip) {
            return is("is a zip, as torch.save writes it, and is named .safetensors", "mv it to the name .bin");
        }
        boolean header = beginning.length > 9 && beginning[8] == '{' && beginning[7] == 0 && beginning[6] == 0;
        return !named && header
                ? is("is a safetensors file, and is not named so", "mv it to the name .safetensors")
                : Optional.empty();
    }

    private Optional<OperatorException> packed() {
        return PACKED.stream()
                .filter(packed -> hex().startsWith(packed.magic()))
                .findFirst()
                .flatMap(packed -> is("is packed by " + packed.by(), packed.command() + " " + file));
    }

    private Optional<OperatorException> otherProgram() {
        String start = latin();
        String remedy = "download the model in Hugging Face's form: *.safetensors or pytorch_model*.bin";
        if (start.startsWith("GGUF") || start.startsWith("ggjt") || start.startsWith("lmgg")) {
            return is("is a GGUF model, made for llama.cpp", remedy);
        }
        if (start.startsWith("\u0089HDF")) {
            return is("is an HDF5 file, as TensorFlow and Keras write", remedy);
        }
        return start.startsWith("\u0093NUMPY") ? is("is a numpy array", remedy) : Optional.empty();
    }

    /** A server's words instead of the file: "Entry not found", an error in JSON. */
    private Optional<OperatorException> text() {
        String text = latin().strip();
        return size <= LOOK && size >= 8 && text.matches("[\\x20-\\x7e\\s]+")
                ? is(
                        "is text: \""
                                + text.substring(0, Math.min(60, text.length())).replaceAll("\\s+", " ") + "\"",
                        "download it again")
                : Optional.empty();
    }

    /** JSON in UTF-8 without a mark at its beginning is all that transformers reads. */
    private Optional<OperatorException> encoding() {
        String start = hex();
        String from = start.startsWith("fffe") || start.matches("7b00.*")
                ? "UTF-16LE"
                : start.startsWith("feff") || start.startsWith("007b") ? "UTF-16BE" : "";
        if (!from.isEmpty()) {
            return is(
                    "is UTF-16 text, which transformers does not read",
                    "iconv -f UTF-16 -t UTF-8 '" + file + "' > '" + file + ".new', then mv it back");
        }
        return start.startsWith("efbbbf")
                ? is(
                        "begins with a byte order mark, at which transformers stops",
                        "sed -i '1s/^\\xEF\\xBB\\xBF//' '" + file + "'")
                : Optional.empty();
    }

    private Optional<OperatorException> is(String what, String remedy) {
        return Optional.of(new OperatorException(ExitCode.FAILED, "'" + file + "' " + what, remedy));
    }

    private String latin() {
        return new String(beginning, 0, Math.min(LOOK, beginning.length), StandardCharsets.ISO_8859_1);
    }

    private String hex() {
        return HexFormat.of().formatHex(beginning, 0, Math.min(16, beginning.length));
    }
}
