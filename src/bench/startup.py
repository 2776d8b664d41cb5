#!/usr/bin/env python3
"""Startup of npu-shell beside ipython3 and jshell, interleaved in one run: time to the prompt in a pty, and time of one command.

usage: startup.py [RUNS]     (from the checkout; npu-shell must have been built: ./npu-shell --version)
Prints medians in milliseconds. Nothing is asserted: a figure of a busy machine means nothing.
"""
import fcntl
import os
import pty
import select
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time

RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 7
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SHELL = os.path.join(ROOT, "npu-shell")
HOME = tempfile.mkdtemp()
ENV = dict(os.environ, TERM="xterm-256color", LC_ALL="C.UTF-8", NPU_SHELL_HOME=os.path.join(HOME, "npu-shell"))


def until(command, wanted):
    """Milliseconds until the text is on the terminal."""
    begun = time.perf_counter()
    pid, fd = pty.fork()
    if pid == 0:
        os.execvpe(command[0], command, ENV)
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
    seen = b""
    while wanted not in seen:
        if not select.select([fd], [], [], 30)[0]:
            raise SystemExit(f"{command[0]}: no {wanted!r} within 30 s, only {seen!r}")
        chunk = os.read(fd, 4096)
        seen += chunk
        if b"\x1b[6n" in chunk:  # asked where the cursor is: answer as a terminal does
            os.write(fd, b"\x1b[1;1R")
    took = (time.perf_counter() - begun) * 1000
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    os.close(fd)
    return took


def whole(command):
    begun = time.perf_counter()
    subprocess.run(command, env=ENV, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (time.perf_counter() - begun) * 1000


CASES = [
    ("npu-shell", "prompt", lambda: until([SHELL], "›".encode())),
    ("npu-shell", "one command: profile list", lambda: whole([SHELL, "profile", "list"])),
    ("npu-shell", "one command: sessions --json", lambda: whole([SHELL, "sessions", "--json"])),
    ("npu-shell", "--version", lambda: whole([SHELL, "--version"])),
    ("ipython3", "prompt", lambda: until(["ipython3", "--no-banner"], b"In [")),
    ("ipython3", "one command", lambda: whole(["ipython3", "-c", "print(1)"])),
    ("jshell", "prompt", lambda: until(["jshell"], b"jshell>")),
]

cases = [case for case in CASES if case[0] == "npu-shell" or shutil.which(case[0])]
times = {case[:2]: [] for case in cases}
for _ in range(RUNS):
    for program, what, measure in cases:
        times[(program, what)].append(measure())
for (program, what), values in times.items():
    print(f"{program:10} {what:30} median {statistics.median(values):7.0f} ms   min {min(values):7.0f}   n={len(values)}")
