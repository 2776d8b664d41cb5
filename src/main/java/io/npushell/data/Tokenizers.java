package io.npushell.data;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.stream.Stream;

/** Opens the tokenizer of a TOKENIZER_PATH directory by the files in it. */
public final class Tokenizers {
    private static final String TIKTOKEN = "qwen.tiktoken";
    private static final String HUGGING_FACE = "tokenizer.json";
    private static final String SENTENCE_PIECE = "tokenizer.model";
    private static final String VOCABULARY = "vocab.json";
    private static final String MERGES = "merges.txt";

    /** ModelLink's name and the newer one of Megatron. */
    private static final List<String> TYPES = List.of("PretrainedFromHF", "HuggingFaceTokenizer");

    private static final String GPT2_TYPE = "GPT2BPETokenizer";

    /** Far above any real vocabulary (Qwen's has 2.5 MB); what is larger is a weight file under a wrong name. */
    private static final long LARGEST_FILE = 64L << 20;

    private Tokenizers() {}

    /**
     * Reads qwen.tiktoken, tokenizer.json (Hugging Face), tokenizer.model (ChatGLM3's SentencePiece) or vocab.json with merges.txt (GPT-2).
     *
     * @throws OperatorException NOT_FOUND where the directory holds no tokenizer, FAILED where its file is broken
     */
    public static Tokenizer open(Path directory) {
        List<Path> files = files(directory);
        Path first = files.get(0);
        if (first.endsWith(TIKTOKEN)) {
            return QwenTokenizer.read(first);
        }
        if (first.endsWith(HUGGING_FACE)) {
            return HuggingFaceTokenizer.read(first);
        }
        if (first.endsWith(SENTENCE_PIECE)) {
            requireChatGlm(directory);
            return ChatGlmTokenizer.read(first);
        }
        return Gpt2Tokenizer.read(first, files.get(1));
    }

    /** Other models' tokenizer.model looks the same, but their special tokens are others; tokenizer_config.json tells them apart. */
    private static void requireChatGlm(Path directory) {
        Path config = directory.resolve("tokenizer_config.json");
        if (!Files.isRegularFile(config)) {
            return;
        }
        TokenizerJson kind = TokenizerJson.read(config).get("tokenizer_class");
        if (kind.isText() && !kind.text().startsWith("ChatGLM")) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "the " + SENTENCE_PIECE + " in \"" + directory + "\" is a " + kind.text()
                            + ", of which only tokenizer.json can be read",
                    "put the model's tokenizer.json beside it, or set preprocessor modellink");
        }
    }

    /** The files {@link #open} would read. */
    public static List<Path> files(Path directory) {
        for (List<String> names : List.of(
                List.of(TIKTOKEN), List.of(HUGGING_FACE), List.of(SENTENCE_PIECE), List.of(VOCABULARY, MERGES))) {
            List<Path> files = names.stream().map(directory::resolve).toList();
            if (files.stream().allMatch(Files::isRegularFile)) {
                return files;
            }
        }
        throw new OperatorException(
                ExitCode.NOT_FOUND,
                "there is no tokenizer in \"" + directory + "\": neither " + TIKTOKEN + ", " + HUGGING_FACE + ", "
                        + SENTENCE_PIECE + " nor " + VOCABULARY + " with " + MERGES,
                "set tokenizer-path to the directory that holds the tokenizer's files");
    }

    /**
     * Refuses what upstream's {@code --tokenizer-type} may say and cannot be had here.
     *
     * @throws OperatorException USAGE
     */
    public static void requireType(String type, Path directory) {
        if (TYPES.contains(type)) {
            return;
        }
        String remedy = "--tokenizer-type " + TYPES.get(0) + ", or leave it out";
        if (!type.equals(GPT2_TYPE)) {
            throw new OperatorException(
                    ExitCode.USAGE,
                    "--tokenizer-type " + type + " cannot be had here: a tokenizer is read as " + TYPES.get(0)
                            + " reads it, by the files in its directory",
                    remedy);
        }
        Path first = files(directory).get(0);
        if (!first.endsWith(VOCABULARY)) {
            throw new OperatorException(
                    ExitCode.USAGE,
                    "--tokenizer-type " + type + " reads " + VOCABULARY + " with " + MERGES + ", but \"" + directory
                            + "\" holds " + first.getFileName(),
                    remedy);
        }
    }

    /** SHA-256 of the tokenizer's files: equal for tokenizers that give equal ids. */
    public static String fingerprint(Path directory) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files(directory)) {
                digest.update(content(file));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The words of a text as Qwen's tokenizer cuts it before it merges bytes. */
    public static Stream<String> qwenWords(String text) {
        return QwenTokenizer.PATTERN
                .matcher(Normalizer.normalize(text, Normalizer.Form.NFC))
                .results()
                .map(MatchResult::group);
    }

    static byte[] content(Path file) {
        try {
            long size = Files.size(file);
            if (size > LARGEST_FILE) {
                throw broken(file + " has " + size + " bytes, too many for a tokenizer", file);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new OperatorException(ExitCode.FAILED, "cannot read " + file + ": " + IoReason.of(e), null, e);
        }
    }

    static OperatorException broken(String what, Path file) {
        return new OperatorException(
                ExitCode.FAILED,
                what,
                "copy " + file.getFileName()
                        + " again from the model's repository (the raw file, not its web page), or remove it and: workspace fetch tokenizer");
    }
}
