package io.npushell.shell.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.npushell.ExitCode;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.ShellHarness.Result;
import io.npushell.shell.command.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** use and profile *, as a stranger meets them. */
class ProfileCommandsTest {
    @TempDir
    Path root;

    private ShellHarness shell;

    @BeforeEach
    void start() {
        shell = new ShellHarness(root);
    }

    @Test
    void listsWhatThereIs() {
        assertThat(shell.run("profile list").out()).isEqualTo("""
                profile    engine      size
                glm3-6b    ascend     6.2 B  ChatGLM3 6B on Ascend NPUs
                glm3-nano  embedded  1.05 M  ChatGLM3 of 1.1 million parameters, trained on the CPU
                qwen-14b   ascend    14.2 B  Qwen 14B on Ascend NPUs
                qwen-72b   ascend    72.3 B  Qwen 72B on Ascend NPUs, 5 nodes or more
                qwen-7b    ascend     7.7 B  Qwen 7B on Ascend NPUs
                qwen-nano  embedded  1.12 M  Qwen of 1.1 million parameters, trained on the CPU
                """);
        assertThat(shell.runJson("profiles").out())
                .startsWith(
                        "{\n  \"schema\" : \"npu-shell/profiles/1\",\n  \"profiles\" : [ {\n    \"name\" : \"glm3-6b\",");
    }

    @Test
    void listsAProfileThatIsWrongWithWhatIsWrong() throws IOException {
        Path own = Files.createDirectories(shell.home().resolve("profiles"));
        Files.writeString(own.resolve("bad.yaml"), "name: bad\nengine: abacus\n");

        assertThat(shell.run("profile list").outLines())
                .hasSize(8)
                .filteredOn(line -> line.startsWith("bad "))
                .singleElement()
                .asString()
                .startsWith("bad        –              –  ")
                .contains("bad.yaml:1:1: ");
    }

    @Test
    void tabAfterUseSaysWhatEachProfileIs() throws IOException {
        Path own = Files.createDirectories(shell.home().resolve("profiles"));
        Files.writeString(own.resolve("bad.yaml"), "name: bad\nengine: abacus\n");

        assertThat(shell.suggestions("use "))
                .extracting(Suggestion::value, Suggestion::description)
                .containsExactly(
                        tuple("bad", "cannot be used: profile check bad"),
                        tuple("glm3-6b", "NPU, 6.2 B: ChatGLM3 6B on Ascend NPUs"),
                        tuple("glm3-nano", "CPU, 1.05 M: ChatGLM3 of 1.1 million parameters, trained on the CPU"),
                        tuple("qwen-14b", "NPU, 14.2 B: Qwen 14B on Ascend NPUs"),
                        tuple("qwen-72b", "NPU, 72.3 B: Qwen 72B on Ascend NPUs, 5 nodes or more"),
                        tuple("qwen-7b", "NPU, 7.7 B: Qwen 7B on Ascend NPUs"),
                        tuple("qwen-nano", "CPU, 1.12 M: Qwen of 1.1 million parameters, trained on the CPU"));
    }

    /** It was wrong when it was looked at first, and says so no longer once it is mended. */
    @Test
    void tabAfterUseReadsAProfileAgainThatWasEdited() throws IOException {
        shell.run("profile new mine --from qwen-nano");
        Path file = shell.home().resolve("profiles/mine.yaml");
        String text = Files.readString(file);
        Files.writeString(file, "name: mine\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        assertThat(described("mine")).isEqualTo("cannot be used: profile check mine");

        Files.writeString(file, text.replaceFirst("(?m)^title:.*$", "title: Ours"));
        Files.setLastModifiedTime(file, FileTime.fromMillis(2_000_000));

        assertThat(described("mine")).isEqualTo("CPU, 1.12 M: Ours");
    }

    private String described(String profile) {
        return shell.suggestions("use ").stream()
                .filter(suggestion -> suggestion.value().equals(profile))
                .map(Suggestion::description)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void saysForWhichFamilyAProfileWithoutOneIsTakenAndTheLineToAdd() throws IOException {
        shell.run("profile new mine --from glm3-nano");
        Path file = shell.home().resolve("profiles/mine.yaml");
        String named = Files.readString(file);
        Path raw = Files.writeString(root.resolve("raw.jsonl"), "{\"text\": \"hello\"}\n");
        String launch = "set raw-input " + raw + "; launch --dry-run";
        Files.writeString(file, named.replaceFirst("(?m)^family:.*\n", ""));

        assertThat(shell.run("use mine").err())
                .endsWith("profile mine names no family; taken for chatglm3 by its tokenizer-files. Add to " + file
                        + " the line: family: chatglm3\n");
        assertThat(shell.run(launch).screen()).contains("MODEL_TYPE").doesNotContain("MODEL_FAMILY");
        Files.writeString(file, named);
        assertThat(shell.run("use mine").err()).doesNotContain("family");
        assertThat(shell.run(launch).screen()).contains("MODEL_FAMILY=chatglm3");
    }

    @Test
    void namesTheFamiliesThereAreForOneThatIsNot() throws IOException {
        shell.run("profile new mine --from qwen-nano");
        Path file = shell.home().resolve("profiles/mine.yaml");
        Path own = Files.createDirectories(file.resolveSibling("families"));
        Files.copy(Path.of("src/test/resources/family/families/llama2.yaml"), own.resolve("llama2.yaml"));
        Files.writeString(file, Files.readString(file).replaceFirst("(?m)^family: qwen", "family: lama2"));

        Result check = shell.run("profile check mine");

        assertThat(check.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(check.out())
                .isEqualTo(
                        file + ":24:9: there is no family 'lama2'; did you mean llama2?; families are qwen, chatglm3,"
                                + " llama2; one of your own would be " + own.resolve("lama2.yaml") + "\n");
    }

    @Test
    void aBlankForTheSlashOfUseIsNamedUntilAProfileIsInUse() {
        Result result = shell.run("use qwen-14b sft");

        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).isEqualTo("""
                profile and run type are one word
                  try: use qwen-14b/sft
                """);
        assertThat(shell.run("set TP=4").err()).isEqualTo("""
                no profile is in use
                  try: use qwen-14b/sft
                """);
        assertThat(shell.run("use qwen-14b/sft").exit()).isEqualTo(ExitCode.OK);
        assertThat(shell.run("set TP=4").err()).startsWith("tp 8 → 4\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "use sft               | 'sft' is a run type, not a profile | use PROFILE/sft",
                "use qwen-14b zft      | use takes no 'zft' | help use",
                "use qwen-14b/sft lora | use takes no 'lora' | help use",
            })
    void otherBlanksOfUse(String line, String message, String remedy) {
        Result result = shell.run(line);

        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).startsWith(message + "\n  try: " + remedy);
    }

    @Test
    void aRunTypeAloneIsMeantForTheProfileInUse() {
        shell.run("use qwen-nano");

        assertThat(shell.run("use lora").err()).endsWith("  try: use qwen-nano/lora\n");
    }

    /** A script of one's own may read a parameter under a name of its own. */
    @Test
    void setKnowsTheVariablesOfTheProfileInUse() throws IOException {
        shell.run("profile new mine --from qwen-14b");
        Path file = shell.home().resolve("profiles/mine.yaml");
        Files.writeString(file, Files.readString(file).replace("mbs: MBS", "mbs: SAMPLES_AT_A_TIME"));
        shell.run("use mine");

        assertThat(shell.run("set SAMPLES_AT_A_TIME=1").err()).startsWith("mbs 2 → 1\n");
        assertThat(shell.run("set MBS=4").err()).startsWith("mbs 1 → 4\n");
    }

    @Test
    void showsOneWithinTheTerminal() {
        assertThat(shell.onTerminal(80).run("profile show glm3-6b").outLines())
                .allMatch(line -> line.length() <= 80)
                .startsWith("glm3-6b  ChatGLM3 6B on Ascend NPUs")
                .anyMatch(line -> line.startsWith("  engine ")
                        && line.endsWith(" ascend, scripts/glm3/glm3_base.sh, MODEL_TYPE 6B"))
                .anyMatch(line -> line.startsWith("  for retrain, lora "));
    }

    @Test
    void tellsTwoApart() {
        assertThat(shell.run("profile diff qwen-7b qwen-14b").out()).startsWith("""
                                   qwen-7b  qwen-14b
                model-type         7B       14B
                layers             32       40
                """);
        assertThat(shell.run("profile diff qwen-7b qwen-7b").err()).isEqualTo("no difference\n");
    }

    @Test
    void checksAFileLineByLine() throws IOException {
        Path file = shell.directory().resolve("bad.yaml");
        Files.writeString(file, "name: bad\nengine: abacus\nshape:\n  layers: -1\n  layerz: 3\n");

        Result result = shell.run("profile check bad.yaml");

        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(result.outLines())
                .contains(
                        file + ":2:9: engine must be ascend or embedded, not 'abacus'",
                        file + ":4:11: layers must be a whole number from 1 to 10000, not '-1'",
                        file + ":5:3: unknown key 'layerz'; did you mean layers?");
        assertThat(shell.runJson("profile check bad.yaml").out())
                .contains(
                        "\"line\" : 5,\n    \"column\" : 3,\n    \"sentence\" : \"unknown key 'layerz'; did you mean layers?\"");
        assertThat(shell.run("profile check").err()).isEqualTo("6 profiles are right\n");
    }

    @Test
    void copiesOneToEditAndUsesIt() {
        Path copy = shell.home().resolve("profiles/my-14b.yaml");

        assertThat(shell.run("use qwen-14b; profile new my-14b").err())
                .isEqualTo("no profile → qwen-14b/pretrain\nwritten to " + copy
                        + "; edit it, then: profile check my-14b, use my-14b\n");
        assertThat(shell.run("profile check my-14b; use my-14b").err())
                .isEqualTo("my-14b is right\nqwen-14b/pretrain → my-14b/pretrain\n");
        assertThat(shell.run("profile list").out())
                .contains("my-14b     ascend    14.2 B  Qwen 14B on Ascend NPUs (your own)\n");
        assertThat(shell.run("profile new my-14b --from qwen-14b").exit()).isEqualTo(ExitCode.CONFLICT);
    }

    @Test
    void useSaysWhatComesAlongAndWhatWasLeft() {
        shell.run("use qwen-14b; set tp 4 work-dir /data/ws");

        assertThat(shell.run("use glm3-6b/sft").err())
                .isEqualTo("qwen-14b/pretrain → glm3-6b/sft\ncarried over: work-dir /data/ws\n");
        assertThat(shell.run("use qwen-14b/pretrain").err())
                .isEqualTo("glm3-6b/sft → qwen-14b/pretrain\nas you left it: tp 4, work-dir /data/ws\n");
        assertThat(shell.run("use qwen-14b").err()).isEmpty();
    }

    @Test
    void theContainerComesAlongWhereThereAreNpusToFindInIt() {
        shell.run("use qwen-14b; set container ascendspeed");

        assertThat(shell.run("use qwen-14b/sft").err())
                .isEqualTo("qwen-14b/pretrain → qwen-14b/sft\ncarried over: container ascendspeed\n");
        assertThat(shell.run("use qwen-nano").err()).isEqualTo("qwen-14b/sft → qwen-nano/sft\n");
    }

    @Test
    void useKeepsTheRunType() {
        shell.run("use qwen-14b/sft");

        assertThat(shell.run("use glm3-6b").err()).startsWith("qwen-14b/sft → glm3-6b/sft\n");
        assertThat(shell.run("use qwen-nano").err()).isEqualTo("glm3-6b/sft → qwen-nano/sft\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "use qwen-14b/full    | USAGE     | 'full' is no run type; they are pretrain, retrain, sft, lora | use qwen-14b/pretrain",
                "use qwen-14c         | NOT_FOUND | no profile 'qwen-14c'; did you mean qwen-14b? | use qwen-14b",
                "profile show         | USAGE     | no profile is in use | profile list, then use NAME, for example: use qwen-nano",
                "profile show nope    | NOT_FOUND | no profile 'nope' | profile list",
                "profile check nope   | NOT_FOUND | no profile 'nope' | profile list",
                "profile check ./x.yaml | NOT_FOUND | no file 'HERE/x.yaml' | profile list",
                "profile new mine     | USAGE     | no profile is in use, so profile new needs --from PROFILE | help profile new   usage: profile new NAME [--from PROFILE]",
                "profile new 'a b' --from qwen-7b | USAGE | a profile cannot be called 'a b': names consist of small letters, digits, '.', '_' and '-', and begin with a letter or digit | profile new my-model --from qwen-7b",
            })
    void refusesWithARemedy(String line, ExitCode exit, String message, String remedy) {
        Result result = shell.run(line);

        assertThat(result.exit()).isEqualTo(exit);
        assertThat(result.err().replace(shell.directory().toString(), "HERE"))
                .isEqualTo(message + "\n  try: " + remedy + "\n");
        assertThat(shell.workbench().state().profile()).isNull();
    }
}
