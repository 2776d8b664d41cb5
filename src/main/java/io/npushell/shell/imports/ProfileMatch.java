package io.npushell.shell.imports;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.plan.engine.Engines;
import io.npushell.profile.ModelProfile;
import io.npushell.profile.ProfileStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the profile a command is about. */
final class ProfileMatch {
    private final List<ModelProfile> profiles;
    private final String inUse;

    /** @param inUse name of the profile in use, "" for none: of several that fit it is the one */
    ProfileMatch(ProfileStore store, String inUse) {
        this.profiles = all(store);
        this.inUse = inUse;
    }

    /** By script and MODEL_TYPE; both as the command has them. */
    ModelProfile launched(LaunchLine launch, Mistakes mistakes) {
        List<ModelProfile> sameScript = profiles.stream()
                .filter(profile -> sameScript(profile, launch.script()))
                .toList();
        if (sameScript.isEmpty()) {
            throw new OperatorException(
                    ExitCode.NOT_FOUND,
                    "no profile trains with the script '" + launch.program() + "'; they train with " + scripts(),
                    "profile list   or   profile new NAME --from qwen-14b");
        }
        String type = launch.variable("MODEL_TYPE");
        if (type.isEmpty()) {
            mistakes.add(
                    Mistake.Kind.MISSING,
                    launch.line(),
                    "MODEL_TYPE is missing: the script would not know which model to train",
                    "use " + sameScript.get(0).name());
        }
        List<ModelProfile> fitting = sameScript.stream()
                .filter(profile -> type.isEmpty() || profile.modelType().equalsIgnoreCase(type))
                .toList();
        return preferred(fitting)
                .filter(profile ->
                        !type.isEmpty() || fitting.size() == 1 || profile.name().equals(inUse))
                .orElseThrow(() -> new OperatorException(
                        ExitCode.USAGE,
                        (type.isEmpty()
                                        ? "MODEL_TYPE is missing"
                                        : "MODEL_TYPE '" + type + "' is not known to " + launch.program())
                                + "; profiles know " + types(sameScript),
                        "use " + sameScript.get(0).name() + ", then import again with MODEL_TYPE="
                                + sameScript.get(0).modelType()));
    }

    /**
     * The one in use.
     *
     * @param what is to be imported, for a message
     */
    ModelProfile inUse(String what) {
        return profiles.stream()
                .filter(profile -> profile.name().equals(inUse))
                .findFirst()
                .orElseThrow(() -> new OperatorException(
                        ExitCode.USAGE,
                        "the settings of a container are kept with a profile, and '" + what + "' names none",
                        "use qwen-14b, then import again"));
    }

    /** Whether some profile trains with a script. */
    boolean trains(LaunchLine launch) {
        return profiles.stream().anyMatch(profile -> sameScript(profile, launch.script()));
    }

    /** The scripts that profiles train with, for a message. */
    String scripts() {
        return profiles.stream()
                .filter(profile -> Engines.of(profile).needsCodePackage())
                .map(ModelProfile::script)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** The profiles whose model's directory is in one of the paths. */
    List<ModelProfile> mentioned(ToolLine tool) {
        return profiles.stream()
                .filter(profile ->
                        tool.words().stream().anyMatch(word -> (word + "/").contains("/" + profile.directory() + "/")))
                .toList();
    }

    /** By the model's directory in one of the paths; else the one in use. */
    ModelProfile named(ToolLine tool) {
        return preferred(mentioned(tool))
                .or(() -> profiles.stream()
                        .filter(profile -> profile.name().equals(inUse))
                        .findFirst())
                .orElseThrow(() -> new OperatorException(
                        ExitCode.USAGE,
                        "no path of " + tool.program() + " says which model it is for",
                        "use PROFILE, then import again"));
    }

    private Optional<ModelProfile> preferred(List<ModelProfile> fitting) {
        return fitting.stream()
                .filter(profile -> profile.name().equals(inUse))
                .findFirst()
                .or(() -> fitting.stream().findFirst());
    }

    private static boolean sameScript(ModelProfile profile, String script) {
        String plain = script.startsWith("./") ? script.substring(2) : script;
        return plain.equals(profile.script())
                || plain.endsWith("/" + profile.script())
                || (plain.indexOf('/') < 0 && profile.script().endsWith("/" + plain));
    }

    private static String types(List<ModelProfile> profiles) {
        return profiles.stream()
                .map(profile -> profile.modelType() + " (" + profile.name() + ")")
                .collect(Collectors.joining(", "));
    }

    /** A profile that cannot be read is its own command's affair. */
    private static List<ModelProfile> all(ProfileStore store) {
        List<ModelProfile> profiles = new ArrayList<>();
        for (String name : store.names()) {
            try {
                profiles.add(store.load(name));
            } catch (OperatorException broken) {
                assert broken.exitCode() != ExitCode.OK;
            }
        }
        return profiles;
    }
}
