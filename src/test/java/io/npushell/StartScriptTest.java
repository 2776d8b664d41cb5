package io.npushell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.npushell.process.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script {@code ./npu-shell} in a checkout whose Maven and whose JDKs are small scripts: what it finds, builds and starts. */
@Timeout(120)
class StartScriptTest {
    private static final List<String> TOOLS = List.of(
            "sh",
            "cat",
            "cksum",
            "cp",
            "cut",
            "date",
            "dirname",
            "env",
            "find",
            "flock",
            "grep",
            "head",
            "id",
            "mkdir",
            "mv",
            "readlink",
            "rm",
            "sed",
            "sha256sum",
            "sleep",
            "sort",
            "touch",
            "uname");
    private static final String MAVEN = """
        #!/bin/sh
        for word in "$@"; do
            case $word in -Dnpu.build.directory=*) target=${word#*=} ;; esac
        done
        echo "$JAVA_HOME" >>"$0.calls"
        [ ! -e "$0.fails" ] || { echo "[ERROR] no network"; exit 1; }
        echo $$ >"$0.pid"
        while [ -e "$0.waits" ]; do sleep 0.1; done
        mkdir -p "$target/lib" && touch "$target/npu-shell.jar" "$target/lib/a.jar"
        """;

    @TempDir
    Path root;

    private final Map<String, String> environment = new TreeMap<>();
    private Path checkout;

    private record Ended(int exit, String out, String err) {}

    @BeforeEach
    void prepare() throws IOException {
        checkout = Files.createDirectories(root.resolve("check out"));
        Files.copy(Path.of("npu-shell"), checkout.resolve("npu-shell"));
        Files.createFile(checkout.resolve("pom.xml"));
        Files.createDirectories(checkout.resolve("profiles"));
        Path engine = checkout.resolve("src/main/resources/io/npushell/trainer");
        Files.createFile(Files.createDirectories(engine).resolve("embedded.sh"));
        program(checkout.resolve("mvnw"), MAVEN);
        Path tools = Files.createDirectories(root.resolve("tools"));
        for (String tool : TOOLS) {
            Files.createSymbolicLink(tools.resolve(tool), real(tool));
        }
        environment.put("PATH", tools.toString());
        environment.put("HOME", root.resolve("home").toString());
    }

    @Test
    void buildsOnceAndStartsWithTheWordsAsTheyAre() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk-17", "17.0.9").toString());

        Ended first = run("set", "note=two words", "");
        Ended second = run();

        assertThat(first.exit()).as("%s", first).isEqualTo(42);
        assertThat(first.out()).isEqualTo("jdk-17: <set><note=two words><>\n");
        assertThat(first.err()).contains("first use of this version: building into " + cache());
        assertThat(second).isEqualTo(new Ended(42, "jdk-17: \n", ""));
        assertThat(builds()).containsExactly(environment.get("JAVA_HOME"));
        assertThat(leftovers()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "C, '', '', C C.UTF-8",
        "POSIX, '', en_US.UTF-8, POSIX C.UTF-8",
        "'', C, en_US.UTF-8, C C.UTF-8",
        "'', '', zh_CN.GB18030, zh_CN.GB18030 C.UTF-8",
        "'', '', '', C C.UTF-8",
        "en_US.UTF-8, '', C, ' en_US.UTF-8'",
    })
    void givesJavaUtf8AndTellsTheOperatorsOwnLocale(String all, String type, String language, String seen)
            throws Exception {
        environment.put("JAVA_HOME", jdk("jdk-17", "17.0.9").toString());
        environment.putAll(Map.of("LC_ALL", all, "LC_CTYPE", type, "LANG", language));

        assertThat(run("locale").out()).isEqualTo(seen + "\njdk-17: <locale>\n");
    }

    @Test
    void buildsAgainWhenASourceChanges() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk-17", "17.0.9").toString());
        run();
        Files.writeString(checkout.resolve("profiles/mine.yaml"), "name: mine\n");

        run();

        assertThat(builds()).hasSize(2);
    }

    @Test
    void buildsNothingAnewForTheSameSourcesWithOtherTimes() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk-17", "17.0.9").toString());
        run();
        Files.setLastModifiedTime(checkout.resolve("pom.xml"), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));

        Ended again = run("x");

        assertThat(again).isEqualTo(new Ended(42, "jdk-17: <x>\n", ""));
        assertThat(builds()).hasSize(1);
    }

    @Test
    void startsFromABuildThatWasMadeElsewhereAndCopiedHere() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk-17", "17.0.9").toString());
        run();
        Path other = root.resolve("other home/.cache");
        copy(cache(), other.resolve("npu-shell"));
        copy(checkout, root.resolve("other checkout"));
        delete(checkout.resolve("mvnw"));
        Files.move(cache(), root.resolve("gone"));
        environment.put("HOME", root.resolve("other home").toString());

        Ended copied = ended(
                process(List.of("sh", root.resolve("other checkout/npu-shell").toString(), "x")));

        assertThat(copied).isEqualTo(new Ended(42, "jdk-17: <x>\n", ""));
        try (Stream<Path> files =
                Files.walk(other).filter(file -> file.getFileName().toString().startsWith("java-"))) {
            assertThat(files.map(StartScriptTest::text))
                    .anySatisfy(text -> assertThat(text).contains(other.toString()));
        }
    }

    @Test
    void isFoundThroughSymbolicLinks() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk-17", "17.0.9").toString());
        Path links = Files.createDirectories(root.resolve("links"));
        Files.createSymbolicLink(links.resolve("one"), Path.of("../check out/npu-shell"));
        Files.createSymbolicLink(root.resolve("two"), links.resolve("one"));

        assertThat(ended(process(List.of("sh", root.resolve("two").toString(), "x")))
                        .out())
                .isEqualTo("jdk-17: <x>\n");
    }

    @Test
    void leavesOutAJavaThatIsTooOld() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk-11", "11.0.20").toString());
        onPath(jdk("jdk-21", "21.0.1"));

        assertThat(run("x").out()).isEqualTo("jdk-21: <x>\n");
        assertThat(builds()).containsExactly(root.resolve("jdk-21").toString());
    }

    @Test
    void readsTheOldWayOfWritingAVersion() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk-8", "1.8.0_392").toString());
        onPath(jdk("jdk-17", "17-ea"));

        assertThat(run().out()).isEqualTo("jdk-17: \n");
    }

    @Test
    void buildsWithAJdkWhereJavaHomeIsARuntimeOnly() throws Exception {
        Path runtime = jdk("jre-17", "17.0.9");
        Files.delete(runtime.resolve("bin/javac"));
        environment.put("JAVA_HOME", runtime.toString());
        onPath(jdk("jdk-17", "17.0.9"));

        assertThat(run().out()).isEqualTo("jre-17: \n");
        assertThat(builds()).containsExactly(root.resolve("jdk-17").toString());
    }

    /** Needs the host's JDKs out of sight, which only root can bring about. */
    @Test
    void saysWhatToInstallWhereThereIsNoJava() throws Exception {
        List<String> hidden = List.of(
                real("unshare").toString(),
                "-m",
                real("sh").toString(),
                "-c",
                "[ ! -d /usr/lib/jvm ] || " + real("mount") + " -t tmpfs none /usr/lib/jvm; exec sh \"$@\"",
                "sh");
        List<String> probe = new ArrayList<>(hidden);
        probe.addAll(List.of("-c", "[ -z \"$(echo /usr/lib/jvm/*/bin/java | grep -v '\\*')\" ]"));
        assumeTrue(ended(process(probe)).exit() == 0, "cannot hide the JDKs of this host");
        List<String> command = new ArrayList<>(hidden);
        command.add(checkout.resolve("npu-shell").toString());

        Ended ended = ended(process(command));

        assertThat(ended.exit()).as("%s", ended).isEqualTo(6);
        assertThat(ended.err())
                .contains("needs a JDK 17 or later and found none (JAVA_HOME=not set, java on PATH: none)")
                .contains("apt-get install openjdk-17-jdk-headless");
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void refusesAnotherSystem() throws Exception {
        Path other = Files.createDirectories(root.resolve("other"));
        program(other.resolve("uname"), "#!/bin/sh\necho Darwin\n");
        environment.put("PATH", other + ":" + environment.get("PATH"));

        assertThat(run())
                .isEqualTo(new Ended(6, "", "npu-shell: runs on Linux only (WSL2 included); this is Darwin.\n"));
    }

    @Test
    void saysWhereItCannotWrite() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk-17", "17.0.9").toString());
        environment.put("XDG_CACHE_HOME", "/proc/none");

        assertThat(run())
                .isEqualTo(new Ended(
                        6,
                        "",
                        "npu-shell: cannot write to /proc/none/npu-shell; set XDG_CACHE_HOME to a directory of"
                                + " yours.\n"));
    }

    @Test
    void saysWhyABuildFailedAndTriesAgainNextTime() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk-17", "17.0.9").toString());
        Path fails = Files.createFile(checkout.resolve("mvnw.fails"));

        Ended failed = run();
        Files.delete(fails);

        assertThat(failed.exit()).isEqualTo(6);
        assertThat(failed.err())
                .contains("[ERROR] no network", "the build failed; the whole log is " + cache() + "/build.log");
        assertThat(cache().resolve("build.log")).content().contains("no network");
        assertThat(leftovers()).isEmpty();
        assertThat(run().exit()).isEqualTo(42);
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk-17", "17.0.9").toString());
        Path waits = Files.createFile(checkout.resolve("mvnw.waits"));
        Process one = process(command("one")).start();
        Await.until("the build runs", () -> Files.exists(checkout.resolve("mvnw.pid")));
        Path said = root.resolve("said");
        Process two = process(command("two")).redirectError(said.toFile()).start();
        Await.until("the other waits", () -> text(said).contains("another npu-shell is building; waiting for it"));

        Files.delete(waits);

        assertThat(List.of(one.waitFor(), two.waitFor())).containsExactly(42, 42);
        assertThat(builds()).hasSize(1);
    }

    @Test
    void anInterruptedBuildLeavesNothingAndNobodyBehind() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk-17", "17.0.9").toString());
        Files.createFile(checkout.resolve("mvnw.waits"));
        Process launcher = process(command()).start();
        Path pid = checkout.resolve("mvnw.pid");
        Await.until("the build runs", () -> !text(pid).isBlank());
        ProcessHandle maven =
                ProcessHandle.of(Long.parseLong(text(pid).strip())).orElseThrow();

        new ProcessBuilder("kill", "-TERM", Long.toString(launcher.pid()))
                .start()
                .waitFor();

        assertThat(launcher.waitFor()).isEqualTo(143);
        Await.until("Maven has gone", () -> !maven.isAlive());
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void findsAnotherJavaWhenTheOneItUsedIsGone() throws Exception {
        Path old = jdk("jdk-17", "17.0.9");
        onPath(old);
        run();
        Files.walk(old).filter(Files::isRegularFile).forEach(StartScriptTest::delete);
        jdk("jdk-21", "21.0.1");
        Files.delete(old.resolve("bin"));
        Files.createSymbolicLink(old.resolve("bin"), root.resolve("jdk-21/bin"));

        assertThat(run("x").out()).isEqualTo("jdk-21: <x>\n");
        assertThat(builds()).hasSize(1);
    }

    private Path jdk(String name, String version) throws IOException {
        Path bin = Files.createDirectories(root.resolve(name).resolve("bin"));
        program(bin.resolve("java"), """
            #!/bin/sh
            [ "$1" != -version ] || { echo 'openjdk version "%s" 2023-10-17' >&2; exit 0; }
            case $* in *--warm-up) exit 0 ;; esac
            while [ "$1" != io.npushell.shell.Main ]; do shift; done
            shift
            [ "$1" != locale ] || echo "${NPU_SHELL_LOCALE:-} $LC_ALL"
            printf '%s: '
            [ $# -eq 0 ] || printf '<%%s>' "$@"
            echo
            exit 42
            """.formatted(version, name));
        program(bin.resolve("javac"), "#!/bin/sh\n");
        return root.resolve(name);
    }

    private void onPath(Path jdk) {
        environment.put("PATH", jdk.resolve("bin") + ":" + environment.get("PATH"));
    }

    private Path cache() {
        return root.resolve("home/.cache/npu-shell");
    }

    /** What a build that did not end well has left in the cache. */
    private List<Path> leftovers() throws IOException {
        if (!Files.exists(cache())) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(cache())) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith("new."))
                    .toList();
        }
    }

    private List<String> builds() throws IOException {
        return Files.readAllLines(checkout.resolve("mvnw.calls"));
    }

    private Ended run(String... words) throws IOException, InterruptedException {
        return ended(process(command(words)));
    }

    private List<String> command(String... words) {
        List<String> command =
                new ArrayList<>(List.of("sh", checkout.resolve("npu-shell").toString()));
        command.addAll(List.of(words));
        return command;
    }

    private ProcessBuilder process(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    private Ended ended(ProcessBuilder builder) throws IOException, InterruptedException {
        Path err = Files.createTempFile(root, "err", "");
        Process process = builder.redirectError(err.toFile()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out, Files.readString(err));
    }

    private static void program(Path file, String script) throws IOException {
        Files.writeString(file, script).toFile().setExecutable(true);
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> entries = Files.walk(from)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                Path copy = to.resolve(from.relativize(entry).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(entry, copy);
            }
        }
    }

    private static Path real(String tool) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(tool + " is not on the PATH"));
    }
}
