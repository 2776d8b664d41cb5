#!/bin/sh
# Session 13: qwen-14b/pretrain not a second line
# Everything npu-shell runs for it. By hand: sh run.sh

# Only these variables of the caller go on: a stale TP=4 in a login must not reach the training.
if [ "${1-}" != --clean ]; then
    set --
    for name in PATH HOME USER LOGNAME SHELL TERM TZ TMPDIR LANG LANGUAGE LC_ALL LC_CTYPE LC_COLLATE LC_MESSAGES LC_NUMERIC LC_TIME NPU_SHELL_STATE NPU_SHELL_SESSION; do
        eval "[ -z \"\${$name+set}\" ] || set -- \"\$@\" \"$name=\$$name\""
    done
    exec env -i "$@" sh "$0" --clean
fi

state=${NPU_SHELL_STATE-}
unset NPU_SHELL_STATE
stop_asked=
trap 'stop_asked=yes' TERM

mark() {
    [ -z "$state" ] || (umask go-w && printf '%s %s\n' "$(date +%s)" "$*" >>"$state/steps")
}

# on a line of its own: a program may leave a progress bar without a line's end
say() {
    if [ -f "/proc/$$/fd/1" ] && [ -n "$(tail -c 1 "/proc/$$/fd/1" 2>/dev/null)" ]; then
        printf '\n'
    fi
    printf '[npu-shell] %s\n' "$*"
}

begin() {
    [ -z "$stop_asked" ] || exit 143
    mark begun "$1"
    say "step $1: $2"
    if [ -n "$state" ]; then
        (umask go-w && printf '%s\n' "$1" >"$state/step.new" && mv -f "$state/step.new" "$state/step")
    fi
}

end() {
    mark ended "$1" "$2"
    [ "$2" -ne 0 ] || return 0
    say "step $1 ended with exit code $2"
    exit "$2"
}

begin data 'train it'\''s.jsonl → alpaca_text_document'
(
trap : TERM
cd /ws &&
/usr/bin/java -cp /b/step.jar io.npushell.step.Main data
)
end data $?

begin train 'scripts/qwen/qwen.sh, 200 iterations'
(
trap : TERM
. /usr/local/Ascend/ascend-toolkit/set_env.sh
cd '/ws/xxx Ascend/llm_train/AscendSpeed' &&
MODEL_TYPE=14B TP=8 sh scripts/qwen/qwen.sh
)
end train $?
