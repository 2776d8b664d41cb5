package io.npushell.plan;

import static io.npushell.params.ParameterNames.DATASET_PATH;
import static io.npushell.params.ParameterNames.HANDLER;
import static io.npushell.params.ParameterNames.LONG_DOCUMENTS;
import static io.npushell.params.ParameterNames.RAW_INPUT;

/**
 * Whether the data step can make the dataset that the training names.
 *
 * @param dataset the prefix the training reads
 * @param rawInput what it is made of, "" where nothing is known
 * @param outputPrefix the prefix the data step is given, without "_text_document"; "" where the name cannot be made
 * @param obstacle why it cannot be made, completes "… does not exist, and"; "" where it can
 * @param remedy a command, "" where there is no obstacle
 */
record Preparation(String dataset, String rawInput, String outputPrefix, String obstacle, String remedy) {

    static Preparation of(Draft draft) {
        String dataset = draft.path(DATASET_PATH).orElse("");
        String rawInput = draft.path(RAW_INPUT).orElse("");
        boolean finetunes = draft.runType().finetunes();
        String ending = finetunes ? "" : DataHandlers.ending(draft.settings(), dataset);
        Facts.RawData seen = draft.facts().rawData();
        String handler = draft.settings().text(HANDLER).orElse("");
        if (DataHandlers.fineTuning(handler) != finetunes) {
            String what = finetunes ? "fine-tuning" : "pretraining";
            return blocked(dataset, rawInput, handler + " makes no " + what + " data", "unset handler");
        }
        if (finetunes && dataset.endsWith(WorkTree.DOCUMENT)) {
            return blocked(dataset, rawInput, "its name is one of plain text", "unset dataset-path");
        }
        boolean splits = draft.settings().is(LONG_DOCUMENTS, "split");
        if (splits && finetunes) {
            return blocked(
                    dataset,
                    rawInput,
                    "long-documents split would part instructions from their answers",
                    "set long-documents drop");
        }
        if (splits && draft.usesModelLink()) {
            return blocked(
                    dataset, rawInput, "ModelLink's preprocess_data.py splits no documents", "set preprocessor native");
        }
        if (draft.usesModelLink() && !draft.engine().needsCodePackage()) {
            return blocked(
                    dataset, rawInput, draft.engine().title() + " comes without ModelLink", "set preprocessor native");
        }
        if (!finetunes && (!dataset.endsWith(ending) || dataset.endsWith("/" + ending))) {
            return blocked(
                    dataset,
                    rawInput,
                    "only a name that ends in " + ending + " can be prepared here",
                    Remedies.set(DATASET_PATH, dataset + ending));
        }
        if (!draft.runs(Step.Kind.DATA)) {
            return blocked(dataset, rawInput, "the data step is left out", "launch --from data");
        }
        if (rawInput.isEmpty()) {
            return blocked(dataset, rawInput, "raw-input, which it could be made of, is not set", "set raw-input FILE");
        }
        if (seen != null && !seen.exists()) {
            return blocked(dataset, rawInput, "neither does the raw data '" + rawInput + "'", "set raw-input FILE");
        }
        return new Preparation(dataset, rawInput, dataset.substring(0, dataset.length() - ending.length()), "", "");
    }

    private static Preparation blocked(String dataset, String rawInput, String obstacle, String remedy) {
        return new Preparation(dataset, rawInput, "", obstacle, remedy);
    }

    boolean possible() {
        return obstacle.isEmpty();
    }

    /** Whether the data step is to run: possible, and the dataset is missing, broken or made otherwise. */
    static boolean due(Draft draft) {
        Facts.Dataset dataset = draft.facts().dataset();
        boolean ready = dataset != null && dataset.exists() && dataset.problem() == null && dataset.madeFrom() == null;
        return !ready && of(draft).possible();
    }
}
