package io.npushell.plan;

import static io.npushell.params.ParameterNames.CODE_DIR;
import static io.npushell.params.ParameterNames.DATASET_PATH;
import static io.npushell.params.ParameterNames.EPOCHS;
import static io.npushell.params.ParameterNames.HANDLER;
import static io.npushell.params.ParameterNames.HF_PATH;
import static io.npushell.params.ParameterNames.MODEL_PATH;
import static io.npushell.params.ParameterNames.MODEL_TYPE;
import static io.npushell.params.ParameterNames.NNODES;
import static io.npushell.params.ParameterNames.RAW_INPUT;
import static io.npushell.params.ParameterNames.RUN_TYPE;
import static io.npushell.params.ParameterNames.TOKENIZER_PATH;
import static io.npushell.params.ParameterNames.TRAIN_ITERS;
import static io.npushell.params.ParameterNames.WORK_DIR;

import io.npushell.model.ModelFamilies;
import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.params.Parameter;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.Setting;
import io.npushell.params.Settings;
import io.npushell.params.Value;
import io.npushell.plan.engine.Engines;
import io.npushell.profile.ModelProfile;
import io.npushell.profile.NoProfile;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Lays manual defaults, the profile's recommendations and derived values beneath what the operator set. */
final class SettingsLayers {
    /** The manual's own pretraining data, and the name it gives it. */
    private static final String MANUAL_RAW_DATA = "train-00000-of-00001-a09b74b3ef9c3b56.parquet";

    private static final String MANUAL_DATASET = "alpaca";
    private static final String FINE_TUNING = "_ft";

    private static final Settings MANUAL_DEFAULTS = manualDefaults(parameter -> true);

    /** The manual speaks of its models: data for none in particular has no sequence length, for one. */
    private static final Settings MANUAL_DEFAULTS_OF_DATA =
            manualDefaults(parameter -> parameter.group() == Parameter.Group.DATA);

    private final ParameterCatalog catalog = ParameterCatalog.standard();
    private final ModelProfile profile;
    private final RunType runType;
    private Settings settings;

    private SettingsLayers(ModelProfile profile, RunType runType, Settings operator) {
        this.profile = profile;
        this.runType = runType;
        this.settings =
                operator.withLayer(Origin.MANUAL, NoProfile.is(profile) ? MANUAL_DEFAULTS_OF_DATA : MANUAL_DEFAULTS);
    }

    /** All layers; of those given, derived counts only for the workspace, the nodes and the code directory. */
    static Settings complete(
            ModelProfile profile, RunType runType, Settings operator, Facts.@Nullable Dataset dataset) {
        SettingsLayers layers = new SettingsLayers(profile, runType, operator);
        layers.surroundings(operator.layer(Origin.DERIVED));
        layers.recommended();
        layers.fixed();
        layers.paths(operator.layer(Origin.DERIVED).get(MODEL_PATH));
        layers.iterations(dataset);
        return layers.settings;
    }

    private static Settings manualDefaults(Predicate<Parameter> which) {
        Settings defaults = Settings.none();
        for (Parameter parameter : ParameterCatalog.standard().all()) {
            Value value = parameter.manualDefault();
            // the container's are for who makes one; here, one that is set is one that is used
            if (value != null && parameter.group() != Parameter.Group.CONTAINER && which.test(parameter)) {
                defaults = defaults.with(parameter, value, Origin.MANUAL);
            }
        }
        return defaults;
    }

    private void surroundings(Map<String, Setting> given) {
        settings = settings.withoutLayer(Origin.DERIVED);
        keep(given.get(WORK_DIR));
        if (Engines.of(profile).needsCodePackage()) {
            keep(given.get(NNODES));
            keep(given.get(CODE_DIR));
        }
    }

    private void keep(@Nullable Setting setting) {
        if (setting != null) {
            settings = settings.with(setting.parameter(), setting.value(), Origin.DERIVED);
        }
    }

    private void recommended() {
        // What a profile recommends may depend on the nodes, so they come from the other layers first.
        settings = settings.withoutLayer(Origin.PROFILE);
        int nodes = (int) settings.whole(NNODES).orElse(1);
        settings = settings.withLayer(Origin.PROFILE, profile.recommended(runType, nodes));
    }

    private void fixed() {
        derive(RUN_TYPE, runType.label());
        derive(MODEL_TYPE, profile.modelType());
    }

    /**
     * Fills in the places of the workspace.
     *
     * @param found converted weights that lie beside those of another cut, or what an earlier completion derived, or null
     */
    private void paths(@Nullable Setting found) {
        WorkTree tree = WorkTree.of(settings.text(WORK_DIR).orElse("/home/ma-user/ws"), profile);
        String bundled = profile.bundledTokenizer();
        deriveWhereUnset(HF_PATH, tree.tokenizer());
        deriveWhereUnset(TOKENIZER_PATH, bundled == null ? tree.tokenizer() : bundled);
        if (Engines.of(profile).needsCodePackage()) {
            deriveWhereUnset(CODE_DIR, tree.code());
        }
        deriveWhereUnset(DATASET_PATH, tree.dataset(runType, datasetPrefix()));
        if (Engines.of(profile).needsCodePackage()) {
            deriveWhereUnset(RAW_INPUT, tree.rawData(runType, manualRawData()));
        }
        deriveWhereUnset(
                HANDLER, runType.finetunes() ? DataHandlers.GENERAL_INSTRUCTION : DataHandlers.GENERAL_PRETRAIN);
        switch (runType) {
            case PRETRAIN -> {}
            case RETRAIN -> deriveWhereUnset(MODEL_PATH, tree.output(RunType.RETRAIN));
            case SFT, LORA -> {
                String converted = tree.convertedWeights();
                String beside = found == null ? "" : found.value().text();
                deriveWhereUnset(MODEL_PATH, beside.startsWith(converted + "-") ? beside : converted);
            }
        }
    }

    /** To pretrain all families have the same, to fine-tune each its own. */
    private String manualRawData() {
        return runType.finetunes() ? profile.family().finetuneData() : MANUAL_RAW_DATA;
    }

    private String datasetPrefix() {
        String name = settings.text(RAW_INPUT).map(SettingsLayers::datasetName).orElse(MANUAL_DATASET);
        return runType.finetunes() ? name + FINE_TUNING : name + "_" + DataHandlers.key(settings) + WorkTree.DOCUMENT;
    }

    /** The name the manual gives its own data belongs to that alone. */
    private static String datasetName(String rawInput) {
        String file = FileName.of(rawInput);
        if (file.equals(MANUAL_RAW_DATA)
                || ModelFamilies.shipped().finetuneData().contains(file)) {
            return MANUAL_DATASET;
        }
        String name = baseName(file);
        return name.equals(MANUAL_DATASET) ? MANUAL_DATASET + "_own" : name;
    }

    private static String baseName(String file) {
        // The private scripts do not quote their paths.
        return file.replaceFirst("\\.gz$", "")
                .replaceFirst("\\.(parquet|arrow|csv|tsv|jsonl?|txt)$", "")
                .replaceAll("\\s", "_");
    }

    /** Epochs and iterations: the stronger origin counts; of the same origin both stay, which is a finding. */
    private void iterations(Facts.@Nullable Dataset dataset) {
        Setting epochs = settings.find(EPOCHS).orElse(null);
        if (epochs == null) {
            return;
        }
        for (Setting weaker : settings.chain(TRAIN_ITERS)) {
            if (weaker.origin().compareTo(epochs.origin()) < 0) {
                settings = settings.without(TRAIN_ITERS, weaker.origin());
            }
        }
        OptionalLong iterations = Epochs.iterations(settings, runType, dataset);
        if (!settings.has(TRAIN_ITERS) && iterations.isPresent()) {
            settings = settings.with(catalog.get(TRAIN_ITERS), new Value.Whole(iterations.getAsLong()), Origin.DERIVED);
        }
    }

    private void deriveWhereUnset(String name, String value) {
        if (!settings.has(name)) {
            derive(name, value);
        }
    }

    private void derive(String name, String value) {
        settings = settings.with(catalog.get(name), new Value.Text(value), Origin.DERIVED);
    }
}
