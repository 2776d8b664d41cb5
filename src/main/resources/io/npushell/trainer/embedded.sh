#!/bin/sh
# The embedded engine: trains a small model on the CPU behind the contract of the manual's scripts.
# Everything it is told stands in the environment.
set -u

fail() {
    echo "embedded.sh: $1" >&2
    exit 2
}

java=${NPU_SHELL_JAVA:-}
class_path=${NPU_SHELL_TRAINER_CLASS_PATH:-}

[ -n "$java" ] || fail "NPU_SHELL_JAVA is missing from the environment: it names the java to run"
[ -x "$java" ] || fail "NPU_SHELL_JAVA is '$java': there is no such program"
[ -n "$class_path" ] || fail "NPU_SHELL_TRAINER_CLASS_PATH is missing from the environment: it names the engine's jars"

# java passes over a missing jar in silence
rest=$class_path:
while [ -n "$rest" ]; do
    entry=${rest%%:*}
    rest=${rest#*:}
    case $entry in
    '' | *'*') continue ;;
    esac
    [ -e "$entry" ] || fail "NPU_SHELL_TRAINER_CLASS_PATH names '$entry', which is not there"
done

exec "$java" -Xmx1g --add-modules jdk.incubator.vector -cp "$class_path" io.npushell.trainer.Main train
