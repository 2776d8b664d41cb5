package io.npushell.workspace;

import io.npushell.model.RunType;
import io.npushell.plan.CommandText;
import io.npushell.plan.WorkTree;
import io.npushell.profile.ModelProfile;
import io.npushell.profile.ModelProfile.Sources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What to type on a machine that reaches the internet, to bring the files here: by scp, or through an OBS bucket. */
public final class CopyCommands {
    private final String mirror;
    private final String login;
    private final List<String> lines = new ArrayList<>();

    /**
     * Names the ends.
     *
     * @param login "user@host" of this machine
     */
    public CopyCommands(String mirror, String login) {
        this.mirror = mirror.replaceFirst("/+$", "");
        this.login = login;
    }

    /** Lines of shell with comments between them. */
    public List<String> of(ModelProfile profile, Path workDir, Path model, Set<Fetcher.Kind> kinds) {
        Sources sources = profile.sources();
        WorkTree tree = WorkTree.of(workDir.toString(), profile);
        lines.add("# on a machine that reaches the internet");
        if (kinds.contains(Fetcher.Kind.DATA)) {
            file(sources.pretrain(), tree.rawDirectory(RunType.PRETRAIN));
            file(sources.finetune(), tree.rawDirectory(RunType.SFT));
        }
        boolean weights = kinds.contains(Fetcher.Kind.WEIGHTS);
        if (!sources.model().isEmpty() && (weights || kinds.contains(Fetcher.Kind.TOKENIZER))) {
            String name = profile.directory();
            lines.add("pip install -U huggingface_hub");
            lines.add("HF_ENDPOINT=" + mirror + " hf download " + sources.model() + " --local-dir " + name
                    + (weights ? " --exclude '*.gguf' '*.onnx'" : " --exclude '*.safetensors' '*.bin'"));
            lines.add("scp -r " + name + "/. " + CommandText.quote(login + ":" + model + "/"));
            lines.add("# or through OBS: the first line there, the second here");
            lines.add("obsutil cp " + name + " obs://BUCKET/" + name + " -r -f -flat");
            lines.add("obsutil cp obs://BUCKET/" + name + " " + CommandText.quote(model.toString()) + " -r -f -flat");
        }
        return List.copyOf(lines);
    }

    private void file(String link, String directory) {
        if (!link.isEmpty()) {
            String raw = RawLink.of(link);
            lines.add("curl -fLO " + RawLink.through(mirror, raw));
            lines.add("scp " + RawLink.name(raw) + " " + CommandText.quote(login + ":" + directory + "/"));
        }
    }
}
