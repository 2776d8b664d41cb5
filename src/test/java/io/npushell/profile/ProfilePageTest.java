package io.npushell.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.params.ParameterCatalog;
import io.npushell.plan.engine.Engines;
import io.npushell.yaml.FileProblems;
import io.npushell.yaml.YamlNode;
import io.npushell.yaml.YamlTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/profiles.md, read by the readers it describes. */
class ProfilePageTest {
    private static final Path PAGE = Path.of("docs", "profiles.md");
    private static final Pattern BLOCK = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path directory;

    @Test
    void showsAProfileAndAPresetThatAreRight() throws IOException {
        List<String> blocks = blocks();
        Path profile = Files.writeString(directory.resolve("my-model.yaml"), blocks.get(0));
        Path preset = Files.writeString(directory.resolve("preset.yaml"), blocks.get(2));

        assertThat(new ProfileStore(
                                directory,
                                directory,
                                ParameterCatalog.standard(),
                                Engines.standard().all())
                        .check(profile))
                .isEmpty();
        assertThat(new PresetStore(directory.resolve("presets"), ParameterCatalog.standard())
                        .importFrom(preset, false)
                        .name())
                .isEqualTo("wide-batches");
    }

    @Test
    void showsTheFamilyThatTestsAdd() throws IOException {
        assertThat(Path.of("src/test/resources/family/families/llama2.yaml")).hasContent(blocks().get(1));
    }

    @Test
    void describesEachKeyThatProfilesUse() throws IOException {
        TreeSet<String> keys = new TreeSet<>();
        for (Path file : List.of(Path.of("profiles/qwen-nano.yaml"), Path.of("profiles/qwen-72b.yaml"))) {
            YamlNode.Mapping root = YamlTree.read(Files.readString(file), new FileProblems(file.toString()))
                    .orElseThrow();
            keys.addAll(root.entries().keySet());
            YamlNode.Mapping shape =
                    (YamlNode.Mapping) root.entries().get("shape").value();
            keys.addAll(shape.entries().keySet());
        }

        assertThat(keys).hasSizeGreaterThan(20);
        assertThat(keys).allSatisfy(key -> assertThat(PAGE).content().contains("`" + key + "`"));
    }

    private static List<String> blocks() throws IOException {
        return BLOCK.matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1))
                .toList();
    }
}
