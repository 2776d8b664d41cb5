package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.plan.Facts;
import io.npushell.plan.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FactGathererTest {
    @TempDir
    Path workDir;

    AscendSite site;

    @BeforeEach
    void prepare() throws IOException {
        site = new AscendSite(workDir);
    }

    @Test
    void looksAtAllThatAPlanNeeds() {
        Facts facts = site.facts().gather(site.request());

        assertThat(facts.machine()).isEqualTo(new Machine(1, 8, "910B3", 65536, false, List.of()));
        assertThat(facts.script()).extracting(Facts.Script::path).isEqualTo(site.code + "/scripts/qwen/qwen.sh");
        assertThat(facts.script())
                .satisfies(script -> assertThat(script.variables())
                        .contains("MODEL_TYPE", "RUN_TYPE", "SAVE_INTERVAL", "MASTER_PORT")
                        .doesNotContain("SEED"));
        assertThat(facts.dataset())
                .extracting(Facts.Dataset::exists, Facts.Dataset::documents, Facts.Dataset::problem)
                .containsExactly(true, 100L, null);
        assertThat(facts.tokenizer())
                .satisfies(tokenizer -> assertThat(tokenizer.files()).containsExactly("qwen.tiktoken"));
        assertThat(facts.rawData()).extracting(Facts.RawData::exists).isEqualTo(false);
        assertThat(facts.output()).isEqualTo(new Facts.Output(site.output.toString(), true, -1, null, false, false));
        assertThat(facts.disk()).satisfies(disk -> assertThat(disk.freeBytes()).isPositive());
    }

    @Test
    void doesNotLookForTheFilesOfAnAssumedMachine() {
        Machine machine = new Machine(5, 8, "910B3", 65536, true, List.of());

        assertThat(site.facts().gather(site.request().assuming(machine))).isEqualTo(Facts.unseen(machine));
    }

    @Test
    void seesThatTheRawTextIsAWebPage() throws IOException {
        Path page = Files.writeString(workDir.resolve("alpaca.json"), "\n<!DOCTYPE html><html>");

        Facts facts = site.facts().gather(site.request("raw-input=" + page));

        assertThat(facts.rawData())
                .satisfies(raw -> assertThat(raw.problem()).isEqualTo("it is a web page, not the data it should be"))
                .satisfies(raw -> assertThat(raw.remedy()).contains("resolve/main"));
    }

    @Test
    void passesOnWhatTheReaderSaysToDo() throws IOException {
        assertThat(remedy("version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.UTF_8)))
                .contains("git lfs pull");
        assertThat(remedy("{}".getBytes(StandardCharsets.UTF_16)))
                .isEqualTo("iconv -f UTF-16 -t UTF-8 %1$s > %1$s.utf8.json, then set raw-input %1$s.utf8.json"
                        .formatted(workDir.resolve("raw.json")));
        assertThat(remedy(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0}))
                .isEqualTo("zstd -dc %1$s > %1$s.unpacked.json, then set raw-input %1$s.unpacked.json"
                        .formatted(workDir.resolve("raw.json")));
        assertThat(remedy(new byte[0])).isEqualTo("check the download, or name another input");
    }

    private String remedy(byte[] content) throws IOException {
        Path file = Files.write(workDir.resolve("raw.json"), content);
        Facts.RawData raw =
                site.facts().gather(site.request("raw-input=" + file)).rawData();
        return raw == null ? "" : raw.remedy();
    }

    @Test
    void takesTheScriptFromTheCodeDirectoryTheOperatorNames() throws IOException {
        Path code = Files.createDirectories(workDir.resolve("mine"));

        Facts facts = site.facts().gather(site.request("code-dir=" + code));

        assertThat(facts.script())
                .isEqualTo(new Facts.Script(
                        code + "/scripts/qwen/qwen.sh", false, java.util.Set.of(), "", java.util.Map.of()));
    }
}
