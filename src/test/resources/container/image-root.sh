#!/bin/sh
# sh image-root.sh DIR [WITHOUT …]
# A small root file system of this host's own programs and libraries in DIR, with the manual's user; no registry needed.
set -eu
root=$1
shift
mkdir -p "$root/bin" "$root/usr/bin" "$root/usr/local/sbin" "$root/dev" "$root/proc" "$root/sys" "$root/tmp" "$root/etc" "$root/root" \
    "$root/home/ma-user" "$root/var/lib"
for program in awk bash cat chmod chown cp cut date env flock grep head id kill ls mkdir mv printf readlink rm sed setsid sh sleep sort stat \
    tail touch tr true uname wc; do
    case " $* " in *" $program "*) continue ;; esac
    file=
    for place in /usr/bin /bin; do
        if [ -x "$place/$program" ]; then
            file=$place/$program
            break
        fi
    done
    [ -n "$file" ] || { echo "no $program on this host" >&2; exit 1; }
    cp -L "$file" "$root/usr/bin/$program"
    ln -sf "../usr/bin/$program" "$root/bin/$program"
done
ldd "$root"/usr/bin/* 2>/dev/null | grep -o '/[^ ]*\.so[^ ]*' | sort -u | while read -r library; do
    mkdir -p "$root${library%/*}"
    cp -L "$library" "$root$library"
done
# pip as far as its words go: it notes what it was asked
cat >"$root/usr/bin/pip" <<'PIP'
#!/bin/sh
echo "pip $* in $PWD" >>"$HOME/pip-ran"
[ ! -e fail-pip ] || { echo "ERROR: no network" >&2; exit 1; }
PIP
chmod 755 "$root/usr/bin/pip"
printf 'root:x:0:0:root:/root:/bin/bash\nma-user:x:1000:1000::/home/ma-user:/bin/bash\n' >"$root/etc/passwd"
printf 'root:x:0:\nma-group:x:1000:\n' >"$root/etc/group"
chown 1000:1000 "$root/home/ma-user"
chmod 1777 "$root/tmp"
