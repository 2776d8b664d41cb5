package io.npushell.data.source;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a file holds, by its first bytes; its name decides only where these are open to doubt. */
enum Content {
    JSON,
    LINES,
    CSV,
    PARQUET;

    static final List<String> ENDINGS = List.of("parquet", "csv", "tsv", "json", "jsonl", "txt");

    private static final Pattern JSON_RECORD = Pattern.compile("(?:\\[\\s*)?\\{\\s*[\"}']");
    private static final String RAW_FILE =
            "download the raw file: \"resolve/main\" in its link instead of \"blob/main\"";
    private static final String MEND_EMPTY = "copy or download the file again";

    static boolean isGzip(byte[] head) {
        return ForeignContent.startsWith(head, 0x1f, 0x8b);
    }

    /** The ending of a name that says what is in the file: "jsonl" of both a.jsonl and a.jsonl.gz; "" where there is none. */
    static String ending(Path file) {
        String name =
                String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
        return name.contains(".") ? name.substring(name.lastIndexOf('.') + 1) : "";
    }

    static Content of(Path file, byte[] head, List<Column> columns) {
        if (ForeignContent.startsWith(head, 'P', 'A', 'R', '1')) {
            return PARQUET;
        }
        refuseBinary(file, head);
        String start =
                new String(head, StandardCharsets.UTF_8).replace("\uFEFF", "").stripLeading();
        if (start.isEmpty()) {
            throw refused(file, "record 1 is missing: the file is empty", "check the download, or name another input");
        }
        String lower = start.substring(0, Math.min(200, start.length())).toLowerCase(Locale.ROOT);
        if (lower.startsWith("<!doctype html") || lower.startsWith("<html")) {
            throw refused(file, "record 1 is a web page, not the data it should be", RAW_FILE);
        }
        if (lower.startsWith("version https://git-lfs")) {
            throw refused(file, "is only a Git LFS pointer to the data", RAW_FILE + ", or run git lfs pull");
        }
        String ending = ending(file);
        if (JSON_RECORD.matcher(start).lookingAt()
                && (ending.equals("json") || ending.equals("jsonl") || JsonBeginning.of(start, columns))) {
            return JSON;
        }
        if (ending.equals("parquet")) {
            throw refused(file, "is no Parquet file: it begins with " + firstLine(start), RAW_FILE);
        }
        if (ending.equals("csv")
                || ending.equals("tsv")
                || (!ENDINGS.contains(ending) && !columns.isEmpty() && isCsv(start, columns))) {
            return CSV;
        }
        if (ending.equals("json") || ending.equals("jsonl")) {
            if (start.charAt(0) == '{' || start.charAt(0) == '[') {
                return JSON;
            }
            throw refused(
                    file,
                    "is no JSON: it begins with " + firstLine(start),
                    "give records {\"text\": …}, one a line or in one array; plain text belongs into a .txt file");
        }
        return LINES;
    }

    private static void refuseBinary(Path file, byte[] head) {
        if (isGzip(head)) {
            throw refused(file, "is compressed with gzip twice", "gunzip " + file.getFileName());
        }
        Optional<OperatorException> foreign = ForeignContent.refusal(file, head);
        if (foreign.isPresent()) {
            throw foreign.get();
        }
        for (int at = 0; at < head.length; at++) {
            if (head[at] == 0) {
                throw hole(file, head, at);
            }
        }
    }

    /** Within text NUL bytes are what a crash or the copy of a sparse file has left of it. */
    private static OperatorException hole(Path file, byte[] head, int at) {
        String before = new String(head, 0, at, StandardCharsets.UTF_8);
        String rest = new String(head, at, head.length - at, StandardCharsets.UTF_8).replace("\0", "");
        if (before.isEmpty() && rest.isEmpty()) {
            return refused(file, "holds nothing but NUL bytes: a hole that a crash or a copy left", MEND_EMPTY);
        }
        String text = (before + rest).replace("\uFEFF", "").stripLeading();
        boolean begun = text.contains("\n") || text.startsWith("{") || text.startsWith("[");
        // the head may end within a character
        String whole = text.replaceFirst("\uFFFD{1,3}$", "");
        if (!begun || whole.chars().anyMatch(Content::isNoText) || ending(file).equals("parquet")) {
            return refused(
                    file, "is a binary file, not text", "name a .parquet, .json, .jsonl, .csv, .tsv or .txt file");
        }
        long line = 1 + before.chars().filter(c -> c == '\n').count();
        return new OperatorException(
                ExitCode.FAILED, file + ":" + line + " " + RecordPosition.HOLE, RecordPosition.MEND_HOLE);
    }

    private static boolean isNoText(int c) {
        return (c < ' ' && "\t\r\n\f\u001b".indexOf(c) < 0) || c == 0xfffd;
    }

    /** A first line with all the columns asked for; without a known ending that is no chance. */
    private static boolean isCsv(String start, List<Column> columns) {
        String first = start.lines().findFirst().orElse("");
        List<String> header = CsvDocuments.header(first, CsvDocuments.separator(first, "", columns));
        return header.size() > 1 && header.containsAll(Column.needed(columns));
    }

    private static String firstLine(String start) {
        return "\"" + shortened(start.lines().findFirst().orElse("")) + "\"";
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    private static OperatorException refused(Path file, String what, String remedy) {
        return new OperatorException(ExitCode.FAILED, file + ":1 " + what, remedy);
    }
}
