package io.npushell.workspace;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.json.JsonFields;
import io.npushell.json.JsonTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What Hugging Face, or a mirror of it, says a repository holds: {@code GET /api/models/OWNER/NAME?blobs=true}. */
final class Hub {
    private static final String WEIGHTS = "(?i).*\\.(safetensors|bin|pt|pth|h5|msgpack|onnx|gguf)";

    private final Curl curl;
    private final String mirror;

    Hub(Curl curl, String mirror) {
        this.curl = curl;
        this.mirror = mirror.replaceFirst("/+$", "");
    }

    /**
     * The files of a model; of weights that are published twice only the safetensors.
     *
     * @param weights whether the weights, or only the rest
     */
    List<Download> files(String repository, Path directory, boolean weights) throws Unreachable {
        String link = mirror + "/api/models/" + repository + "?blobs=true";
        List<Download> all = parse(curl.text(link), link, repository, directory);
        boolean safe = all.stream().anyMatch(file -> file.link().endsWith(".safetensors"));
        return all.stream()
                .filter(file ->
                        isWeights(file) ? weights && (!safe || file.link().endsWith(".safetensors")) : true)
                .filter(file -> !safe || !file.link().endsWith(".bin.index.json"))
                .toList();
    }

    private List<Download> parse(String text, String link, String repository, Path directory) {
        List<Download> files = new ArrayList<>();
        try {
            for (JsonFields file : JsonTree.parseObject(text).objects("siblings")) {
                String name = file.text("rfilename");
                if (name.isEmpty()
                        || name.startsWith(".git")
                        || name.startsWith("/")
                        || ("/" + name + "/").contains("/../")) {
                    continue;
                }
                JsonFields stored = file.object("lfs");
                files.add(new Download(
                        mirror + "/" + repository + "/resolve/main/" + name,
                        directory.resolve(name),
                        file.number("size", stored.number("size", -1)),
                        stored.text("sha256")));
            }
        } catch (IOException e) {
            files.clear();
        }
        if (files.isEmpty()) {
            throw new OperatorException(
                    ExitCode.FAILED, "'" + link + "' gives no list of files", "set mirror https://huggingface.co");
        }
        return files;
    }

    private static boolean isWeights(Download file) {
        return RawLink.name(file.link()).matches(WEIGHTS);
    }
}
