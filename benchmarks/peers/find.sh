#!/usr/bin/env bash
# Sourced by compare.sh and gpu.sh: the peers, brought here where they are missing.

# Prints a Python that has PyTorch: KERASHARP_PYTHON, python3 on the path, the system's own.
find_python() {
  local python
  for python in "${KERASHARP_PYTHON:-python3}" python3 /usr/bin/python3; do
    if "$python" -c 'import torch' 2> /dev/null; then
      echo "$python"
      return 0
    fi
  done
  return 1
}

# Installs Debian's PyTorch with OpenBLAS's threads where that may be done.
install_torch() {
  [[ "$(id -u)" == 0 ]] && command -v apt-get > /dev/null || return 1
  (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-torch libopenblas0-pthread) \
    > /dev/null 2>&1
}

# Brings TensorFlow.js from npm.
install_tfjs() {
  command -v npm > /dev/null && npm ci --silent --no-audit --no-fund --prefix "$1" > /dev/null 2>&1
}

# Builds the benchmarks and prints the program's path.
build_ours() {
  dotnet build -c Release benchmarks --nologo -v quiet > /dev/null || return 1
  echo benchmarks/bin/Release/net10.0/Kerasharp.Benchmarks
}
