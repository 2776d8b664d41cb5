package io.npushell.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.Settings;
import io.npushell.params.Value;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DataFindingsTest {
    private static final Scene PRETRAIN =
            Scene.pretrain14b().set("raw-input=/raw.json append-eod=on dataset-path=/data/x_text_document");
    private static final Scene SFT = Scene.of(TestProfiles.qwen14b(), RunType.SFT);

    @Test
    void preparesAMissingDatasetWhereItCan() {
        Plan plan = PRETRAIN.noDataset().rawData(true, null).plan();

        assertThat(plan.ready()).isTrue();
        Step data = plan.steps().get(0);
        assertThat(data.summary()).isEqualTo("raw.json → x_text_document");
        assertThat(data.state()).isEqualTo(Step.State.TO_DO);
        assertThat(data.commands()).hasSize(1);
        assertThat(CommandText.render(data.commands().get(0))).isEqualTo("""
                cd /home/ma-user/ws &&
                /jdk/bin/java -cp '/build/step/*' io.npushell.step.Main data --input /raw.json --output-prefix /data/x \
                --tokenizer-name-or-path /home/ma-user/ws/tokenizers/Qwen-14B --json-keys text --seq-length 4096 --append-eod""");
    }

    @Test
    void saysHowManyEpochsTheIterationsAreWhereNobodyMeansSoMany() {
        // 2 samples of 4096: 200 iterations of 64 pass over them 6,400 times
        Scene tiny = PRETRAIN.set("train-iters=200 gbs=64").dataset(10, 2 * 4096 + 1);

        assertThat(tiny.findings())
                .contains(
                        "advice D11 200 iterations of 64 samples are 6,400 epochs of dataset '/data/x_text_document', which has"
                                + " 2 samples | set epochs 4 | set raw-input FILE with more data");
        assertThat(tiny.set("epochs=4").codes()).as("the remedy").doesNotContain("D11");
        assertThat(SFT.set("train-iters=1 gbs=64").dataset(1, 99).codes()).doesNotContain("D11");
        assertThat(SFT.set("train-iters=2 gbs=64").dataset(1, 99).findings())
                .anyMatch(finding -> finding.startsWith("advice D11 2 iterations of 64 samples are 128 epochs")
                        && finding.contains("which has 1 sample | set epochs 3 |"));
    }

    @Test
    void saysNothingOfEpochsWhereTheyAreFewOrTheSizeIsNotKnown() {
        Scene asked = PRETRAIN.set("train-iters=200 gbs=64");

        assertThat(asked.dataset(10, 128 * 4096 + 1).codes())
                .as("100 epochs, the most of which nothing is said")
                .doesNotContain("D11");
        assertThat(asked.dataset(10, 127 * 4096 + 1).codes()).contains("D11");
        assertThat(asked.noDataset().codes()).doesNotContain("D11");
        assertThat(asked.dataset(10, 4096).codes())
                .as("less than a sample")
                .contains("D07")
                .doesNotContain("D11");
        assertThat(asked.dataset(new Facts.Dataset("/data/x_text_document", true, 10, 9000, "cut short", null))
                        .codes())
                .doesNotContain("D11");
        assertThat(asked.rawData(true, null)
                        .dataset(new Facts.Dataset("/data/x_text_document", true, 10, 9000, null, "another tokenizer"))
                        .codes())
                .as("made anew before the training")
                .doesNotContain("D11");
    }

    @Test
    void saysWhyADatasetCannotBeMade() {
        assertThat(PRETRAIN.noDataset().rawData(false, null).findings())
                .containsExactly(
                        "error D01 dataset '/data/x_text_document' does not exist, and neither does the raw data '/raw.json' | set raw-input FILE");
        assertThat(Scene.of(TestProfiles.nano(), RunType.PRETRAIN).noDataset().findings())
                .containsExactly(
                        "error D01 dataset '/home/ma-user/ws/processed_for_ma_input/Qwen-nano/data/pretrain/alpaca_text_document' does not exist,"
                                + " and raw-input, which it could be made of, is not set | set raw-input FILE");
        assertThat(SFT.noDataset().rawData(false, null).codes()).contains("D01");
        assertThat(SFT.set("handler=AlpacaPretrainHandler").noDataset().findings())
                .contains(
                        "error D01 dataset '/home/ma-user/ws/processed_for_ma_input/Qwen-14B/data/finetune/alpaca_ft' does not exist,"
                                + " and AlpacaPretrainHandler makes no fine-tuning data | unset handler");
        assertThat(SFT.set("long-documents=split").noDataset().findings())
                .anyMatch(finding ->
                        finding.contains("would part instructions from their answers | set long-documents drop"));
        assertThat(PRETRAIN.set("long-documents=split preprocessor=modellink")
                        .noDataset()
                        .findings())
                .anyMatch(finding -> finding.contains("splits no documents | set preprocessor native"));
    }

    @Test
    void preparesFineTuningDataUnderTheNameOfItsInput() {
        Plan plan = SFT.set("raw-input=/d/my-tickets.jsonl.gz")
                .noDataset()
                .rawData(true, null)
                .plan();

        assertThat(CommandText.render(plan.steps().get(0).commands().get(0))).isEqualTo("""
                cd /home/ma-user/ws &&
                /jdk/bin/java -cp '/build/step/*' io.npushell.step.Main data --input /d/my-tickets.jsonl.gz \
                --output-prefix /home/ma-user/ws/processed_for_ma_input/Qwen-14B/data/finetune/my-tickets_ft \
                --tokenizer-name-or-path /home/ma-user/ws/tokenizers/Qwen-14B --handler-name GeneralInstructionHandler --seq-length 4096""");
    }

    @Test
    void keepsTheNameOfTheManualsDataForTheManualsData() {
        assertThat(dataset("raw-input=/d/train-00000-of-00001-a09b74b3ef9c3b56.parquet"))
                .endsWith("/pretrain/alpaca_text_document");
        assertThat(dataset("raw-input=/d/alpaca.json")).endsWith("/pretrain/alpaca_own_text_document");
        assertThat(dataset("raw-input=/d/tales/")).endsWith("/pretrain/tales_text_document");
        assertThat(dataset("raw-input=/d/x.csv handler=AlpacaPretrainHandler json-keys=body"))
                .endsWith("/pretrain/x_text_document");
    }

    private static String dataset(String settings) {
        return Scene.pretrain14b()
                .set(settings)
                .plan()
                .settings()
                .text("dataset-path")
                .orElseThrow();
    }

    @Test
    void runsUpstreamsToolAsTheManualDoesAndThenLooksAtItsFiles() {
        Plan plan = SFT.set("preprocessor=modellink append-eod=on")
                .noDataset()
                .rawData(true, null)
                .plan();

        List<NodeCommand> commands = plan.steps().get(0).commands();
        assertThat(commands).hasSize(2);
        assertThat(CommandText.render(commands.get(0))).endsWith("""
                export PYTHONPATH=$PYTHONPATH:/home/ma-user/ws/llm_train/AscendSpeed/AscendSpeed
                export PYTHONPATH=$PYTHONPATH:/home/ma-user/ws/llm_train/AscendSpeed/ModelLink
                mkdir -p /home/ma-user/ws/processed_for_ma_input/Qwen-14B/data/finetune
                rm -f FILES
                cd /home/ma-user/ws/llm_train/AscendSpeed/ModelLink &&
                sh /build/engine/upstream.sh python ./tools/preprocess_data.py --input /home/ma-user/ws/training_data/finetune/alpaca_gpt4_data.json \
                --tokenizer-name-or-path /home/ma-user/ws/tokenizers/Qwen-14B \
                --output-prefix /home/ma-user/ws/processed_for_ma_input/Qwen-14B/data/finetune/alpaca_ft --workers 8 --log-interval 1000 \
                --tokenizer-type PretrainedFromHF --handler-name GeneralInstructionHandler --seq-length 4096 --append-eod""".replace(
                        "FILES", oldFiles("/home/ma-user/ws/processed_for_ma_input/Qwen-14B/data/finetune/alpaca_ft")));
        assertThat(CommandText.invocation(commands.get(1)))
                .startsWith("/jdk/bin/java -cp '/build/step/*' io.npushell.step.Main check-data ");
    }

    @Test
    void makesADatasetOfEachColumnUnderOnePrefix() {
        Settings settings = columns("text,title");
        assertThat(DataHandlers.datasets(settings, "/d/x_title_document"))
                .containsExactly("/d/x_text_document", "/d/x_title_document");
        assertThat(DataHandlers.datasets(settings, "/d/alpaca_ft")).containsExactly("/d/alpaca_ft");
        assertThat(DataHandlers.ending(columns("text,my_text"), "/d/x_my_text_document"))
                .isEqualTo("_my_text_document");
        assertThat(DataHandlers.ending(settings, "/d/x")).isEqualTo("_text_document");
    }

    /** Several columns are no value of the setting: a run of the data step alone is given them. */
    private static Settings columns(String joined) {
        return Settings.none().with(ParameterCatalog.standard().get("json-keys"), new Value.Text(joined), Origin.FLAG);
    }

    private static String oldFiles(String prefix) {
        return Stream.of("input_ids", "attention_mask", "labels")
                        .flatMap(key ->
                                Stream.of(".bin", ".idx").map(end -> prefix + "_packed_" + key + "_document" + end))
                        .collect(Collectors.joining(" "))
                + " " + prefix + ".manifest.json";
    }

    @Test
    void showsADatasetThatIsThere() {
        Plan plan = PRETRAIN.dataset(52_002, 6_240_000).plan();

        assertThat(plan.steps().get(0).note()).isEqualTo("done, 52,002 documents");
        assertThat(plan.steps().get(0).commands()).isEmpty();
        assertThat(plan.steps().get(1).summary()).isEqualTo("scripts/qwen/qwen.sh, 200 iterations = 8.4 epochs");
        assertThat(SFT.dataset(52_002, 1).plan().steps().get(2).summary())
                .isEqualTo("scripts/qwen/qwen.sh, 300 iterations = 0.37 epochs");
    }

    @Test
    void refusesABrokenDatasetAndOffersToMakeItAnew() {
        Scene broken = PRETRAIN.dataset(
                new Facts.Dataset("/data/x_text_document", true, 5, 500, "the .bin is 3 bytes short", null));

        assertThat(broken.findings())
                .contains(
                        "error D02 dataset '/data/x_text_document' is unusable: the .bin is 3 bytes short | data prepare");
        assertThat(broken.plan().steps().get(0).commands()).hasSize(1);
        assertThat(FindingCatalog.find("D02").orElseThrow().steps()).containsExactly(Step.Kind.TRAIN);
    }

    @Test
    void makesAStaleDatasetAnew() {
        Scene stale =
                PRETRAIN.dataset(new Facts.Dataset("/data/x_text_document", true, 5, 50_000, null, "seq-len was 2048"));

        assertThat(stale.findings())
                .containsExactly(
                        "warning D03 dataset '/data/x_text_document' does not match the settings: seq-len was 2048;"
                                + " the data step will make it anew | data prepare");
        assertThat(stale.plan().steps().get(0).state()).isEqualTo(Step.State.STALE);
        assertThat(stale.plan().steps().get(0).commands()).hasSize(1);
    }

    @Test
    void keepsADatasetThatASessionTrainsFrom() {
        Scene stale = PRETRAIN.dataset(
                new Facts.Dataset("/data/x_text_document", true, 5, 50_000, null, "seq-len was 2048", "12"));

        assertThat(stale.findings())
                .contains("error D10 dataset '/data/x_text_document' is in use by session 12"
                        + " | wait 12 | stop 12 | set dataset-path OTHER");
        assertThat(stale.set("nnodes=2 node-rank=1").codes())
                .as("node 0 prepares")
                .doesNotContain("D10");
        assertThat(PRETRAIN.dataset(new Facts.Dataset("/data/x_text_document", true, 5, 5_000_000, null, null, "12"))
                        .codes())
                .as("two can read it")
                .isEmpty();
    }

    @Test
    void wantsAPrefixNotAFile() {
        assertThat(PRETRAIN.set("dataset-path=/d/x_text_document.idx")
                        .noDataset()
                        .findings())
                .containsExactly(
                        "error D04 dataset-path '/d/x_text_document.idx' ends in .idx, which the script adds itself | set dataset-path /d/x_text_document");
        assertThat(SFT.set("dataset-path=/d/my%20ft_packed_labels_document").findings())
                .contains(
                        "error D04 dataset-path '/d/my ft_packed_labels_document' ends in _packed_labels_document, which the script adds itself"
                                + " | set dataset-path '/d/my ft'");
    }

    @Test
    void tellsPlainTextFromInstructionData() {
        assertThat(SFT.set("dataset-path=/d/x_text_document").noDataset().findings())
                .containsExactly(
                        "error D05 '/d/x_text_document' names plain text, but sft trains on instruction data | unset dataset-path");
        assertThat(PRETRAIN.set("dataset-path=/d/alpaca_ft").noDataset().findings())
                .containsExactly(
                        "error D05 '/d/alpaca_ft' does not end in _document, so it names no plain text to pretrain on | unset dataset-path");
        assertThat(PRETRAIN.set("dataset-path=/d/alpaca_ft").dataset(9, 999_999).codes())
                .as("its files are there")
                .isEmpty();
    }

    @Test
    void advisesEndMarksOnlyWhereDataIsAboutToBeMade() {
        assertThat(PRETRAIN.set("append-eod=off").noDataset().codes()).containsExactly("D06");
        assertThat(SFT.set("append-eod=off handler=BelleMultiTurnInstructionHandler raw-input=/d/a.jsonl")
                        .noDataset()
                        .codes())
                .contains("D06");
        assertThat(SFT.set("append-eod=off handler=MOSSInstructionHandler raw-input=/d/a.jsonl")
                        .noDataset()
                        .codes())
                .doesNotContain("D06");
        assertThat(PRETRAIN.set("append-eod=off").dataset(9, 999_999).codes()).isEmpty();
    }

    @Test
    void wantsOneSampleAtLeast() {
        assertThat(PRETRAIN.dataset(3, 4096).findings())
                .containsExactly(
                        "error D07 dataset '/data/x_text_document' has 4,096 tokens, less than one sample of 4096 | set seq-len 2048");
        assertThat(PRETRAIN.set("train-iters=1").dataset(3, 4097).codes()).isEmpty();
    }

    /** What the old files hold keeps no launch from making new ones. */
    @Test
    void countsNoSamplesOfADatasetThatWillBeMadeAnew() {
        Facts.Dataset stale = new Facts.Dataset("/data/x_text_document", true, 3, 4096, null, "made from /old.json");

        Plan plan = PRETRAIN.rawData(true, null).dataset(stale).plan();

        assertThat(plan.findings()).extracting(Finding::code).containsExactly("D03");
        assertThat(plan.ready()).isTrue();
        assertThat(plan.steps().get(0).commands()).hasSize(1);
        assertThat(PRETRAIN.rawData(false, null).dataset(stale).codes())
                .as("nothing to make it of, so the old files are what would be trained on")
                .containsExactly("D07", "D03");
    }

    @Test
    void putsTheReadersRemedyFirst() {
        Facts seen = PRETRAIN.noDataset().facts();
        Facts facts = new Facts(
                seen.machine(),
                seen.resolved(),
                null,
                new Facts.RawData("/raw.json", true, 9, "it is a ZIP archive", "unzip raw.json"),
                seen.dataset(),
                null,
                null,
                null,
                null);

        assertThat(PRETRAIN.seen(facts).findings())
                .containsExactly("error D09 raw-input '/raw.json' cannot be read: it is a ZIP archive"
                        + " | unzip raw.json | set raw-input FILE");
    }

    @Test
    void reportsUnreadableRawDataOnlyWhereItIsNeeded() {
        assertThat(PRETRAIN.noDataset().rawData(true, "line 3 is no JSON").findings())
                .containsExactly(
                        "error D09 raw-input '/raw.json' cannot be read: line 3 is no JSON | set raw-input FILE");
        assertThat(PRETRAIN.dataset(9, 999_999)
                        .rawData(true, "line 3 is no JSON")
                        .codes())
                .isEmpty();
    }
}
