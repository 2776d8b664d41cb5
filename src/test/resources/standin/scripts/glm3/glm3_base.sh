#!/bin/sh
# Stand-in for the manual's script of GLM3; trains nothing.
model=GLM3-${MODEL_TYPE}
for optional in "${MASTER_ADDR:-localhost}" "${MASTER_PORT:-6000}" "${NNODES:-1}" "${NODE_RANK:-0}" "${MBS:-1}" "${TP:-2}" "${PP:-4}" "${SEQ_LEN:-8192}"; do
    : "$optional"
done
. scripts/standin.sh
