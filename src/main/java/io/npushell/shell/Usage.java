package io.npushell.shell;

import io.npushell.shell.view.Output;

/** What {@code npu-shell --help} prints. */
final class Usage {
    private static final String TEXT = """
            npu-shell: an operator's shell for LLM training on Ascend NPUs

              npu-shell                       the prompt
              npu-shell COMMAND [WORD …]      one command; npu-shell help lists them
              npu-shell -c 'COMMAND; COMMAND' several
              npu-shell run FILE              a script; also -f FILE, and -f - or a pipe for standard input

              --set NAME=VALUE   a variable for the script, read as $NAME
              --keep-going, -k   go on after a command that failed; the exit code is still the first failure's
              --workbench        let a script use the operator's workbench instead of a clean one
              --json             results as JSON on standard output
              -q, --quiet        failures only on standard error
              --color WHEN       auto, always or never
              --version, --help

            Exit codes: 0 done, 1 failed, 2 usage, 3 findings, 4 not found, 5 conflict, 6 environment, 7 nobody to confirm,
            8 timeout, 9 bug, 20-24 the end of a session waited for; docs/exit-codes.md tells more.""";

    private Usage() {}

    static void show(Output out) {
        TEXT.lines().forEach(out::line);
    }
}
