#!/usr/bin/env bash
# Measures Kerasharp beside PyTorch and TensorFlow.js on this machine, and writes benchmarks/RESULTS.md:
#   benchmarks/compare.sh [--runs 3] [workload ...]
#   benchmarks/compare.sh --scaling          how time and memory grow: benchmarks/SCALING.md
#   benchmarks/compare.sh --kernels          each kernel beside its twin: benchmarks/KERNELS.md, whose end is kept
#   benchmarks/compare.sh --start            how soon a step is ready, by the compiler: benchmarks/START.md, whose end is kept
# Each measurement is a process of its own, and ours and theirs take turns. What they print is kept in benchmarks/raw/.
# Without PyTorch (Debian's is installed where that may be done) or npm, their columns stay empty.
# KERASHARP_BENCH_OUT names another file to write to; some workloads alone are written to the screen.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=benchmarks/peers/find.sh
source benchmarks/peers/find.sh

runs=3
scaling=false
kernels=false
starts=false
workloads=()
while (($# > 0)); do
  case "$1" in
    --runs)
      runs="${2:?--runs came last; a number was expected behind it}"
      shift
      ;;
    --scaling) scaling=true ;;
    --kernels) kernels=true ;;
    --start) starts=true ;;
    -*)
      echo "compare.sh: '$1' came; --runs, --scaling, --kernels or --start was expected" >&2
      exit 2
      ;;
    *) workloads+=("$1") ;;
  esac
  shift
done

ours="$(build_ours)"
raw=benchmarks/raw
mkdir -p "$raw"

if $scaling; then
  {
    "$ours" machine
    "$ours" scaling "${workloads[@]}"
  } | tee "$raw/scaling.jsonl"
  # What stands under "Reading it" was written by hand and stays.
  "$ours" report scaling "$raw/scaling.jsonl" benchmarks/SCALING.md > "$raw/SCALING.md"
  mv "$raw/SCALING.md" "${KERASHARP_BENCH_OUT:-benchmarks/SCALING.md}"
  exit
fi

if $kernels; then
  {
    "$ours" machine
    for ((run = 1; run <= runs; run++)); do "$ours" kernels "${workloads[@]}"; done
  } | tee "$raw/kernels.jsonl"
  {
    "$ours" report kernels "$raw/kernels.jsonl"
    sed -n '/^## Tried, and not kept$/,$p' benchmarks/KERNELS.md
  } > "$raw/KERNELS.md"
  mv "$raw/KERNELS.md" "${KERASHARP_BENCH_OUT:-benchmarks/KERNELS.md}"
  exit
fi

if $starts; then
  rid="linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')"
  publish() {
    dotnet publish benchmarks -c Release -r "$rid" -o "$raw/$1" --nologo -v quiet "${@:2}" > /dev/null
  }
  publish ready --self-contained false -p:PublishReadyToRun=true
  # What the compiler says of trimming libraries is no error of these programs.
  publish native -p:PublishAot=true -p:TreatWarningsAsErrors=false -p:SuppressTrimAnalysisWarnings=true
  measure_start() {
    "$2" "start-$3" | sed "s/^{/{\"way\":\"$1\",/"
  }
  {
    "$ours" machine
    for ((run = 1; run <= runs; run++)); do
      for model in convnet resnet50; do
        measure_start "when it runs" "$ours" "$model"
        measure_start ReadyToRun "$raw/ready/Kerasharp.Benchmarks" "$model"
        measure_start "ahead of time (AOT)" "$raw/native/Kerasharp.Benchmarks" "$model"
      done
    done
  } | tee "$raw/start.jsonl"
  {
    "$ours" report start "$raw/start.jsonl"
    sed -n '/^## Reading it$/,$p' benchmarks/START.md
  } > "$raw/START.md"
  mv "$raw/START.md" "${KERASHARP_BENCH_OUT:-benchmarks/START.md}"
  exit
fi

out="${KERASHARP_BENCH_OUT:-benchmarks/RESULTS.md}"
lines="$raw/steps.jsonl"
if ((${#workloads[@]} == 0)); then
  workloads=(mlp mlp-wide mlp-tiny convnet cifar resnet20 lstm lstm-long gru transformer
    predict-convnet-1 predict-convnet-64 predict-transformer-1 predict-transformer-64
    start-convnet start-resnet50 fashion-mnist export)
else
  out="${KERASHARP_BENCH_OUT:-/dev/stdout}"
  lines="$raw/some-steps.jsonl"
fi

python="$(find_python || (install_torch && find_python) || true)"
[[ -n "$python" ]] || echo "compare.sh: no Python with PyTorch was found, and none could be installed" >&2
tfjs=benchmarks/peers/tfjs
install_tfjs "$tfjs" || {
  echo "compare.sh: npm could not bring TensorFlow.js" >&2
  tfjs=""
}

# PyTorch's best settings: threads of OpenMP, and none of OpenBLAS's beside them.
export OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS="${OMP_NUM_THREADS:-$(nproc)}"

measure() {
  "$@" | tee -a "$lines" || echo "compare.sh: '$*' failed" >&2
}

"$ours" machine | tee "$lines"
for ((run = 1; run <= runs; run++)); do
  for workload in "${workloads[@]}"; do
    # Sizes do not change from run to run.
    if [[ "$workload" == export ]] && ((run > 1)); then continue; fi
    measure "$ours" "$workload"
    [[ -z "$python" ]] || measure "$python" benchmarks/peers/pytorch/bench.py "$workload"
    case "$workload" in
      predict-* | start-* | fashion-mnist | export) ;;
      *) [[ -z "$tfjs" ]] || measure node "$tfjs/bench.mjs" "$workload" ;;
    esac
  done
done
"$ours" report steps "$lines" > "$out"
