package io.npushell.shell.access;

import io.npushell.plan.Installation;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds npu-shell's own programs: in the build directory the launcher names, else on this JVM's class path. */
final class InstallationFinder {
    /** Property the launcher sets: the build directory. */
    static final String BUILD = "npushell.build";

    /** Jars the trainer needs, by the start of their names; neither Spring nor JLine is among them. */
    private static final List<String> TRAINER_LIBRARIES =
            List.of("npu-shell", "jackson-core", "snakeyaml", "jtokkit", "jspecify");

    /** Those the steps need: the trainer's, and what only they read files with. */
    private static final List<String> STEP_LIBRARIES = Stream.concat(
                    TRAINER_LIBRARIES.stream(),
                    Stream.of("jackson-dataformat-csv", "jackson-databind", "jackson-annotations", "duckdb_jdbc"))
            .toList();

    /** Where the engine's script is when npu-shell runs from a developer's build. */
    private static final Path CLASSES = Path.of("target", "classes", "io", "npushell", "trainer");

    private InstallationFinder() {}

    /** Where everything is; the engine's script is the one plans show, a launched session has its own copy. */
    static Installation find(String version) {
        String build = System.getProperty(BUILD, "");
        String classPath = absolute(System.getProperty("java.class.path", ""));
        String steps = build.isEmpty() ? classPath : jars(Path.of(build), STEP_LIBRARIES);
        String trainer = build.isEmpty() ? classPath : jars(Path.of(build), TRAINER_LIBRARIES);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path engine = build.isEmpty() ? CLASSES : Path.of(build, "engine");
        return new Installation(java, steps, trainer, engine.toAbsolutePath().toString(), version);
    }

    private static String jars(Path build, List<String> libraries) {
        try (Stream<Path> files = Files.list(build.resolve("lib"))) {
            return files.filter(jar -> isOneOf(jar, libraries))
                    .map(Path::toString)
                    .sorted()
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (IOException e) {
            throw new UncheckedIOException("the build directory " + build + " is damaged", e);
        }
    }

    private static boolean isOneOf(Path jar, List<String> libraries) {
        String name = jar.getFileName().toString();
        return libraries.stream().anyMatch(name::startsWith);
    }

    private static String absolute(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
