package io.npushell.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.params.ParameterCatalog;
import io.npushell.plan.engine.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileStoreTest {
    private static final Path SHIPPED = Path.of("profiles");

    @TempDir
    Path home;

    private Path own;
    private ProfileStore store;

    @BeforeEach
    void open() {
        own = home.resolve("profiles");
        store = new ProfileStore(
                SHIPPED, own, ParameterCatalog.standard(), Engines.standard().all());
    }

    @Test
    void listsBothPlacesOnceAndWithoutOpeningAFile() throws IOException {
        Files.createDirectories(own);
        Files.writeString(own.resolve("mine.yaml"), "not: [valid");
        Files.writeString(own.resolve("qwen-7b.yaml"), "");
        Files.writeString(own.resolve("notes.txt"), "");
        Files.writeString(own.resolve(".mine.yaml.tmp"), "");

        assertThat(store.names())
                .contains("mine", "qwen-14b")
                .doesNotHaveDuplicates()
                .doesNotContain("notes");
    }

    @Test
    void listsNothingWhereNeitherDirectoryExists() {
        ProfileStore empty = new ProfileStore(
                home.resolve("a"),
                home.resolve("b"),
                ParameterCatalog.standard(),
                Engines.standard().all());

        assertThat(empty.names()).isEmpty();
    }

    @Test
    void refusesAnUnknownNameWithNearOnes() {
        OperatorException refusal = refusal(() -> store.load("qwen-14"));

        assertThat(refusal).hasMessage("no profile 'qwen-14'; did you mean qwen-14b or qwen-7b?");
        assertThat(refusal.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(refusal.remedy()).isEqualTo("use qwen-14b");
    }

    @Test
    void takesNoPathForAName() throws IOException {
        Files.createDirectories(own);
        Files.writeString(home.resolve("outside.yaml"), "");

        OperatorException refusal = refusal(() -> store.load("../outside"));

        assertThat(refusal).hasMessage("no profile '../outside'");
    }

    @Test
    void prefersTheOperatorsOwn() throws IOException {
        store.newFrom("qwen-7b", "qwen-7b");
        Path mine = own.resolve("qwen-7b.yaml");
        Files.writeString(mine, Files.readString(mine).replace("title: Qwen 7B", "title: My Qwen 7B"));

        assertThat(store.load("qwen-7b").title()).startsWith("My Qwen 7B");
        assertThat(store.isOwn("qwen-7b")).isTrue();
        assertThat(store.isOwn("qwen-14b")).isFalse();
    }

    @Test
    void copiesAProfileWithItsComments() throws IOException {
        Path copy = store.newFrom("my-14b", "qwen-14b");

        String expected =
                Files.readString(SHIPPED.resolve("qwen-14b.yaml")).replace("\nname: qwen-14b\n", "\nname: my-14b\n");
        assertThat(copy).isEqualTo(own.resolve("my-14b.yaml")).content().isEqualTo(expected);
        assertThat(store.load("my-14b").shape())
                .isEqualTo(store.load("qwen-14b").shape());
    }

    @Test
    void findsTheTokenizerOfACopyWhereItCameFrom() throws IOException {
        Path shipped = Files.createDirectories(home.resolve("shipped"));
        Files.copy(SHIPPED.resolve("qwen-nano.yaml"), shipped.resolve("qwen-nano.yaml"));
        Path tokenizer = Files.createDirectory(shipped.resolve("qwen-nano"));
        ProfileStore other = new ProfileStore(
                shipped, own, ParameterCatalog.standard(), Engines.standard().all());

        other.newFrom("tiny", "qwen-nano");
        assertThat(other.load("tiny").bundledTokenizer()).isEqualTo(tokenizer.toString());

        Path beside = Files.createDirectory(own.resolve("qwen-nano"));
        assertThat(other.load("tiny").bundledTokenizer()).isEqualTo(beside.toString());
    }

    @Test
    void neverOverwritesAProfileOfTheOperator() throws IOException {
        Path copy = store.newFrom("my-14b", "qwen-14b");
        Files.writeString(copy, "mine");

        OperatorException refusal = refusal(() -> store.newFrom("my-14b", "qwen-7b"));

        assertThat(refusal).hasMessage(copy + " exists already");
        assertThat(refusal.exitCode()).isEqualTo(ExitCode.CONFLICT);
        assertThat(copy).hasContent("mine");
        assertThat(own).isDirectoryContaining(file -> file.equals(copy)).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void refusesANameThatIsNoFileName() {
        OperatorException refusal = refusal(() -> store.newFrom("My Model", "qwen-7b"));

        assertThat(refusal)
                .hasMessage(
                        "a profile cannot be called 'My Model': names consist of small letters, digits, '.', '_' and"
                                + " '-', and begin with a letter or digit");
        assertThat(refusal.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void tellsTheFirstProblemOfAWrongFileAndHowManyMore() throws IOException {
        Path copy = store.newFrom("mine", "qwen-7b");
        Files.writeString(
                copy,
                Files.readString(copy).replace("layers: 32", "layers: many").replace("{tp: 4,", "{tq: 4,"));

        OperatorException refusal = refusal(() -> store.load("mine"));

        assertThat(refusal)
                .hasMessage(copy
                        + ":13:11: layers must be a whole number from 1 to 10000, not 'many' (and 1 more problem)");
        assertThat(refusal.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refusal.remedy()).isEqualTo("profile check mine");
    }

    private static OperatorException refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable act) {
        return catchThrowableOfType(OperatorException.class, act);
    }
}
