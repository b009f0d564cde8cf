#!/bin/bash
# One dataset from the tasks of a Slurm array, joined by a job that waits for them.
#
#   ESDH_OUT=/shared/esdh bash slurm-array.sh           submits 32 tasks and the merge
#   ESDH_OUT=/shared/esdh ESDH_SHARD_COUNT=8 bash slurm-array.sh
#   ESDH_OUT=/shared/esdh bash slurm-array.sh 3,17      repeats tasks 3 and 17 alone, then merges
#
# Tasks are numbered from 1: task k makes part k. ESDH_OUT is a folder that all nodes see. ESDH is the program,
# default `esdh`; more options of `generate` can stand in ESDH_PLAN.
#SBATCH --job-name=esdh
#SBATCH --cpus-per-task=2
#SBATCH --mem=1G
#SBATCH --requeue
set -euo pipefail

: "${ESDH_OUT:?names the folder that all nodes see}"
export ESDH_OUT
export ESDH="${ESDH:-esdh}"
export ESDH_SHARD_COUNT="${ESDH_SHARD_COUNT:-32}"
export ESDH_PLAN="${ESDH_PLAN:---dataset auto --records 100000000 --seed 42 --output-format csv,parquet}"

case "${ESDH_STEP:-submit}" in
  submit)
    mkdir -p "$ESDH_OUT"
    tasks="${1:-1-$ESDH_SHARD_COUNT}"
    array=$(ESDH_STEP=part sbatch --parsable --export=ALL --array="$tasks" \
      --output="$ESDH_OUT/part-%a.log" "$0")
    merge=$(ESDH_STEP=merge sbatch --parsable --export=ALL --dependency="afterok:${array%%;*}" \
      --output="$ESDH_OUT/merge.log" "$0")
    echo "parts: job ${array%%;*}, merge: job ${merge%%;*}"
    ;;
  part)
    # ESDH and ESDH_PLAN may hold several words.
    # shellcheck disable=SC2086
    exec $ESDH generate $ESDH_PLAN --output-dir "$ESDH_OUT/parts" --shard "auto/$ESDH_SHARD_COUNT" \
      --workers "${SLURM_CPUS_PER_TASK:-2}" --resume --quiet
    ;;
  merge)
    # shellcheck disable=SC2086
    exec $ESDH manifest merge "$ESDH_OUT/parts" --output-dir "$ESDH_OUT/whole" --json
    ;;
esac
