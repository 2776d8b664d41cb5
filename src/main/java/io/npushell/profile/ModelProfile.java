package io.npushell.profile;

import io.npushell.model.ModelFamily;
import io.npushell.model.ModelShape;
import io.npushell.model.RunType;
import io.npushell.params.Settings;
import io.npushell.params.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model and how it is trained, as one file in {@code profiles/} says it.
 *
 * @param name "qwen-14b": file name and what the operator types
 * @param title one line for lists
 * @param modelType what MODEL_TYPE says to the script: "14B"
 * @param directory the model's name in the workspace tree: "Qwen-14B"
 * @param familyNamed whether the file names it; else it was guessed from the tokenizer's files
 * @param script path of the training script below the code directory; for the embedded engine the name of its resource
 * @param variables parameter name → environment variable the script reads it under
 * @param environment shell lines that set up the environment before the script (source set_env.sh …)
 * @param recommendations settings per run type and node count, most general first
 * @param tokenizerFiles names of which at least one must be in TOKENIZER_PATH
 * @param weightFiles patterns of the Hugging Face weight files
 * @param vocabularyDivisor {@code --make-vocab-size-divisible-by} of the public training script, see upstream.md section 2
 * @param devicesPerNode devices of one node the script starts ranks on; 1 for the embedded engine
 * @param bundledTokenizer absolute path of the tokenizer directory the profile brings along, null where the operator provides one
 * @param sources where its files are published; all empty where nobody says
 * @param source where it was read from, for messages
 */
public record ModelProfile(
        String name,
        String title,
        NamedEngine engine,
        String modelType,
        String directory,
        ModelFamily family,
        boolean familyNamed,
        ModelShape shape,
        String script,
        Map<String, String> variables,
        List<String> environment,
        List<Recommendation> recommendations,
        List<String> tokenizerFiles,
        List<String> weightFiles,
        int vocabularyDivisor,
        int devicesPerNode,
        @Nullable String bundledTokenizer,
        Sources sources,
        String source) {

    public ModelProfile {
        variables = Map.copyOf(variables);
        environment = List.copyOf(environment);
        recommendations = List.copyOf(recommendations);
        tokenizerFiles = List.copyOf(tokenizerFiles);
        weightFiles = List.copyOf(weightFiles);
    }

    /** Elements of all weights. */
    public long parameters() {
        return family.parameters(shape.sizes());
    }

    /** The variable the script reads a parameter under; empty where the script is not known to read it. */
    public Optional<String> variable(String parameter) {
        return Optional.ofNullable(variables.get(parameter));
    }

    /** The profile layer of the settings for a run type on so many nodes: general recommendations first, special ones over them. */
    public Settings recommended(RunType runType, int nodes) {
        Settings settings = Settings.none();
        for (Recommendation recommendation : recommendations) {
            if (recommendation.appliesTo(runType, nodes)) {
                settings = recommendation.over(settings);
            }
        }
        return settings;
    }

    /** What the recommendations say of one parameter, most general first; for {@code explain}. */
    public List<Advice> advice(String parameter) {
        return recommendations.stream()
                .flatMap(recommendation -> recommendation.advice(parameter).stream())
                .toList();
    }

    /**
     * A recommended value.
     *
     * @param runTypes empty for all
     * @param nodes empty for all node counts
     * @param note where it comes from; "" where nothing is said
     */
    public record Advice(Set<RunType> runTypes, Set<Integer> nodes, Value value, String note) {}

    /**
     * Where the files of a model are published; "" where nobody says.
     *
     * @param model repository of Hugging Face with weights and tokenizer: "Qwen/Qwen-14B-Chat"
     * @param pretrain link to raw data for pretraining
     * @param finetune link to raw data for sft and lora
     */
    public record Sources(String model, String pretrain, String finetune) {
        public static final Sources NONE = new Sources("", "", "");
    }
}
