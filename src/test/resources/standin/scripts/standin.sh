# Sourced by the stand-in scripts with the code directory as working directory; model is set.

refuse() {
    echo "stand-in: $1" >&2
    exit 64
}

env | LC_ALL=C sort >environment

for name in MODEL_TYPE RUN_TYPE DATASET_PATH TOKENIZER_PATH; do
    eval "value=\${$name-}"
    [ -n "$value" ] || refuse "$name is not set"
done
: "$TOKENIZER_PATH" # the real one gives it to its trainer
case $RUN_TYPE in
pretrain) output=pretrain ;;
retrain) output=pretrain; [ -d "${MODEL_PATH-}" ] || refuse "MODEL_PATH '${MODEL_PATH-}' is not a directory" ;;
sft | lora) output=$RUN_TYPE; [ -d "${MODEL_PATH-}" ] || refuse "MODEL_PATH '${MODEL_PATH-}' is not a directory" ;;
*) refuse "RUN_TYPE '$RUN_TYPE' is none of pretrain, retrain, sft, lora" ;;
esac
case $RUN_TYPE in
sft | lora) data=${DATASET_PATH}_packed_labels_document ;;
*) data=$DATASET_PATH ;;
esac
for file in "$data.bin" "$data.idx"; do
    [ -f "$file" ] || refuse "$file is missing"
done

# the manual's variables, what a POSIX shell sets itself, what a login has, and the mark of npu-shell: nothing else
known=" MODEL_TYPE RUN_TYPE DATASET_PATH TOKENIZER_PATH MODEL_PATH TRAIN_ITERS MBS GBS TP PP SEQ_LEN WORK_DIR MASTER_ADDR MASTER_PORT
 NNODES NODE_RANK SAVE_INTERVAL SEED LR ASCEND_RT_VISIBLE_DEVICES PWD OLDPWD SHLVL _ PATH HOME USER LOGNAME SHELL TERM TZ TMPDIR LANG LANGUAGE
 NPU_SHELL_SESSION "
for name in $(sed 's/=.*//' environment); do
    case $name in LC_*) continue ;; esac
    case $(echo "$known" | tr '\n' ' ') in
    *" $name "*) ;;
    *) refuse "$name does not belong into the environment" ;;
    esac
done

behave=train
[ ! -f behave ] || behave=$(cat behave)
total=${TRAIN_ITERS:-1000}
batch=${GBS:-64}
save=$WORK_DIR/saved_dir_for_ma_output/$model/$output
every=${SAVE_INTERVAL:-1000}
first=0

save_checkpoint() {
    printf 'saving checkpoint at iteration %7d to %s\n' "$1" "$save"
    into=$save/iter_$(printf '%07d' "$1")
    if [ "$output" != pretrain ] && [ -f "$MODEL_PATH/latest_checkpointed_iteration.txt" ]; then
        mkdir -p "$into" && cp -R "$MODEL_PATH"/iter_*/mp_rank_* "$into"
        printf '%s' "$1" >"$save/latest_checkpointed_iteration.txt"
    elif [ -f checkpoint.pt ]; then
        rank=0
        while [ "$rank" -lt "${TP:-8}" ]; do
            mkdir -p "$into/mp_rank_0$rank" && cp checkpoint.pt "$into/mp_rank_0$rank/model_optim_rng.pt"
            rank=$((rank + 1))
        done
        printf '%s' "$1" >"$save/latest_checkpointed_iteration.txt"
    fi
    printf '  successfully saved checkpoint at iteration %7d to %s\n' "$1" "$save"
}

# iterations FROM TO
iterations() {
    awk -v i="$1" -v last="$2" -v n="$total" -v b="$batch" 'BEGIN {
        for (; i <= last; i++) {
            printf " iteration %8d/%8d | consumed samples: %12d | elapsed time per iteration (ms): %.1f | learning rate: %.3E | global batch size: %5d | lm loss: %.6E | loss scale: 1.0 | grad norm: %.3f | number of skipped iterations:   0 | number of nan iterations:   0 |\n",
                i, n, i * b, 21700 + i % 7, 1.25e-6 * (1 - i / (n + 1)), b, 1.2 + 9 / (i + 1), 1 + 5 / i
        } }'
}

cat recorded/start.log
if [ "$RUN_TYPE" = retrain ]; then
    first=$(cat "$MODEL_PATH/latest_checkpointed_iteration.txt")
    printf ' loading checkpoint from %s at iteration %s\n' "$MODEL_PATH" "$first"
    printf '  successfully loaded checkpoint from %s at iteration %s\n' "$MODEL_PATH" "$first"
fi
case $behave in
fail-3) echo "stand-in: it does not please me today"; exit 3 ;;
out-of-memory) cat recorded/ready.log recorded/out-of-memory.log; exit 1 ;;
deaf) trap '' TERM ;;
patient) trap 'echo "exiting program after receiving SIGTERM."; sleep 1; exit 143' TERM ;;
esac
cat recorded/ready.log
case $behave in
held)
    iterations $((first + 1)) $((first + 1))
    first=$((first + 1))
    while [ ! -e go ]; do sleep 0.1; done
    ;;
deaf | patient | slow)
    iterations $((first + 1)) $((first + 1))
    while :; do sleep 0.1; done
    ;;
esac
while [ "$first" -lt "$total" ]; do
    last=$(((first / every + 1) * every))
    [ "$last" -lt "$total" ] || last=$total
    iterations $((first + 1)) "$last"
    [ "$last" -eq "$total" ] || save_checkpoint "$last"
    first=$last
done
echo "[after training is done] datetime: 2024-05-16 12:11:12 "
save_checkpoint "$total"
