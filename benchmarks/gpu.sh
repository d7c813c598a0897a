#!/usr/bin/env bash
# Measures Kerasharp beside PyTorch on a GPU, and writes the table of benchmarks/GPU.md anew:
#   benchmarks/gpu.sh [--device cuda:0|webgpu|cpu] [--scale tiny] [--runs 3] [workload ...]
# For CUDA it fetches ONNX Runtime's library from NuGet, unless KERASHARP_ORT names one, and takes CUDA's and cuDNN's from PyTorch's wheel where
# there is one. PyTorch must be there with CUDA (KERASHARP_PYTHON names its Python); for WebGPU, PyTorch runs on CUDA where it can.
# --scale tiny tries the same graphs in small, and writes to the screen.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=benchmarks/peers/find.sh
source benchmarks/peers/find.sh

device=cuda:0
scale=full
runs=3
workloads=()
while (($# > 0)); do
  case "$1" in
    --device | --scale | --runs)
      name="${1#--}"
      printf -v "$name" '%s' "${2:?$1 came last; its value was expected behind it}"
      shift
      ;;
    -*)
      echo "gpu.sh: '$1' came; --device, --scale or --runs was expected" >&2
      exit 2
      ;;
    *) workloads+=("$1") ;;
  esac
  shift
done
((${#workloads[@]} > 0)) || workloads=(gpu-mlp-wide gpu-convnet gpu-resnet50 gpu-transformer gpu-lstm-long)

python="$(find_python || true)"
[[ -n "$python" ]] || echo "gpu.sh: no Python with PyTorch was found; KERASHARP_PYTHON names one" >&2
theirs=cpu
if [[ -n "$python" && "$device" != cpu ]]; then
  if "$python" -c 'import sys, torch; sys.exit(not torch.cuda.is_available())'; then
    theirs=cuda:0
    [[ "$device" == webgpu ]] || theirs="${device/%cuda/cuda:0}"
  else
    echo "gpu.sh: PyTorch has no CUDA here; it runs on the processor" >&2
  fi
fi

if [[ "$device" == cuda* && -z "${KERASHARP_ORT:-}" ]]; then
  dotnet build build/cuda --nologo -v quiet > /dev/null
  KERASHARP_ORT="$PWD/benchmarks/raw/cuda"
  export KERASHARP_ORT
fi
if [[ "$device" == cuda* && -n "$python" ]]; then
  # Wheels keep cuBLAS, cuDNN and the like beside PyTorch.
  libraries="$("$python" -c 'import glob, os, torch; print(":".join(glob.glob(os.path.join(os.path.dirname(os.path.dirname(torch.__file__)), "nvidia", "*", "lib"))))')"
  export LD_LIBRARY_PATH="${libraries}${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
fi

ours="$(build_ours)"
mkdir -p benchmarks/raw
lines=benchmarks/raw/gpu.jsonl
measure() {
  "$@" | tee -a "$lines" || echo "gpu.sh: '$*' failed" >&2
}
we() { measure "$ours" --device "$device" --scale "$scale" "$@"; }
they() { [[ -z "$python" ]] || measure "$python" benchmarks/peers/pytorch/bench.py --device "$theirs" --scale "$scale" "$@"; }

export OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS="${OMP_NUM_THREADS:-$(nproc)}"
"$ours" machine | tee "$lines"
for ((run = 1; run <= runs; run++)); do
  for workload in "${workloads[@]}"; do
    we "$workload"
    they "$workload"
    if [[ "$device" == cuda* ]]; then
      we --tf32 "$workload"
      they --tf32 "$workload"
      we --tf32 --capture "$workload"
    fi
  done
done

table="$("$ours" report gpu "$lines")"
if [[ "$scale" == tiny ]]; then
  echo "$table"
  exit
fi
# The text around the table stays.
page=benchmarks/GPU.md
{
  sed '/^<!-- table -->$/q' "$page"
  printf '\n%s\n\n' "$table"
  sed -n '/^<!-- end of table -->$/,$p' "$page"
} > "$lines.md"
mv "$lines.md" "$page"
