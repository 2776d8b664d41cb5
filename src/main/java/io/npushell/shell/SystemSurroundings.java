package io.npushell.shell;

import io.npushell.shell.command.Surroundings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;

/** The real world, as the launcher and the environment describe it. */
final class SystemSurroundings {
    private SystemSurroundings() {}

    static Surroundings read() {
        Map<String, String> environment = System.getenv();
        Path directory = Path.of("").toAbsolutePath();
        // Java takes user.home from the password file, whatever HOME says
        String home = environment.getOrDefault("HOME", "");
        Path user = Path.of(home.isEmpty() ? System.getProperty("user.home", "/") : home);
        String own = environment.getOrDefault("NPU_SHELL_HOME", "");
        return new Surroundings(
                Clock.system(ZoneId.systemDefault()),
                environment,
                directory,
                directory.resolve(own.isEmpty() ? user.resolve(".npu-shell") : Path.of(own)),
                directory.resolve(profiles()),
                version());
    }

    /** The launcher names the build directory; a build run by hand has its profiles in the checkout. */
    private static String profiles() {
        String build = System.getProperty("npushell.build", "");
        return System.getProperty("npushell.profiles", build.isEmpty() ? "profiles" : build + "/profiles");
    }

    static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
