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

    /** Jars the data step and the trainer need, by the start of their names; neither Spring nor JLine is among them. */
    private static final List<String> STEP_LIBRARIES = List.of("npu-shell", "jackson-core", "jtokkit", "jspecify");

    /** Where the engine's script is when npu-shell runs from a developer's build. */
    private static final Path CLASSES = Path.of("target", "classes", "io", "npushell", "trainer");

    private InstallationFinder() {}

    /** Where everything is; the engine's script is the one plans show, a launched session has its own copy. */
    static Installation find(String version) {
        String build = System.getProperty(BUILD, "");
        String classPath = build.isEmpty() ? absolute(System.getProperty("java.class.path", "")) : jars(Path.of(build));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path engine = build.isEmpty() ? CLASSES : Path.of(build, "engine");
        return new Installation(
                java, classPath, classPath, engine.toAbsolutePath().toString(), version);
    }

    private static String jars(Path build) {
        try (Stream<Path> files = Files.list(build.resolve("lib"))) {
            return files.filter(InstallationFinder::forSteps)
                    .map(Path::toString)
                    .sorted()
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (IOException e) {
            throw new UncheckedIOException("the build directory " + build + " is damaged", e);
        }
    }

    private static boolean forSteps(Path jar) {
        String name = jar.getFileName().toString();
        return STEP_LIBRARIES.stream().anyMatch(name::startsWith);
    }

    private static String absolute(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
