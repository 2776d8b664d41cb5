package io.npushell.doctor;

import java.time.Duration;

/**
 * What is asked of a machine: shell lines that only look, and how long they may take.
 *
 * <p>Paths come as arguments, in the order {@link #paths} gives them. Lines that end in a word and a value are read by {@link Answer#after}.
 */
enum Question {
    NPUS(Asked.HERE, 20, ""),
    DRIVER(Asked.HERE, 10, """
        if [ -r /usr/local/Ascend/driver/version.info ]; then
            while read -r line || [ -n "$line" ]; do echo "$line"; done </usr/local/Ascend/driver/version.info
        fi
        for node in /dev/davinci[0-9]* /dev/davinci_manager /dev/devmm_svm /dev/hisi_hdc; do
            if [ -e "$node" ]; then echo "$node"; fi
        done
        """),
    CANN(Asked.AS_SESSION, 20, """
        echo "home ${ASCEND_TOOLKIT_HOME-}"
        for file in "${ASCEND_TOOLKIT_HOME-/none}"/*/ascend_toolkit_install.info "${ASCEND_TOOLKIT_HOME-/none}"/version.cfg \\
            /usr/local/Ascend/ascend-toolkit/latest/*/ascend_toolkit_install.info \\
            /usr/local/Ascend/ascend-toolkit/latest/version.cfg; do
            if [ -r "$file" ]; then cat "$file"; break; fi
        done
        """),
    TORCH(Asked.AS_SESSION, 180, """
        python -c 'import sys
        print("python", sys.version.split()[0], sys.executable, flush=True)
        import torch
        print("torch", torch.__version__, flush=True)
        import torch_npu
        print("torch_npu", torch_npu.__version__, flush=True)
        print("devices", torch.npu.device_count() if torch.npu.is_available() else 0, flush=True)'
        """),
    PACKAGES(Asked.AS_SESSION, 60, """
        python -c 'try:
            import importlib.metadata as m
            found = [(d.metadata["Name"], d.version) for d in m.distributions()]
        except ImportError:
            import pkg_resources
            found = [(d.project_name, d.version) for d in pkg_resources.working_set]
        for name, version in found: print("package", name, version)'
        """),
    REQUIREMENTS(
            Asked.HERE,
            10,
            "[ -r \"$1/scripts/requirements.txt\" ] || exit 1\n"
                    + "while IFS= read -r line || [ -n \"$line\" ]; do printf '%s\\n"
                    + "' \"$line\"; done <\"$1/scripts/requirements.txt\"\n"),
    DOCKER(Asked.HOST, 20, """
        if [ -e /.dockerenv ] || [ -e /run/.containerenv ]; then echo inside container; fi
        (. /etc/os-release && echo "os $ID $ID_LIKE") 2>/dev/null
        command -v docker >/dev/null || exit 127
        echo "client $(docker version --format '{{.Client.Version}}' 2>/dev/null)"
        echo "server $(docker version --format '{{.Server.Version}}')"
        """),
    FORWARDING(Asked.HOST, 10, "cat /proc/sys/net/ipv4/ip_forward"),
    DISK(Asked.HERE, 20, Asked.EXISTING + """
        echo "place $d"
        last space df -Pk "$d"
        for file in "$2"/*.safetensors "$2"/*.bin; do if [ -e "$file" ]; then echo weights there; break; fi; done
        """),
    SHARED_MEMORY(Asked.HERE, 10, Asked.EXISTING + """
        last space df -Pk /dev/shm
        while read -r device mount rest; do
            if [ "$mount" = /dev/shm ]; then echo "mounted there"; fi
        done </proc/mounts
        """),
    CODE(Asked.HERE, 10, """
        for file in . "$2" ModelLink/tools/preprocess_data.py AscendSpeed scripts/requirements.txt; do
            if [ -e "$1/$file" ]; then echo "there $file"; else echo "missing $file"; fi
        done
        for file in "$2" ModelLink; do
            if [ -e "$1/$file" ] && ! [ -r "$1/$file" ]; then echo "closed $file"; fi
        done
        for file in "$3"/*-Ascend "$3"/AscendCloud-*.zip; do if [ -e "$file" ]; then echo "found $file"; fi; done
        """),
    OWNERSHIP(Asked.HERE, 30, """
        echo "user $(id -un 2>/dev/null || id -u) $(id -gn 2>/dev/null || id -g)"
        if ! [ -d "$1" ]; then exit 0; fi
        if ! find "$1" -maxdepth 0 -printf '' 2>/dev/null; then
            # no find of GNU: only the first levels, by the shell itself
            echo "lacks find"
            for file in "$1" "$1"/* "$1"/*/*; do
                if [ -d "$file" ] && ! [ -w "$file" -a -x "$file" ] || [ -e "$file" ] && ! [ -r "$file" ]; then echo "closed ? $file"; break; fi
            done
            exit 0
        fi
        find "$1" -maxdepth 4 \\( ! -readable -o -type d ! -writable -o -type d ! -executable \\) -printf 'closed %u %p\\n' 2>/dev/null | {
            n=0
            while [ $n -lt 3 ] && read -r line; do echo "$line"; n=$((n + 1)); done
        }
        find "$1" -maxdepth 3 -printf '%u\\n' 2>/dev/null | {
            seen=" "
            while read -r owner; do
                case $seen in *" $owner "*) ;; *) seen="$seen$owner "; echo "owner $owner" ;; esac
            done
        }
        """),
    PORTS(Asked.HOST, 10, "cat /proc/net/tcp /proc/net/tcp6 2>/dev/null"),
    STATE(Asked.HERE, 20, Asked.EXISTING + """
        echo "place $d"
        if [ -w "$d" ] && [ -x "$d" ]; then echo writable yes; else echo writable no; fi
        last space df -Pk "$d"
        last inodes df -Pi "$d"
        echo "type $(stat -f -c %T "$d" 2>/dev/null)"
        flock -n -s -E 75 "$d" true
        code=$?
        if [ $code != 0 ] && [ $code != 75 ]; then
            # busybox has one without -E, and says so by its own usage
            case $(flock --version 2>/dev/null) in *util-linux*) ;; *) code=127 ;; esac
        fi
        echo "flock $code"
        if command -v quota >/dev/null; then quota -q 2>/dev/null | grep -v '^ *$' | head -n 1 | sed 's/^/quota /'; fi
        """),
    HOME(Asked.HOST, 20, STATE.script),
    CLOCK(Asked.HERE, 20, """
        echo "now $(date +%s)"
        if [ -d "$1" ]; then echo "later $(find "$1" -maxdepth 3 -newermt '1 hour' -print 2>/dev/null | head -n 1)"; fi
        if command -v timedatectl >/dev/null; then echo "synchronized $(timedatectl show -p NTPSynchronized --value 2>/dev/null)"; fi
        """),
    JAVA(Asked.HOST, 30, """
        "$1" -version 2>&1 | head -n 1 | sed 's/^/version /'
        "$1" --list-modules | sed -n 's/^jdk.incubator.vector.*/vector there/p'
        echo "processors $(nproc)"
        """),
    MEMORY(Asked.HERE, 10, """
        cat /proc/meminfo
        for file in /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do
            if [ -r "$file" ]; then echo "limit $(cat "$file")"; break; fi
        done
        """),
    TOOLS(Asked.HERE, 10, """
        for tool in setsid flock env sed tail curl unzip; do
            if ! command -v "$tool" >/dev/null; then echo "missing $tool"; fi
        done
        """);

    private final Asked where;
    private final int seconds;
    private final String script;

    Question(Asked where, int seconds, String script) {
        this.where = where;
        this.seconds = seconds;
        this.script = script;
    }

    /** Where it is asked. */
    enum Asked {
        /** Where trainings run: in the container where one is chosen. */
        HERE,
        /** There too, in exactly the environment a session gets. */
        AS_SESSION,
        /** On the host in any case. */
        HOST;

        /**
         * Sets d to the first directory on the way up that exists; defines last, which prints a word and the last line of a command, or that the image lacks it.
         *
         * <p>By the shell itself: an image may have nothing but it.
         */
        static final String EXISTING = """
            d=${1:-/}
            while ! [ -e "$d" ]; do case $d in */*) d=${d%/*}; d=${d:-/} ;; *) d=. ;; esac; done
            last() {
                word=$1
                shift
                if ! command -v "$1" >/dev/null 2>&1; then echo "lacks $1"; return; fi
                "$@" 2>/dev/null | { line=; while read -r next || [ -n "$next" ]; do line=$next; done; echo "$word $line"; }
            }
            """;
    }

    Asked where() {
        return where;
    }

    Duration limit() {
        return Duration.ofSeconds(seconds);
    }

    String script() {
        return script;
    }

    String[] paths(Subject subject) {
        return switch (this) {
            case DISK -> new String[] {subject.workDir(), subject.model()};
            case REQUIREMENTS -> new String[] {subject.code()};
            case CODE -> new String[] {subject.code(), subject.script(), subject.workDir()};
            case OWNERSHIP, CLOCK -> new String[] {subject.workDir()};
            case STATE -> new String[] {subject.workDir() + "/.npu-shell"};
            case HOME -> new String[] {subject.home()};
            case JAVA -> new String[] {subject.java()};
            case NPUS, DRIVER, CANN, TORCH, PACKAGES, DOCKER, FORWARDING, SHARED_MEMORY, PORTS, MEMORY, TOOLS ->
                new String[0];
        };
    }
}
