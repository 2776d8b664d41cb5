package io.npushell.shell.imports;

import static io.npushell.params.ParameterNames.DATASET_PATH;
import static io.npushell.params.ParameterNames.GLOBAL_BATCH;
import static io.npushell.params.ParameterNames.MASTER_ADDR;
import static io.npushell.params.ParameterNames.MICRO_BATCH;
import static io.npushell.params.ParameterNames.MODEL_PATH;
import static io.npushell.params.ParameterNames.NNODES;
import static io.npushell.params.ParameterNames.NODE_RANK;
import static io.npushell.params.ParameterNames.PIPELINE_PARALLEL;
import static io.npushell.params.ParameterNames.SEQ_LEN;
import static io.npushell.params.ParameterNames.TENSOR_PARALLEL;
import static io.npushell.params.ParameterNames.TOKENIZER_PATH;

import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.Settings;
import io.npushell.params.Value;
import io.npushell.profile.ModelProfile;
import io.npushell.shell.imports.Mistake.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a launch does not say: values the script needs, and those for which its own default is another than the recommended one. */
record Completeness(ModelProfile profile, RunType runType, LaunchLine launch, Mistakes mistakes) {
    private static final List<String> WITH_DEFAULTS =
            List.of(TENSOR_PARALLEL, PIPELINE_PARALLEL, MICRO_BATCH, GLOBAL_BATCH, SEQ_LEN);

    /** @param effective the settings that count after the import */
    void check(Settings effective) {
        List<String> required = new ArrayList<>(List.of(DATASET_PATH, TOKENIZER_PATH));
        if (runType != RunType.PRETRAIN) {
            required.add(MODEL_PATH);
        }
        long nodes = effective.whole(NNODES).orElse(1);
        if (nodes > 1) {
            required.addAll(List.of(MASTER_ADDR, NODE_RANK));
        }
        required.forEach(parameter -> missing(parameter, effective));
        boolean severalNodes =
                said(NODE_RANK) && !launch.variable(variable(NODE_RANK)).equals("0");
        if (!said(NNODES) && (severalNodes || said(MASTER_ADDR))) {
            mistakes.add(
                    Kind.MISSING,
                    launch.line(),
                    variable(NNODES) + " is missing beside " + variable(said(MASTER_ADDR) ? MASTER_ADDR : NODE_RANK)
                            + ": the script takes 1 and trains on one node alone",
                    "set nnodes 2");
        }
        WITH_DEFAULTS.forEach(parameter -> otherDefault(parameter, effective));
    }

    private void missing(String parameter, Settings effective) {
        if (!said(parameter)) {
            mistakes.add(
                    Kind.MISSING,
                    launch.line(),
                    variable(parameter) + " is missing, which " + runType.label() + " needs"
                            + effective
                                    .text(parameter)
                                    .map(value -> "; npu-shell takes " + value)
                                    .orElse(""),
                    "set " + parameter + " VALUE");
        }
    }

    private void otherDefault(String parameter, Settings effective) {
        Value ofManual = ParameterCatalog.standard().get(parameter).manualDefault();
        String ofScript = parameter.equals(MICRO_BATCH) && runType == RunType.LORA
                ? "4"
                : ofManual == null ? "" : ofManual.text();
        String taken = effective.text(parameter).orElse("");
        if (!said(parameter) && !ofScript.isEmpty() && !Objects.equals(ofScript, taken)) {
            mistakes.add(
                    Kind.OTHER_DEFAULT,
                    launch.line(),
                    variable(parameter) + " is not given: the script would take " + ofScript + "; npu-shell passes "
                            + taken
                            + (effective
                                            .find(parameter)
                                            .filter(setting -> setting.origin() == Origin.OPERATOR)
                                            .isPresent()
                                    ? ", which was set before"
                                    : ", which is recommended for " + profile.name()),
                    "set " + parameter + " " + ofScript);
        }
    }

    private boolean said(String parameter) {
        return launch.variables().containsKey(variable(parameter));
    }

    private String variable(String parameter) {
        return profile.variable(parameter)
                .orElseGet(() -> ParameterCatalog.standard().get(parameter).variable());
    }
}
