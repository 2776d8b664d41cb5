package io.npushell.plan;

import io.npushell.model.RunType;
import io.npushell.profile.ModelProfile;
import java.util.List;
import java.util.stream.Stream;

/** The places of the manual's workspace tree; a trailing slash of the work-dir is not repeated. */
public record WorkTree(String workDir, String modelDirectory) {
    static final String DOCUMENT = "_document";

    public WorkTree {
        workDir = workDir.length() > 1 && workDir.endsWith("/") ? workDir.substring(0, workDir.length() - 1) : workDir;
    }

    public static WorkTree of(String workDir, ModelProfile profile) {
        return new WorkTree(workDir, profile.directory());
    }

    public String tokenizer() {
        return workDir + "/tokenizers/" + modelDirectory;
    }

    public String convertedWeights() {
        return workDir + "/processed_for_ma_input/" + modelDirectory + "/converted_weights";
    }

    /** Where a run type saves; retrain saves on into pretrain. */
    public String output(RunType runType) {
        RunType saved = runType == RunType.RETRAIN ? RunType.PRETRAIN : runType;
        return workDir + "/saved_dir_for_ma_output/" + modelDirectory + "/" + saved.label();
    }

    /** Where a merged model goes: what was trained, and how far. */
    public String exported(RunType runType, long iteration) {
        RunType saved = runType == RunType.RETRAIN ? RunType.PRETRAIN : runType;
        return workDir + "/exported/" + modelDirectory + "/" + saved.label() + "-" + iteration;
    }

    /** Directories every workspace has, in the manual's order. */
    public static List<String> common(String workDir) {
        return Stream.of(
                        "training_data/pretrain",
                        "training_data/finetune",
                        "tokenizers",
                        "processed_for_ma_input",
                        "saved_dir_for_ma_output")
                .map(name -> new WorkTree(workDir, "").workDir + "/" + name)
                .toList();
    }

    /** Those of one model besides; the code comes with its package. */
    public List<String> ofModel() {
        String processed = workDir + "/processed_for_ma_input/" + modelDirectory;
        String saved = workDir + "/saved_dir_for_ma_output/" + modelDirectory;
        return List.of(
                tokenizer(),
                processed + "/data/pretrain",
                processed + "/data/finetune",
                convertedWeights(),
                saved + "/pretrain",
                saved + "/sft",
                saved + "/lora",
                saved + "/logs");
    }

    /** Where raw data of a run type is put. */
    public String rawDirectory(RunType runType) {
        return workDir + "/training_data/" + purpose(runType);
    }

    String rawData(RunType runType, String file) {
        return rawDirectory(runType) + "/" + file;
    }

    String dataset(RunType runType, String prefix) {
        return workDir + "/processed_for_ma_input/" + modelDirectory + "/data/" + purpose(runType) + "/" + prefix;
    }

    /** The directory of the code package, as the manual's tree has it. */
    String code() {
        return workDir + "/llm_train/AscendSpeed";
    }

    private static String purpose(RunType runType) {
        return runType.finetunes() ? "finetune" : "pretrain";
    }
}
