package io.npushell.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Code packages for tests. */
public final class Packages {
    private Packages() {}

    /** What the manual says is in the package, small, below a directory. */
    public static Map<String, String> code(String root) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(root + "/llm_train/AscendSpeed/scripts/qwen/qwen.sh", "#!/bin/sh\necho trained\n");
        files.put(root + "/llm_train/AscendSpeed/scripts/requirements.txt", "transformers==4.32.0\n");
        files.put(root + "/llm_train/AscendSpeed/ModelLink/tools/preprocess_data.py", "print()\n");
        files.put(root + "/llm_evaluation/benchmark_tools/README.md", "tools\n");
        return files;
    }

    /** Made by zip as Info-ZIP makes it, scripts executable. */
    public static Path zip(Path directory, String name, Map<String, String> files) throws Exception {
        return pack(directory, name, files, "zip", "-q", "-r");
    }

    public static Path tar(Path directory, String name, Map<String, String> files) throws Exception {
        return pack(directory, name, files, "tar", "-czf");
    }

    private static Path pack(Path directory, String name, Map<String, String> files, String... command)
            throws Exception {
        Path source = Files.createTempDirectory(directory, "source");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = source.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
            if (file.getKey().endsWith(".sh")) {
                path.toFile().setExecutable(true);
            }
        }
        return pack(directory, name, source, command);
    }

    /** The whole of a directory. */
    static Path pack(Path directory, String name, Path source, String... command) throws Exception {
        Path archive = directory.resolve(name);
        java.util.List<String> words = new java.util.ArrayList<>(java.util.List.of(command));
        words.add(archive.toString());
        words.add(".");
        Process process =
                new ProcessBuilder(words).directory(source.toFile()).inheritIO().start();
        if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(words + " failed");
        }
        return archive;
    }

    /** One whose names Java writes as they are, good or bad. */
    static Path raw(Path archive, Map<String, String> files) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(archive))) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                out.closeEntry();
            }
        }
        return archive;
    }
}
