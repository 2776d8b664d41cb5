package io.npushell.shell.imports;

import io.npushell.container.ContainerPlanner;
import io.npushell.params.Origin;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.params.Value;
import io.npushell.plan.CommandText;
import io.npushell.shell.imports.Mistake.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns a {@code docker run} into the settings that {@code container start} makes one of, and names what that would not do. */
final class ContainerMapping {
    private static final Pattern NPU = Pattern.compile("/dev/davinci(\\d{1,3})");
    private static final Pattern NPU_LIST = Pattern.compile("\\d{1,3}(-\\d{1,3})?(,\\d{1,3}(-\\d{1,3})?)*");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})([kKmMgGtT]?)[iI]?[bB]?");
    private static final long MEGA = 1024 * 1024;
    private static final Map<String, String> VALUES = Map.of(
            "--cpus", ParameterNames.CONTAINER_CPUS,
            "--memory", ParameterNames.CONTAINER_MEMORY,
            "-m", ParameterNames.CONTAINER_MEMORY,
            "--shm-size", ParameterNames.CONTAINER_SHM,
            "--user", ParameterNames.CONTAINER_USER,
            "-u", ParameterNames.CONTAINER_USER);
    private static final Set<String> AS_EVER =
            Set.of("-i", "-t", "-d", "--interactive", "--tty", "--detach", "-q", "--quiet");
    private static final String PORTS = "the container has the network of the host, so that every port of it is open";
    /** What is not taken, and why; options that are not here are only said to be left out. */
    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("--privileged", "it gives the container every device; container start gives it the NPUs by name"),
            Map.entry("--ipc", "container-shm gives the container shared memory of its own"),
            Map.entry("--pid", "what runs inside is found from the host without it"),
            Map.entry("--restart", "what trained inside does not come back with it; container start starts it again"),
            Map.entry("--rm", "what pip installs would go with the container; container stop keeps it"),
            Map.entry("-w", "a session begins in the code directory"),
            Map.entry("--workdir", "a session begins in the code directory"),
            Map.entry("--runtime", "the NPUs are given as devices, which needs no runtime of its own"),
            Map.entry("-p", PORTS),
            Map.entry("--publish", PORTS),
            Map.entry("-P", PORTS),
            Map.entry("--publish-all", PORTS),
            Map.entry("--gpus", "that is for NVIDIA's GPUs"),
            Map.entry("-h", "with the network of the host it has the host's name"),
            Map.entry("--hostname", "with the network of the host it has the host's name"),
            Map.entry("--env-file", "variables belong into the profile's environment"));

    private final ContainerLine container;
    private final VariableMapping values;
    private final String profile;
    private final Settings chosen;
    private final Mistakes mistakes;
    private final List<ImportedSetting> settings = new ArrayList<>();
    private final Set<String> same = new LinkedHashSet<>();
    private final Set<Integer> npus = new TreeSet<>();
    private final Set<String> mounts = new LinkedHashSet<>();

    /**
     * Reads one container.
     *
     * @param profile by whose environment sessions are set up
     * @param chosen what the operator has set
     */
    ContainerMapping(
            ContainerLine container, VariableMapping values, String profile, Settings chosen, Mistakes mistakes) {
        this.container = container;
        this.values = values;
        this.profile = profile;
        this.chosen = chosen;
        this.mistakes = mistakes;
    }

    /** Whether a word with one dash is one of docker's options with two. */
    static boolean isMeant(String word) {
        int equals = word.indexOf('=');
        String name = "-" + (equals < 0 ? word : word.substring(0, equals));
        return word.length() > 2
                && !word.startsWith("--")
                && (Set.of("--name", "--device", "--volume", "--mount", "--net", "--network", "--env")
                                .contains(name)
                        || VALUES.containsKey(name));
    }

    String program() {
        return container.program();
    }

    List<ImportedSetting> settings() {
        settings.clear();
        container.options().forEach(this::option);
        if (!npus.isEmpty()) {
            String list = npus.stream().map(String::valueOf).collect(Collectors.joining(","));
            put(ParameterNames.CONTAINER_NPUS, "--device", list);
        }
        if (!mounts.isEmpty()) {
            put(ParameterNames.CONTAINER_MOUNTS, "-v", String.join(",", mounts));
        }
        image();
        mistakes.add(
                Kind.HARMLESS,
                container.line(),
                "import makes no container"
                        + (same.isEmpty() ? "" : "; as container start has it anyway: " + String.join(", ", same)),
                "container plan",
                "container start");
        return List.copyOf(settings);
    }

    private void option(ContainerLine.Option given) {
        String name = given.name();
        if (isMeant(name)) {
            name = "-" + name;
            mistakes.add(
                    Kind.TOOL_OPTION, container.line(), "'" + given.name() + "' needs two dashes; read as " + name);
        }
        String value = given.value();
        if (VALUES.containsKey(name)) {
            boolean sized = name.startsWith("--shm") || name.equals("-m") || name.equals("--memory");
            limit(VALUES.get(name), name, sized ? size(value) : value);
            return;
        }
        switch (name) {
            case "--name" -> put(ParameterNames.CONTAINER, name, value);
            case "--device" -> device(value);
            case "-v", "--volume" -> mount(name, value);
            case "--mount" -> described(value);
            case "--net", "--network" -> {
                if (value.equals("host")) {
                    same.add(name + "=host");
                } else {
                    leftOut(name + " " + value, "the nodes of a training talk over the network of the host");
                }
            }
            case "-e", "--env" -> variable(name, value);
            case "--entrypoint" -> {
                if (Wrapping.SHELLS.contains(Wrapping.name(value))) {
                    same.add(name + " " + value);
                } else {
                    leftOut(name + " " + value, "a shell keeps the container up, and sessions are started in it");
                }
            }
            default -> {
                if (AS_EVER.contains(name)) {
                    same.add(name);
                } else {
                    leftOut(
                            name + (value.isEmpty() ? "" : " " + value),
                            REASONS.getOrDefault(name, "container start makes the container without it"));
                }
            }
        }
    }

    /** The manual's number is what counts where none is set, and then no more than the machine has. */
    private void limit(String parameter, String name, String value) {
        Value manual = ParameterCatalog.standard().get(parameter).manualDefault();
        boolean manuals = manual != null && manual.text().equals(value);
        if (manuals && !chosen.layer(Origin.OPERATOR).containsKey(parameter)) {
            same.add(name + " " + value);
        } else {
            put(parameter, name, value);
        }
    }

    /** docker takes 64gb, 1t and bytes, too. */
    private static String size(String value) {
        Matcher size = SIZE.matcher(value);
        if (!size.matches()) {
            return value;
        }
        long number = Long.parseLong(size.group(1));
        return switch (size.group(2).toLowerCase(Locale.ROOT)) {
            case "t" -> number * 1024 + "g";
            case "g" -> number + "g";
            case "m" -> number + "m";
            case "k" -> number % 1024 == 0 ? number / 1024 + "m" : value;
            default -> number > 0 && number % MEGA == 0 ? number / MEGA + "m" : value;
        };
    }

    private void put(String parameter, String name, String value) {
        values.setting(container.line(), ParameterCatalog.standard().get(parameter), name, value)
                .ifPresent(settings::add);
    }

    private void leftOut(String what, String why, String... remedies) {
        mistakes.add(Kind.LEFT_OUT, container.line(), "'" + what + "' is left out: " + why, remedies);
    }

    private void device(String value) {
        String device = value.split(":", 2)[0];
        Matcher npu = NPU.matcher(device);
        if (npu.matches()) {
            npus.add(Integer.valueOf(npu.group(1)));
        } else if (ContainerPlanner.CONTROLS.contains(device.replaceFirst("^/dev/", ""))) {
            same.add(device);
        } else {
            leftOut("--device " + value, "container start gives the NPUs and what their driver needs");
        }
    }

    /** {@code ASCEND_VISIBLE_DEVICES} is how Ascend's runtime is told the NPUs. */
    private void variable(String name, String value) {
        int equals = value.indexOf('=');
        String variable = equals < 0 ? value : value.substring(0, equals);
        String list = equals < 0 ? "" : value.substring(equals + 1);
        if (variable.equals("ASCEND_VISIBLE_DEVICES") && NPU_LIST.matcher(list).matches()) {
            for (String range : list.split(",", -1)) {
                String[] ends = range.split("-", -1);
                for (int npu = Integer.parseInt(ends[0]); npu <= Integer.parseInt(ends[ends.length - 1]); npu++) {
                    npus.add(npu);
                }
            }
        } else if (!container.runsMore()) {
            leftOut(
                    name + " " + value,
                    "a session begins with the environment of its profile",
                    "profile show " + profile);
        }
    }

    private void described(String value) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : value.split(",", -1)) {
            String[] pair = part.split("=", 2);
            parts.put(pair[0], pair.length < 2 ? "" : pair[1]);
        }
        String source = parts.getOrDefault("source", parts.getOrDefault("src", ""));
        String target =
                parts.getOrDefault("target", parts.getOrDefault("destination", parts.getOrDefault("dst", source)));
        if (parts.getOrDefault("type", "volume").equals("bind")) {
            String mode = parts.containsKey("readonly") || parts.containsKey("ro") ? ":ro" : "";
            mount("--mount", source + ":" + target + mode);
        } else {
            leftOut("--mount " + value, "only directories and files of the host are mounted");
        }
    }

    private void mount(String name, String value) {
        String[] parts = value.split(":", -1);
        String source = plain(parts[0]);
        String inside = parts.length > 1 ? plain(parts[1]) : source;
        if (References.unresolved(value)) {
            mistakes.add(
                    Kind.PLACEHOLDER, container.line(), name + " '" + value + "' only stands for a value; left out");
        } else if (ContainerPlanner.NPU_SMI.contains(source) || ContainerPlanner.DRIVER.contains(source)) {
            same.add(source);
        } else if (!source.startsWith("/")) {
            leftOut(name + " " + value, "only directories and files of the host are mounted");
        } else {
            mounted(name, value, source, inside);
            if (parts.length > 2 && parts[2].contains("ro")) {
                leftOut(":" + parts[2] + " of " + source, "it is mounted for reading and writing");
            }
        }
    }

    private void mounted(String name, String value, String source, String inside) {
        boolean workspace = source.equals(plain(container.workspace()));
        if (workspace) {
            put(ParameterNames.WORK_DIR, name, source);
        } else if (source.equals(inside)) {
            mounts.add(source);
        }
        if (!source.equals(inside)) {
            boolean manuals = workspace || inside.equals("/home/ma-user/ws");
            mistakes.add(
                    Kind.LEFT_OUT,
                    container.line(),
                    "'" + name + " " + value + "' is " + (workspace ? "taken as work-dir " + source : "left out")
                            + ": what is mounted has its own path inside, so what names " + inside + " has to name "
                            + source,
                    workspace
                            ? new String[0]
                            : new String[] {
                                (manuals ? "set work-dir " : "set container-mounts ") + CommandText.quote(source)
                            });
        }
    }

    private void image() {
        String image = container.image().strip();
        String name = container.value("--name", "-name");
        if (image.isEmpty() && !container.variables()) {
            mistakes.add(
                    Kind.MISSING,
                    container.line(),
                    "no image is named, so docker would make no container",
                    "explain image");
        } else if (!image.isEmpty() && image.equals(name)) {
            mistakes.add(
                    Kind.PLACEHOLDER,
                    container.line(),
                    "the image '" + image
                            + "' is the name of the container, as the manual's sample has it, and no image;"
                            + " left out: the manual's image table has the one meant",
                    "explain image",
                    "set image IMAGE");
        } else if (!image.isEmpty()) {
            limit(ParameterNames.IMAGE, container.variables() ? "image_name" : "docker run", image);
        }
    }

    private static String plain(String path) {
        return path.endsWith("/") && path.length() > 1 ? path.substring(0, path.length() - 1) : path;
    }
}
