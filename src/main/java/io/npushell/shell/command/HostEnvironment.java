package io.npushell.shell.command;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.profile.ModelProfile;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What sets up the environment of the host's shell: a session sees nothing of it, as its profile says what it begins with. */
public final class HostEnvironment {
    private static final Pattern FILE = Pattern.compile(
            "(.*/)?(set_?env|setenv|setvars|activate|\\.?bashrc|\\.?bash_profile|\\.?zshrc|\\.?profile|conda)(\\.sh)?"
                    + "|.*/Ascend/.*|/etc/profile\\.d/.*");
    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*", Pattern.DOTALL);

    private final Supplier<Optional<ModelProfile>> inUse;

    /** @param inUse the profile in use */
    HostEnvironment(Supplier<Optional<ModelProfile>> inUse) {
        this.inUse = inUse;
    }

    /** For the profile of the workbench. */
    public static HostEnvironment of(Services services) {
        return new HostEnvironment(() -> {
            try {
                return Optional.ofNullable(services.workbench().state().profile())
                        .map(name -> services.workbench().profile());
            } catch (OperatorException e) {
                // a broken profile is its own command's affair
                return Optional.empty();
            }
        });
    }

    /** Whether a file that is sourced is one that sets up an environment. */
    public static boolean isSetUp(String file) {
        return FILE.matcher(file).matches();
    }

    /** What is said to {@code source …/set_env.sh}, {@code conda activate}, {@code export PYTHONPATH=…}; empty for all else. */
    Optional<OperatorException> refusal(List<String> words) {
        String first = words.get(0);
        String second = words.size() > 1 ? words.get(1) : "";
        if ((first.equals("source") || first.equals(".")) && isSetUp(second)) {
            return Optional.of(refusal("'" + first + " " + second + "' sets up", ". " + second, second));
        }
        if ((first.equals("conda") && second.equals("activate")) || (first.equals("module") && second.equals("load"))) {
            return Optional.of(refusal("'" + String.join(" ", words) + "' sets up", String.join(" ", words), second));
        }
        if (Set.of("export", "declare", "typeset").contains(first)) {
            List<String> assignments = words.stream()
                    .skip(1)
                    .filter(word -> ASSIGNMENT.matcher(word).matches())
                    .toList();
            return assignments.isEmpty() ? Optional.empty() : Optional.of(exported(assignments));
        }
        return Optional.empty();
    }

    private OperatorException exported(List<String> assignments) {
        String names = assignments.stream()
                .map(each -> each.substring(0, each.indexOf('=')))
                .distinct()
                .collect(Collectors.joining(", "));
        boolean steps = names.equals("PYTHONPATH")
                && assignments.stream()
                        .allMatch(each -> each.matches("(?s).*/(AscendSpeed|ModelLink|MindSpeed)(/.*)?"));
        return steps
                ? new OperatorException(
                        ExitCode.USAGE,
                        "PYTHONPATH needs no setting: a step that runs Python of the code package sets it itself",
                        "data prepare   or   weights convert")
                : refusal(
                        "'export " + names + "' sets up",
                        "export " + String.join(" ", assignments),
                        String.join(" ", assignments));
    }

    /** @param what that the profile's environment may do already, by its text */
    private OperatorException refusal(String subject, String line, String what) {
        Optional<ModelProfile> profile = inUse.get();
        String name = profile.map(ModelProfile::name).orElse("");
        boolean already = profile.map(ModelProfile::environment).orElse(List.of()).stream()
                .anyMatch(each -> each.contains(what));
        String sentence =
                subject + " a shell of the host, and a session sees nothing of it: it begins with the environment of "
                        + (name.isEmpty() ? "its profile" : "profile " + name)
                        + (already ? ", which does the same" : "");
        String remedy = name.isEmpty()
                ? "profile list, then profile show NAME"
                : already
                        ? "profile show " + name
                        : "profile new NAME --from " + name + ", with '- " + line + "' under its environment";
        return new OperatorException(ExitCode.USAGE, sentence, remedy);
    }
}
