package io.npushell.shell.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellHistoryTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set TOKENIZER_PATH=/home/ma-user/ws/tokenizers/Qwen-14B",
                "MODEL_TYPE=14B TOKENIZER_PATH=tokenizers/x TP=8 sh scripts/qwen/qwen.sh",
                "python tools/preprocess_data.py --tokenizer-type PretrainedFromHF --tokenizer-name-or-path x",
                "set max_tokens=20",
                "note 12 the secret of a falling loss",
                "!huggingface-cli login --token $HF_TOKEN",
                "!export HF_TOKEN=$(cat ~/token)",
                "!wget --password-file=/root/pw https://example.org/x",
                "!curl https://example.org:8443/a@b",
                "explain tokenizer-path"
            })
    void keeps(String line) {
        assertThat(ShellHistory.holdsSecret(line)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!export HF_TOKEN=abc123def",
                "!HF_TOKEN = 'abc' huggingface-cli download x",
                "!huggingface-cli login --token hf_abcdefghijklmnopqrst",
                "!obsutil config -i=x --secret-key abcdef",
                "!obsutil config -i=AKIAIOSFODNN7EXAMPLE",
                "!docker login --password hunter2 swr.example.org",
                "set mirror https://me:hunter2@mirror.example.org",
                "!curl -H 'Authorization: Bearer abcdef' https://example.org",
                "!echo password: hunter2",
                "!api_key=\"abc\" run"
            })
    void leavesOut(String line) {
        assertThat(ShellHistory.holdsSecret(line)).isTrue();
    }
}
