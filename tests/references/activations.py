"""Keras 3's activations and their gradients in float64, with the slopes that TensorFlow gives kinks. Writes
tests/Kerasharp.Tests/References/activations.json; with --check it fails if the file would change. Needs PyTorch and NumPy.

    python3 tests/references/activations.py [--check]
"""

import json
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F

TARGET = pathlib.Path(__file__).parents[1] / "Kerasharp.Tests" / "References" / "activations.json"
SELU_ALPHA = 1.6732632423543772
SELU_SCALE = 1.0507009873554805

zeros, where = torch.zeros_like, torch.where


def softplus(x):
    # PyTorch's own goes over to x above a threshold.
    return -F.logsigmoid(-x)


def relu(x, negative_slope=0.0, max_value=None, threshold=0.0):
    if negative_slope != 0 and max_value is None and threshold == 0:
        return F.leaky_relu(x, negative_slope)
    below = torch.relu(threshold - x)
    above = where(x > threshold, x, zeros(x))
    if max_value == 6 and threshold == 0:
        above = F.relu6(x)
    elif max_value is not None:
        above = torch.clamp(above, 0.0, max_value)
    return above - negative_slope * below


def selu(x):
    # At 0 TensorFlow has the slope of the right side.
    return SELU_SCALE * where(x < 0, SELU_ALPHA * torch.expm1(torch.clamp(x, max=0)), x)


def sparsemax(x, axis=-1):
    ordered = torch.sort(x, dim=axis, descending=True).values
    sums = torch.cumsum(ordered, dim=axis)
    shape = [1] * x.dim()
    shape[axis] = -1
    places = torch.arange(1, x.shape[axis] + 1, dtype=x.dtype).reshape(shape)
    count = (1 + places * ordered > sums).sum(dim=axis, keepdim=True)
    bound = (torch.gather(sums, axis, count - 1) - 1) / count
    return torch.clamp(x - bound, min=0.0)


def sparse_plus(x):
    return where(x <= -1, zeros(x), where(x < 1, (x + 1) ** 2 / 4, x))


def sparse_sigmoid(x):
    return where(x <= -1, zeros(x), where(x >= 1, torch.ones_like(x), (x + 1) / 2))


def soft_shrink(x, threshold=0.5):
    return where(x > threshold, x - threshold, where(x < -threshold, x + threshold, zeros(x)))


def squareplus(x, b=4.0):
    return (x + torch.sqrt(x * x + b)) / 2


def glu(x, axis=-1):
    first, second = torch.chunk(x, 2, dim=axis)
    return first * torch.sigmoid(second)


FUNCTIONS = {
    "celu": lambda x, alpha=1.0: F.celu(x, alpha),
    "elu": lambda x, alpha=1.0: F.elu(x, alpha),
    "exponential": torch.exp,
    "gelu": lambda x, approximate=False: F.gelu(x, approximate="tanh" if approximate else "none"),
    "glu": glu,
    "hard_shrink": lambda x, threshold=0.5: where(x.abs() > threshold, x, zeros(x)),
    "hard_sigmoid": lambda x: F.relu6(x + 3) / 6,
    "hard_silu": lambda x: x * (F.relu6(x + 3) / 6),
    "hard_tanh": lambda x: torch.clamp(x, -1, 1),
    "leaky_relu": lambda x, negative_slope=0.2: F.leaky_relu(x, negative_slope),
    "linear": lambda x: x * 1,
    "log_sigmoid": F.logsigmoid,
    "log_softmax": lambda x, axis=-1: torch.log_softmax(x, axis),
    "mish": lambda x: x * torch.tanh(softplus(x)),
    "relu": relu,
    "relu6": F.relu6,
    "selu": selu,
    "sigmoid": torch.sigmoid,
    "silu": lambda x: x * torch.sigmoid(x),
    "soft_shrink": soft_shrink,
    "softmax": lambda x, axis=-1: torch.softmax(x, axis),
    "softplus": softplus,
    "softsign": lambda x: x / (1 + x.abs()),
    "sparse_plus": sparse_plus,
    "sparse_sigmoid": sparse_sigmoid,
    "sparsemax": sparsemax,
    "squareplus": squareplus,
    "tanh": torch.tanh,
    "tanh_shrink": lambda x: x - torch.tanh(x),
    "threshold": lambda x, threshold, default_value: where(x > threshold, x, torch.full_like(x, default_value)),
}

# Arguments other than the defaults; the function without any is a case anyway, where it can be called so.
VARIANTS = {
    "celu": [{"alpha": 0.5}, {"alpha": 2.0}],
    "elu": [{"alpha": 0.5}],
    "gelu": [{"approximate": True}],
    "glu": [{"axis": 1}, {"axis": -2}],
    "hard_shrink": [{"threshold": 1.0}, {"threshold": 0.0}],
    "leaky_relu": [{"negative_slope": 0.0625}],
    "log_softmax": [{"axis": 1}, {"axis": 0}],
    "relu": [
        {"negative_slope": 0.25},
        {"max_value": 6.0},
        {"max_value": 2.5},
        {"threshold": 1.0},
        {"threshold": -1.0},
        {"negative_slope": 0.25, "max_value": 6.0},
        {"negative_slope": 0.25, "max_value": 2.5, "threshold": 0.5},
        {"max_value": 2.5, "threshold": -1.0},
    ],
    "soft_shrink": [{"threshold": 1.0}, {"threshold": 0.0}],
    "softmax": [{"axis": 1}, {"axis": 0}],
    "sparsemax": [{"axis": 1}, {"axis": 0}, {"axis": -2}],
    "squareplus": [{"b": 0.25}],
    "threshold": [{"threshold": 0.5, "default_value": 20.0}, {"threshold": -1.0, "default_value": 0.0}],
}
ALONG_AXIS = {"glu", "log_softmax", "softmax", "sparsemax"}
# Those whose values far from 0 are small, and to be right in all their digits.
TAILS = {"exponential", "log_sigmoid", "softplus", "squareplus"}

KINKS = [-6, -3, -1, -0.5, 0, 0.5, 1, 2.5, 3, 6]
BETWEEN = [-4.75, -2.25, -0.75, -0.001, 1e-6, 0.25, 0.875, 1.75, 4.5, 7.25]
FAR = [-10000, -1000, -100, -60, -20, 20, 60, 100, 1000, 10000]


def to_float32(numbers):
    return np.asarray(numbers, dtype=np.float32).astype(np.float64)


def inputs(name, random):
    if name in ALONG_AXIS:
        yield to_float32(random.normal(size=(3, 6)))
        yield to_float32(2 * random.normal(size=(2, 4, 6)))
        yield to_float32(0.3 * random.normal(size=(2, 4, 2, 4)))
        # Equal ones, ones apart by 1, great ones.
        yield to_float32([[0, 0, 0, 0], [1, 0, 0, 1], [10000, 9999.75, -10000, 0], [-3000, -3000, -3001, -2999.5]])
    else:
        near = [*KINKS, *BETWEEN]
        yield to_float32(near).reshape(4, 5)
        far = [number for number in FAR if abs(number) < 80] * 5 if name == "exponential" else FAR * 2
        yield to_float32(far).reshape(2, 2, 5)
        yield to_float32(2 * random.normal(size=(2, 3, 2, 3)))


def case(name, arguments, x, random):
    tensor = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    output = FUNCTIONS[name](tensor, **arguments)
    cotangent = to_float32(random.normal(size=tuple(output.shape)))
    (gradient,) = torch.autograd.grad(output, tensor, torch.tensor(cotangent))
    assert torch.isfinite(output).all() and torch.isfinite(gradient).all(), (name, arguments)
    written = ", ".join(f"{key}={value}" for key, value in arguments.items())
    return {
        "name": f"{name}({written}) of {'x'.join(str(size) for size in x.shape)}",
        "activation": name,
        "arguments": arguments,
        "relative": name in TAILS,
        "input": x.tolist(),
        "cotangent": cotangent.tolist(),
        "output": output.tolist(),
        "gradient": gradient.tolist(),
    }


def fits(name, arguments, x):
    axis = arguments.get("axis", -1)
    if not -x.ndim <= axis < x.ndim:
        return False
    # The batch, at axis 0, is not known when the graph is made.
    return name != "glu" or (x.shape[axis] % 2 == 0 and axis % x.ndim != 0)


def cases():
    random = np.random.default_rng(7)
    for name in sorted(FUNCTIONS):
        for arguments in [*([] if name == "threshold" else [{}]), *VARIANTS.get(name, [])]:
            for x in inputs(name, random):
                if fits(name, arguments, x):
                    yield case(name, arguments, x, random)


lines = ",\n".join(json.dumps(entry) for entry in cases())
text = f"[\n{lines}\n]\n"
if "--check" in sys.argv:
    sys.exit(0 if TARGET.read_text() == text else f"{TARGET} would change.")
TARGET.write_text(text)
