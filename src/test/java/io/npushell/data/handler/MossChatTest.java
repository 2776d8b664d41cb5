package io.npushell.data.handler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MossChatTest {
    @Test
    void makesHalvesOfSurrogatePairsTheReplacementCharacter() {
        String chat =
                "{\"turn_1\": {\"Human\": \"cut \\ud83d\", \"MOSS\": \"\\ude00 whole \\ud83d\\ude00\", \"score\": NaN}}";

        assertThat(MossChat.parse(chat).turns())
                .isEqualTo(List.of(new MossChat.Turn("cut \uFFFD", "\uFFFD whole \uD83D\uDE00")));
    }
}
