package io.npushell.launch;

import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.params.Parameter;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.ParameterKind.Reading;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.params.Value;
import io.npushell.plan.Planner;
import io.npushell.profile.ModelProfile;
import io.npushell.session.SessionSpec;
import io.npushell.session.SessionSpec.SettingEntry;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of a session as the operator's settings of another: what would come out differently now is set, the rest is left to
 * profile and derivation, so that show still says where a value comes from.
 */
final class RecordedSettings {
    /** Decided by how the session is continued, or by where things are now. */
    private static final Set<String> NOT_KEPT = Set.of(
            ParameterNames.RUN_TYPE,
            ParameterNames.MODEL_TYPE,
            ParameterNames.MODEL_PATH,
            ParameterNames.TRAIN_ITERS,
            ParameterNames.EPOCHS);

    private static final Set<String> KEPT_THOUGH_DERIVED =
            Set.of(ParameterNames.DATASET_PATH, ParameterNames.CODE_DIR, ParameterNames.NNODES);

    private RecordedSettings() {}

    /**
     * Layers operator and flag.
     *
     * @param overrides layer flag; they win
     */
    static Settings of(SessionSpec spec, ModelProfile profile, RunType runType, Settings overrides) {
        Settings settings =
                with(overrides, ParameterNames.WORK_DIR, spec.request().workDir(), Origin.DERIVED);
        Settings now = Planner.settings(profile, runType, settings);
        for (SettingEntry entry : spec.request().settings()) {
            boolean kept = !NOT_KEPT.contains(entry.parameter())
                    && (!entry.origin().equals(Origin.DERIVED.label())
                            || KEPT_THOUGH_DERIVED.contains(entry.parameter()));
            boolean differs =
                    now.text(entry.parameter()).filter(entry.value()::equals).isEmpty();
            if (kept && differs) {
                settings = with(settings, entry.parameter(), entry.value(), Origin.OPERATOR);
            }
        }
        return settings;
    }

    /** A parameter that this version does not know, or a value it does not take, is left out. */
    private static Settings with(Settings settings, String name, String text, Origin origin) {
        Optional<Parameter> parameter = ParameterCatalog.standard().find(name);
        if (parameter.isEmpty()) {
            return settings;
        }
        Reading reading = parameter.get().kind().read(text);
        Value value = reading instanceof Reading.Accepted accepted ? accepted.value() : new Value.Text(text);
        return settings.with(parameter.get(), value, origin);
    }
}
