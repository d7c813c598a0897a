"""Trains in Python what Kerasharp wrote, without Kerasharp, on the CPU or with CUDA:

    pip install numpy onnxruntime        (or onnxruntime-gpu)
    python examples/TrainAnywhere/python/train.py <folder> [steps] [batch size]

The folder holds step.onnx, step.safetensors and data.json, an array by the name of each input; trained.safetensors comes beside them.
"""

import json
import struct
import sys
from pathlib import Path

import numpy as np
import onnxruntime as ort

KEY = "kerasharp.training_step"
TYPES = {"F64": "float64", "F32": "float32", "F16": "float16", "I64": "int64", "I32": "int32", "U8": "uint8", "BOOL": "bool"}


def read_tensors(path):
    """The metadata and the arrays of a safetensors file."""
    data = Path(path).read_bytes()
    start = 8 + struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:start])
    metadata = header.pop("__metadata__", {})
    arrays = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        part = np.frombuffer(data[start + begin : start + end], TYPES[entry["dtype"]])
        arrays[name] = part.reshape(entry["shape"]).copy()
    return metadata, arrays


def write_tensors(path, arrays, metadata):
    """Writes a safetensors file, larger elements first, so that each lies at a multiple of its size."""
    header, parts, length = {"__metadata__": metadata}, [], 0
    for name, array in sorted(arrays.items(), key=lambda item: -item[1].itemsize):
        dtype = next(key for key, value in TYPES.items() if value == array.dtype)
        header[name] = {"dtype": dtype, "shape": list(array.shape), "data_offsets": [length, length + array.nbytes]}
        parts.append(np.ascontiguousarray(array).tobytes())
        length += array.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    Path(path).write_bytes(struct.pack("<Q", len(text)) + text + b"".join(parts))


def train(folder, steps=50, batch_size=32):
    folder = Path(folder)
    cuda = "CUDAExecutionProvider" in ort.get_available_providers()
    providers = ["CUDAExecutionProvider", "CPUExecutionProvider"] if cuda else ["CPUExecutionProvider"]
    session = ort.InferenceSession(str(folder / "step.onnx"), providers=providers)
    device = "cuda" if cuda else "cpu"
    metadata, arrays = read_tensors(folder / "step.safetensors")
    step = json.loads(metadata[KEY])
    data = json.loads((folder / "data.json").read_text())
    data = {i["name"]: np.asarray(data[i["name"]], i["type"]) for i in step["inputs"]}
    count = len(data[step["inputs"][0]["name"]])
    # The states stay where they are computed: the outputs of a step are the inputs of the next.
    states = {name: ort.OrtValue.ortvalue_from_numpy(array, device, 0) for name, array in arrays.items()}
    zeros = {s["input"]: np.zeros_like(arrays[s["input"]]) for s in step["states"] if s["role"] == "metric"}
    random = np.random.default_rng(1)

    first = 0
    for number in range(1, steps + 1):
        end = min(count, first + batch_size)
        binding = session.io_binding()
        for name, array in data.items():
            binding.bind_cpu_input(name, np.ascontiguousarray(array[first:end]))
        for draw in step["random"]:
            shape = [size if isinstance(size, int) else end - first for size in draw["shape"]]
            binding.bind_cpu_input(draw["name"], random.random(shape, np.float32))
        for name, value in states.items():
            binding.bind_ortvalue_input(name, value)
        changed = [s for s in step["states"] if s["output"]]
        for state in changed:
            binding.bind_output(state["output"], device)
        for output in step["outputs"]:
            binding.bind_output(output["name"], "cpu")
        session.run_with_iobinding(binding)
        results = binding.get_outputs()
        for state, value in zip(changed, results):
            states[state["input"]] = value
        shown = zip(step["outputs"], results[len(changed) :])
        print(f"step {number}:", ", ".join(f"{o['name'].replace('metrics/', 'mean ')} {v.numpy().item()}" for o, v in shown))
        first = end % count
        # A pass over the data is an epoch, over which metrics are gathered.
        if first == 0:
            states.update({n: ort.OrtValue.ortvalue_from_numpy(z, device, 0) for n, z in zeros.items()})
    write_tensors(folder / "trained.safetensors", {name: value.numpy() for name, value in states.items()}, metadata)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("Give the folder that holds step.onnx, step.safetensors and data.json.")
    train(sys.argv[1], *map(int, sys.argv[2:4]))
