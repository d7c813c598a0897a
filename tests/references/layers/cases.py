"""Cases of layers with reference numbers, computed with PyTorch in double precision and written for the C# tests.

A family's script (core.py, convolutional.py, ...) gives for each case the class, its configuration in Keras's form, inputs, weights
in Keras's order and shapes, and a function of tensors that computes the output by Keras's definition; this module draws the numbers,
differentiates by PyTorch's autograd, and writes the file. Inputs, weights and cotangents have three decimals, so that they are the same
in single precision to within rounding.

    python3 tests/references/layers/core.py           writes tests/Kerasharp.Tests/References/layers/core.json
    python3 tests/references/layers/core.py --check   fails if the file would change
"""

import json
import pathlib
import sys
import zlib

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
FOLDER = pathlib.Path(__file__).resolve().parents[2] / "Kerasharp.Tests" / "References" / "layers"


class Cases:
    """A family's cases."""

    def __init__(self, family):
        self.family = family
        self.cases = []

    def add(
        self,
        class_name,
        config,
        inputs,
        call,
        weights=(),
        training=False,
        masks=None,
        frozen=(),
        penalty=None,
        gradients=True,
        trains_all_weights=True,
        not_exported=None,
        arguments=None,
        inference=False,
        numbers_only=False,
        again=None,
    ):
        """Adds a case.

        inputs: shapes (drawn from the standard normal distribution), numpy arrays, or ("int32", array).
        weights: (name, shape) or (name, shape, "positive") or (name, array), in Keras's order. Where names are not enough, the paths
            within the layer: ("forward_lstm/lstm_cell/kernel", shape).
        call: called with the inputs as tensors, then a dictionary of the weights by name; gives a tensor or a list of tensors, or
            (tensors, updates) with updates a dictionary of what weights that are not trained become.
        frozen: names of the weights that are not trained.
        masks: for each input an array of booleans or None.
        penalty: called with (outputs, weights); the sum of regularization losses.
        arguments: the keywords of the call, with tensors by their places among the inputs: {"initial_state": {"tensor": [1, 2]}}.
        again: the places of the inputs that the layer is called on, where some come twice; call gets each once.
        inference: whether the outputs outside of training are the same, and are to be looked at too.
        numbers_only: whether the case is left out where examples go through export and the like, since others like it are there.
        """
        seed = zlib.crc32(json.dumps([class_name, config, len(self.cases)], sort_keys=True).encode())
        random = np.random.default_rng(seed)
        drawn = [self._input(random, x) for x in inputs]
        tensors = [
            torch.tensor(values, requires_grad=True) if kind == "float32" else torch.tensor(values)
            for kind, values in drawn
        ]
        named = {}
        for weight in weights:
            named[weight[0]] = torch.tensor(self._weight(random, weight), requires_grad=weight[0] not in frozen)
        result = call(*tensors, named)
        result, updates = result if isinstance(result, tuple) else (result, {})
        outputs = list(result) if isinstance(result, list) else [result]
        case = {
            "layer": {
                "module": "keras.layers",
                "class_name": class_name,
                "config": {"name": "layer", **config},
                "registered_name": None,
            },
            "training": training,
            "inputs": [_tensor(kind, values) for kind, values in drawn],
            "weights": [
                {"name": name, "shape": list(w.shape), "values": _numbers(w.detach().numpy())}
                for name, w in named.items()
            ],
            "outputs": [_tensor(_kind(y), y.detach().numpy()) for y in outputs],
        }
        if inference:
            case["inference"] = True
        if numbers_only:
            case["numbers_only"] = True
        if arguments is not None:
            case["arguments"] = arguments
        if masks is not None:
            case["masks"] = [None if m is None else _tensor("bool", np.asarray(m)) for m in masks]
        if gradients and any(y.requires_grad for y in outputs):
            cotangents = [_rounded(random.standard_normal(tuple(y.shape))) for y in outputs]
            loss = sum((y * torch.tensor(c)).sum() for y, c in zip(outputs, cotangents))
            sources = [t for t in tensors if t.requires_grad] + [w for w in named.values() if w.requires_grad]
            slopes = torch.autograd.grad(loss, sources, allow_unused=True)
            found = {id(s): g for s, g in zip(sources, slopes)}
            case["cotangents"] = [_numbers(c) for c in cotangents]
            case["input_gradients"] = [
                _numbers(found[id(t)].numpy()) if found.get(id(t)) is not None else None for t in tensors
            ]
            case["weight_gradients"] = {
                name: _numbers(found[id(w)].numpy()) for name, w in named.items() if found.get(id(w)) is not None
            }
        if penalty is not None:
            case["penalty"] = float(penalty(outputs, named))
        if updates:
            case["updates"] = {name: _numbers(value.detach().numpy()) for name, value in updates.items()}
        if not trains_all_weights:
            case["trains_all_weights"] = False
        if not_exported is not None:
            case["not_exported"] = not_exported
        if again:
            case["again"] = again
        self.cases.append(case)

    def write(self):
        """Writes the file, or with --check compares it."""
        lines = ",\n".join("  " + json.dumps(case) for case in self.cases)
        text = (
            f'{{\n "made_by": "tests/references/layers/{self.family}.py, PyTorch {torch.__version__}, float64",\n'
            f' "cases": [\n{lines}\n ]\n}}\n'
        )
        path = FOLDER / f"{self.family}.json"
        if "--check" in sys.argv:
            if path.read_text() != text:
                sys.exit(f"{path} would change")
            return
        path.write_text(text)
        print(f"{path.name}: {len(self.cases)} cases, {len(text)} bytes")

    @staticmethod
    def _input(random, x):
        if isinstance(x, tuple) and len(x) == 2 and isinstance(x[0], str):
            return x[0], np.asarray(x[1])
        if isinstance(x, np.ndarray):
            return "float32", x.astype(np.float64)
        return "float32", _rounded(random.standard_normal(tuple(x)))

    @staticmethod
    def _weight(random, weight):
        if isinstance(weight[1], np.ndarray):
            return weight[1].astype(np.float64)
        values = _rounded(random.standard_normal(tuple(weight[1])) * 0.5)
        return 0.5 + np.abs(values) if len(weight) > 2 and weight[2] == "positive" else values


def rounded(values):
    """Numbers of three decimals."""
    return _rounded(np.asarray(values, dtype=np.float64))


def regularizer(kind, **config):
    """A regularizer in Keras's form."""
    return {"module": "keras.regularizers", "class_name": kind, "config": config, "registered_name": None}


def initializer(kind, **config):
    """An initializer in Keras's form."""
    return {"module": "keras.initializers", "class_name": kind, "config": config, "registered_name": None}


def constraint(kind, **config):
    """A constraint in Keras's form."""
    return {"module": "keras.constraints", "class_name": kind, "config": config, "registered_name": None}


def _rounded(values):
    return np.round(values, 3)


def _kind(tensor):
    return {torch.float64: "float32", torch.int64: "int64", torch.int32: "int32", torch.uint8: "uint8", torch.bool: "bool"}[tensor.dtype]


def _tensor(kind, values):
    return {"type": kind, "shape": list(values.shape), "values": _numbers(values)}


def _numbers(values):
    flat = np.asarray(values).reshape(-1)
    if flat.dtype == bool:
        return [int(v) for v in flat]
    if np.issubdtype(flat.dtype, np.integer):
        return [int(v) for v in flat]
    return [float(f"{v:.7g}") for v in flat]
