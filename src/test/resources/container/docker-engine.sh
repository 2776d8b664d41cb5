#!/bin/sh
# sh docker-engine.sh up|down|kill|start DIR
# A docker daemon of its own in DIR, by hand: own socket, own data, no network of its own, so that it runs beside any other and in a
# container of CI. Wants root, dockerd and containerd. DIR is short: the path of a socket has at most 107 bytes.
set -eu
dir=$2

start() {
    # Where nobody reaps orphans, a dead containerd looks alive by its pid file, and dockerd waits for it for ever.
    rm -f "$dir/pid" "$dir/exec/containerd/containerd.pid" "$dir/exec/containerd/containerd.sock"
    setsid dockerd -H "unix://$dir/docker.sock" --data-root "$dir/data" --exec-root "$dir/exec" --pidfile "$dir/pid" \
        --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false --bridge=none --storage-driver=vfs \
        >>"$dir/log" 2>&1 </dev/null &
    looks=0
    until DOCKER_HOST=unix://$dir/docker.sock docker version >/dev/null 2>&1; do
        looks=$((looks + 1))
        if [ "$looks" -gt 300 ]; then
            tail -20 "$dir/log" >&2
            exit 1
        fi
        sleep 0.1
    done
}

# Inside a container of CI with cgroup v2, processes must leave the top group before it can have groups below (as docker:dind does it).
nested() {
    groups=/sys/fs/cgroup
    if [ -e /.dockerenv ] && [ -f $groups/cgroup.controllers ] && [ -w $groups ]; then
        mkdir -p $groups/init
        xargs -rn1 <$groups/cgroup.procs >$groups/init/cgroup.procs 2>/dev/null || :
        sed -e 's/ / +/g' -e 's/^/+/' <$groups/cgroup.controllers >$groups/cgroup.subtree_control 2>/dev/null || :
    fi
}

case $1 in
up)
    mkdir -p "$dir/data" "$dir/exec"
    nested
    start
    ;;
start) start ;;
kill) kill -KILL "$(cat "$dir/pid")" ;;
down)
    pid=$(cat "$dir/pid" 2>/dev/null || :)
    if [ -n "$pid" ] && kill "$pid" 2>/dev/null; then
        looks=0
        while [ -e "$dir/pid" ] && [ "$looks" -lt 150 ]; do
            looks=$((looks + 1))
            sleep 0.1
        done
    fi
    umount "$dir/exec/netns/default" 2>/dev/null || :
    umount -R "$dir/data" 2>/dev/null || :
    rm -rf "$dir"
    ;;
esac
