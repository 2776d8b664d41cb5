#!/bin/sh
# sh upstream.sh COMMAND ARGS…
# Runs a tool of upstream's and ends it where it stands still for ever: the processes of util.py wait for each other and
# none looks whether the other one lives. Its exit code is the tool's; what it left is judged by somebody else.
# Still means: for a while no process of it has used the CPU or waited for a disk. The while is short where there is a
# sign of a bad end, and long where there is none.
set -u

short=${NPU_SHELL_STILL_SHORT:-10} # seconds
long=${NPU_SHELL_STILL_LONG:-300}

# from the first moment on: a signal before the tool's number is known is passed on when it is
tool=
asked=
trap 'asked=yes; [ -z "$tool" ] || kill -TERM "$tool" 2>/dev/null' INT TERM HUP
"$@" &
tool=$!
[ -z "$asked" ] || kill -TERM "$tool" 2>/dev/null

# look: state of the tool, clock ticks used by all its processes, how many are dead and not waited for, how many wait for a disk, numbers
look() {
    cat /proc/[0-9]*/stat 2>/dev/null | awk -v root="$tool" '
        { pid = $1 + 0; sub(/^[0-9]+ \(.*\) /, ""); state[pid] = $1; parent[pid] = $2; ticks[pid] = $12 + $13 }
        END {
            own = root in state ? state[root] : "X"
            member[root] = 1
            do {
                grown = 0
                for (pid in parent) if (!(pid in member) && (parent[pid] in member)) { member[pid] = 1; grown = 1 }
            } while (grown)
            for (pid in member) {
                used += ticks[pid]; dead += state[pid] == "Z"; disk += state[pid] == "D"; all = all " " pid
            }
            print own, used + 0, dead + 0, disk + 0, all
        }'
}

# said PATTERN: whether it is among the last lines, where the output is a file
said() {
    [ -f "/proc/$$/fd/1" ] && tail -n 30 "/proc/$$/fd/1" 2>/dev/null | grep -q "$1"
}

# sign: why to believe that nothing more comes; nothing where there is no reason but time
sign() {
    if [ "$1" -gt 0 ]; then
        echo "one of its processes has died, and the others wait for it"
    elif said '^Done!'; then
        echo "it has said Done! and does not end"
    elif said '^Traceback\|[Ee]xiting'; then
        echo "one of its processes has failed, and the others wait for it"
    fi
}

end() {
    printf 'npu-shell: upstream'\''s tool stands still: %s. It is ended; what it left is looked at\n' "$1"
    shift
    kill -TERM "$@" 2>/dev/null
    sleep 1
    kill -KILL "$@" 2>/dev/null
}

before=
still=0
pause=0.1 # at first, as what fails fails soon
looks=0
while sleep "$pause" 2>/dev/null || sleep 1; do
    set -- $(look)
    case $1 in Z | X) break ;; esac
    looks=$((looks + 1))
    [ "$looks" -gt 20 ] || continue
    pause=1
    if [ "$2" != "$before" ] || [ "$4" -gt 0 ]; then
        before=$2
        still=0
        continue
    fi
    still=$((still + 1))
    [ "$still" -ge "$short" ] || continue
    why=$(sign "$3")
    [ -n "$why" ] || [ "$still" -lt "$long" ] || why="nothing has happened for $still s"
    if [ -n "$why" ]; then
        shift 4
        end "$why" "$@"
        break
    fi
done
wait "$tool"
