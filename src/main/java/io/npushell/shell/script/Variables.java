package io.npushell.shell.script;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The variables of scripts: set ones first, then computed ones, then the environment. */
public final class Variables {
    /** The id of the session the last {@code launch} or {@code resume} started. */
    public static final String SESSION = "SESSION";

    /** The directory of the script that runs. */
    public static final String SCRIPT_DIR = "SCRIPT_DIR";

    /** The workspace. */
    public static final String WORK_DIR = "WORK_DIR";

    private final Map<String, String> environment;
    private final Map<String, Supplier<Optional<String>>> computed = new ConcurrentHashMap<>();
    private final Map<String, String> set = new ConcurrentHashMap<>();

    public Variables(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    public void set(String name, String value) {
        set.put(name, value);
    }

    public void unset(String name) {
        set.remove(name);
    }

    /** Says how a variable is found each time it is asked for. */
    public void compute(String name, Supplier<Optional<String>> value) {
        computed.put(name, value);
    }

    /** Sets from {@code NAME=VALUE} as {@code --set} takes it. */
    public void assign(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 0 || !assignment.substring(0, equals).matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new OperatorException(
                    ExitCode.USAGE, "--set '" + assignment + "' is not NAME=VALUE", "--set ITERS=200");
        }
        set(assignment.substring(0, equals), assignment.substring(equals + 1));
    }

    public Optional<String> find(String name) {
        String value = set.get(name);
        if (value != null) {
            return Optional.of(value);
        }
        Supplier<Optional<String>> supplier = computed.get(name);
        Optional<String> found = supplier == null ? Optional.empty() : supplier.get();
        return found.isPresent() ? found : Optional.ofNullable(environment.get(name));
    }

    /** All that a script sees beyond the environment, set or computed: the variables that host commands get. */
    public Map<String, String> own() {
        Map<String, String> own = new TreeMap<>();
        computed.forEach((name, value) -> value.get().ifPresent(found -> own.put(name, found)));
        own.putAll(set);
        return Collections.unmodifiableMap(own);
    }
}
