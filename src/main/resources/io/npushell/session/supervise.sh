#!/bin/sh
# sh supervise.sh SESSION_DIR
# Runs the session's run.sh to its end and records who runs and how it ended. Needs nobody: not the shell that started
# it, no terminal, no login. Killed itself, it leaves the training alive ("orphaned"), and its end unseen ("lost").

dir=$1
role=${2:-supervisor}
state=$dir/state
leftovers=no
newline='
'
case $dir in
/*) ;;
*) echo "npu-shell: supervise.sh wants the session's absolute directory" >&2; exit 2 ;;
esac
cd "$dir" || exit 2

# What is recorded here names the processes that a stop signals, and is trusted: nobody but its owner may write it, whatever the umask. The training
# keeps the umask it was started with.
mask=$(umask)
closed() { umask "$(printf '%o' "$((0$mask | 022))")"; }

# identity FILE: this very process, told apart from any later one with its number; there whole or not at all
identity() {
    read -r host </proc/sys/kernel/hostname
    # in another place, a container: the host it is on, and which place it is, as whoever started us from there says
    host=${NPU_SHELL_HOST:-$host}
    read -r boot </proc/sys/kernel/random/boot_id
    pidns=$(readlink "/proc/$$/ns/pid")
    start=$(sed 's/.*) //' "/proc/$$/stat" | cut -d ' ' -f 20)
    [ -n "$start" ] || return 1
    {
        printf 'host=%s\npidns=%s\nboot=%s\npid=%s\nstart=%s\ntime=%s\nmarker=%s\n%s%s' \
            "$host" "$pidns" "$boot" "$$" "$start" "$(date +%s)" "$dir" \
            "${NPU_SHELL_CONTAINER:+container=$NPU_SHELL_CONTAINER$newline}" \
            "${NPU_SHELL_PLACE:+place=$NPU_SHELL_PLACE$newline}" >"$state/.$1" &&
            mv -f "$state/.$1" "$state/$1"
    }
}

# The training's first moments, as leader of its own session: it is on record before it does anything.
if [ "$role" = training ]; then
    closed
    identity identity || { echo "npu-shell: cannot record the training in $state, so it is not started" >&2; exit 74; }
    # held by whatever of it lives: where its processes cannot be seen, from another container, this tells
    (: >>"$state/alive") 2>/dev/null && exec 8>>"$state/alive" && flock -s -n 8
    umask "$mask"
    exec sh run.sh
fi

# The locks of the NPUs, the files in "$@", one after the other, each inherited by all that comes then: they are held for as long as anything of the
# training lives, whatever becomes of the supervisor. Opened for reading only: in a directory of all users the kernel may refuse more.
if [ "$role" = npus ]; then
    shift 2
    if [ -s "$state/npus-refused" ]; then
        # it is ours now: say so in it, without making it anew where it has just gone
        IFS= read -r lock <"$state/npus-refused"
        sed -n 's/^holder //p' npus | dd of="$lock" conv=nocreat oflag=nofollow 2>/dev/null
        rm -f "$state/npus-refused"
    fi
    while [ "$#" -gt 0 ]; do
        lock=$1
        shift
        if ! { true 8<"$lock"; } 2>/dev/null; then
            echo "npu-shell: $lock cannot be read, so others may not see that its NPU is taken"
            continue
        fi
        exec 8<"$lock"
        flock -w 1 -E 75 8
        case $? in
        0 | 75) ;;
        *)
            echo "npu-shell: $lock cannot be locked, so others may not see that its NPU is taken"
            continue
            ;;
        esac
        # a number beyond 9, which many NPUs need, is nothing this shell can open: flock opens the file once more and stays it
        flock -u 8
        (closed && printf '%s\n' "$lock" >"$state/npus-refused")
        exec flock -F -w 1 -E 75 /proc/self/fd/8 sh "$0" "$dir" npus "$@"
    done
    exec 8<&-
    exec sh "$0" "$dir" training
fi

# event KIND DETAILS: one line of the journal in one write, after whatever a crash may have cut short
event() {
    mended=
    [ -z "$(tail -c 1 events.jsonl 2>/dev/null)" ] || mended=$newline
    printf '%s{"time":"%s","kind":"%s","details":{%s}}\n' \
        "$mended" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" "$2" 2>/dev/null >>events.jsonl
}

# How many processes the kernel has killed for want of memory in the control groups this runs in; nothing where it does not say. Groups of
# version 2 count those below them as well; in a container the path may be the host's, while what is mounted is the group itself.
oom_kills() {
    while IFS=: read -r _ controllers path; do
        case ,$controllers, in
        ,,) group=/sys/fs/cgroup count=memory.events ;;
        *,memory,*) group=/sys/fs/cgroup/memory count=memory.oom_control ;;
        *) continue ;;
        esac
        [ -r "$group$path/$count" ] || path=
        sed -n 's/^oom_kill //p' "$group$path/$count"
    done </proc/self/cgroup 2>/dev/null
}

# The kernel's own words on the last process it killed for memory since the second of its clock given; nothing where its log may not be read.
oom_log() {
    line=$(dmesg 2>/dev/null | grep 'Killed process [0-9]' | tail -n 1)
    second=${line#*\[}
    second=${second%%.*}
    second=${second##* }
    case $second in
    '' | *[!0-9]*) ;;
    *) [ "$second" -lt "$1" ] || printf '%s\n' "$line" ;;
    esac
}

# record CODE: written over a file of the same size, which takes no space on a full disk, and put in place by rename
record() {
    printf 'code=%s\ntime=%s\nleftovers=%s\n' "$1" "$(date +%s)" "$leftovers" 1<>"$state/exit.reserved" &&
        mv -f "$state/exit.reserved" "$state/exit"
}

refuse() {
    echo "npu-shell: $2" >>run.log
    echo "npu-shell: $2" >&2
    record "$1"
    exit "$1"
}

# lines of nothing, so that what is written over them can be shorter
reserve() {
    printf '%s\n' '                                                                ' '                                ' >"$state/exit.reserved"
}

closed
for file in run.log events.jsonl state; do
    if [ -L "$file" ]; then
        echo "npu-shell: $dir/$file is a link, which is not followed" >&2
        exit 74
    fi
done

command -v flock >/dev/null 2>&1 || { reserve; refuse 127 "flock is missing (package util-linux)"; }
command -v setsid >/dev/null 2>&1 || { reserve; refuse 127 "setsid is missing (package util-linux)"; }

# Shells look at the lock for moments, so wait a little; another supervisor keeps it.
exec 9>>"$state/lock" || exit 74
flock -w 1 -E 75 9
case $? in
0) ;;
75) echo "npu-shell: session $dir has its supervisor already" >&2; exit 75 ;;
*) reserve; refuse 69 "the file system of $dir has no locks (flock)" ;;
esac
if [ -e "$state/identity" ] || [ -e "$state/exit" ]; then
    echo "npu-shell: session $dir has run already; resume makes a new one" >&2
    exit 75
fi
if [ -e given-up ]; then
    echo "npu-shell: session $dir was given up before its supervisor came, so nothing is started" >&2
    exit 75
fi

exec </dev/null >>run.log 2>&1 || exit 74
reserve && identity supervisor || { refuse 74 "cannot write to $state"; }
[ -r run.sh ] || refuse 127 "there is no $dir/run.sh"

# Handlers, not '': what is ignored here would stay ignored in the training.
interrupted=
trap 'interrupted=yes' HUP INT QUIT TERM USR1 USR2

set --
if [ -r npus ]; then
    while IFS= read -r line; do
        case $line in
        'lock '*) set -- "$@" "${line#lock }" ;;
        esac
    done <npus
fi
if [ "$#" -gt 0 ] && ! flock -F -n -s / true 2>/dev/null; then
    echo "npu-shell: this flock has no --no-fork, so others may not see that the NPUs are taken"
    set --
fi

killed_before=$(oom_kills)
read -r uptime _ </proc/uptime
# Without job control the child leads no group yet, so setsid does not fork: its number stays $!.
(
    umask "$mask"
    export NPU_SHELL_SESSION="$dir" NPU_SHELL_STATE="$state"
    exec setsid sh "$0" "$dir" npus "$@" 9>&-
) &
training=$!
event started "\"pid\":\"$training\""

while :; do
    interrupted=
    wait "$training"
    code=$?
    [ -n "$interrupted" ] || break
    # a signal to us ended the wait, not the training; dead and not waited for, it still answers kill -0
    kill -0 "$training" 2>/dev/null || break
done

# Ranks may outlive the script that started them, torch puts each in a session of its own.
if kill -0 -- "-$training" 2>/dev/null ||
    grep -qszxF -- "NPU_SHELL_SESSION=$dir" /proc/[0-9]*/environ 2>/dev/null; then
    leftovers=yes
fi
if [ -s "$state/npus-refused" ] && [ ! -e "$state/identity" ]; then
    IFS= read -r lock <"$state/npus-refused"
    echo "npu-shell: not started: another training holds $lock"
fi
# What was killed tells neither by whom nor why; the kernel does.
if [ "$code" -eq 137 ] || tail -n 300 run.log 2>/dev/null | grep -q -e SIGKILL -e 'exitcode *: -9' -e '^Killed'; then
    why=$(oom_log "${uptime%%.*}")
    [ -n "$why" ] || [ "$(oom_kills)" = "$killed_before" ] || why='its control group counts one more process killed for memory'
    [ -z "$why" ] || printf '%s\n' "$why" >"$state/out-of-memory"
fi 2>/dev/null
event ended "\"code\":\"$code\""
record "$code"
