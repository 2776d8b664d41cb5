package io.npushell.params;

import static io.npushell.params.ParameterBuilder.parameter;
import static io.npushell.params.ParameterBuilder.path;

import io.npushell.params.Parameter.Group;
import java.util.List;

/** Directories all paths derive from. */
final class PlaceParameters {
    private static final ParameterKind ADDRESS =
            new ParameterKind.Words("https?://[A-Za-z0-9._:/-]+", "an address such as https://hf-mirror.com");

    private PlaceParameters() {}

    static List<Parameter> all() {
        return List.of(
                parameter(ParameterNames.WORK_DIR, Group.PLACES, path())
                        .named("work-directory", "workdir", "workspace")
                        .says("the workspace: data, weights, output, sessions", """
                                Data, weights and output have their fixed places below it. The manual's /home/ma-user/ws; npu-shell takes ~/npu-work
                                where that does not exist. Never /home/ma-user itself: mounted into the container, it hides the image's home.""")
                        .from("manual, hyperparameter tables and container page")
                        .manualDefault("/home/ma-user/ws")
                        .build(),
                parameter(ParameterNames.CODE_DIR, Group.PLACES, path())
                        .named("code-directory", "codedir")
                        .says("directory the script is started in", """
                                The AscendSpeed directory of the code package, below which scripts/ and ModelLink/ are:
                                WORK-DIR/xxx-Ascend/llm_train/AscendSpeed.""")
                        .from("manual, code page and training pages")
                        .ownUse()
                        .build(),
                parameter(ParameterNames.MIRROR, Group.PLACES, ADDRESS)
                        .named("hub-mirror", "hf-endpoint")
                        .says(
                                "where workspace fetch downloads models from",
                                "A mirror of huggingface.co, such as https://hf-mirror.com. Where it is not set, HF_ENDPOINT of the environment, else"
                                        + " https://huggingface.co.")
                        .from("npu-shell; HF_ENDPOINT is Hugging Face's own variable")
                        .ownUse()
                        .build());
    }
}
