package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScriptTextTest {
    @Test
    void findsEverySpellingOfAVariable() {
        ScriptText text = ScriptText.read("""
                TP=${TP:-8}
                if [ -z "$MBS" ]; then echo ${#GBS}; fi
                : ${PP:=1}; seed=$(printenv SEED)
                python train.py --lr ${LR} --save $WORK_DIR/saved
                """);

        assertThat(text.variables()).contains("TP", "MBS", "GBS", "PP", "SEED", "LR", "WORK_DIR");
    }

    @Test
    void doesNotTakeCommentsForReading() {
        assertThat(ScriptText.read("  # uses $SEED\necho $LR\n").variables()).containsExactly("LR");
    }

    @Test
    void knowsThatAVariableSetByTheScriptIsNotReadFromTheEnvironment() {
        ScriptText text = ScriptText.read("""
                TP=8
                export PP="1"
                    MBS=4
                GBS=${GBS:-64}
                SEED=3 echo $TP $PP $MBS $GBS $SEED
                """);

        assertThat(text.variables()).containsExactlyInAnyOrder("MBS", "GBS", "SEED");
    }

    @Test
    void findsTheLongOptionsItPassesOn() {
        assertThat(ScriptText.read("""
                # --finetune only for sft
                ARGS="--seq-length $SEQ_LEN \\
                    --override-opt_param-scheduler"
                python x--y.py --lr=1e-5 -- $ARGS
                """).options())
                .containsOnly(
                        Map.entry("seq-length", Set.of("$SEQ_LEN")),
                        Map.entry("override-opt_param-scheduler", Set.of()),
                        Map.entry("lr", Set.of("1e-5")));
    }

    @Test
    void namesTheScriptsItCalls() {
        ScriptText text = ScriptText.read("""
                source "$(dirname $0)/common.sh"
                . ${ROOT}/scripts/env.sh; sh tools/run.sh --x
                """);

        assertThat(text.scripts())
                .containsExactly("/common.sh", "$ROOT/scripts/env.sh".replace("$ROOT", "${ROOT}"), "tools/run.sh");
    }
}
