#!/bin/sh
# Stand-in for the manual's script; reads MODEL_TYPE RUN_TYPE and the rest like it, and trains nothing.
# ${MODEL_TYPE} ${MASTER_ADDR} would count as read if comments did.
model=Qwen-${MODEL_TYPE}
for optional in "${MASTER_ADDR:-localhost}" "${MASTER_PORT:-6000}" "${NNODES:-1}" "${NODE_RANK:-0}" "${MBS:-2}" "${TP:-8}" "${PP:-1}" "${SEQ_LEN:-4096}"; do
    : "$optional"
done
. scripts/standin.sh
