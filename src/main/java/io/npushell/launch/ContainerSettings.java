package io.npushell.launch;

import io.npushell.container.ContainerWishes;
import io.npushell.params.Origin;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The container that the settings speak of; what they do not say is the manual's. */
public record ContainerSettings(Settings settings) {

    /** The container that trainings are to run in, or empty for right on the host. */
    public Optional<String> chosen() {
        return settings.text(ParameterNames.CONTAINER);
    }

    /** The container that the container commands are about. */
    public String name() {
        return text(ParameterNames.CONTAINER);
    }

    public String image() {
        return text(ParameterNames.IMAGE);
    }

    /** "" for the image's own. */
    public String user() {
        return settings.text(ParameterNames.CONTAINER_USER).orElse("");
    }

    public String workspace() {
        return settings.text(ParameterNames.WORK_DIR).orElseThrow();
    }

    /**
     * What {@code docker run} is to make.
     *
     * @param withNpus false for the embedded engine
     */
    public ContainerWishes wishes(boolean withNpus) {
        return new ContainerWishes(
                name(),
                image(),
                workspace(),
                list(ParameterNames.CONTAINER_MOUNTS),
                npus(),
                nodes(),
                withNpus,
                Integer.parseInt(text(ParameterNames.CONTAINER_CPUS)),
                bytes(text(ParameterNames.CONTAINER_MEMORY)),
                bytes(text(ParameterNames.CONTAINER_SHM)),
                new ContainerWishes.Firm(
                        firm(ParameterNames.CONTAINER_CPUS),
                        firm(ParameterNames.CONTAINER_MEMORY),
                        firm(ParameterNames.CONTAINER_SHM)));
    }

    /** Of a training with these settings. */
    int nodes() {
        return (int) settings.whole(ParameterNames.NNODES).orElse(1);
    }

    private @Nullable List<Integer> npus() {
        List<String> numbers = list(ParameterNames.CONTAINER_NPUS);
        return numbers.isEmpty() ? null : numbers.stream().map(Integer::valueOf).toList();
    }

    private List<String> list(String name) {
        return settings.text(name).stream()
                .flatMap(text -> Stream.of(text.split(",")))
                .toList();
    }

    private boolean firm(String name) {
        return settings.find(name)
                .filter(setting -> setting.origin().compareTo(Origin.PRESET) >= 0)
                .isPresent();
    }

    private String text(String name) {
        return settings.text(name).orElseGet(() -> manual(name));
    }

    private static String manual(String name) {
        return Optional.ofNullable(ParameterCatalog.standard().get(name).manualDefault())
                .orElseThrow()
                .text();
    }

    /** "200g" or "512m". */
    private static long bytes(String size) {
        String text = size.toLowerCase(Locale.ROOT);
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return number << (text.endsWith("g") ? 30 : 20);
    }
}
