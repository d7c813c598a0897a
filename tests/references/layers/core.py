"""Reference numbers of the core layers; see cases.py."""

import torch
from cases import Cases, constraint, initializer, regularizer

cases = Cases("core")

ACTIVATIONS = {"linear": lambda x: x, "tanh": torch.tanh, "sigmoid": torch.sigmoid, "relu": torch.relu}


def dense(activation="linear", use_bias=True):
    def call(x, w):
        y = x @ w["kernel"]
        return ACTIVATIONS[activation](y + w["bias"] if use_bias else y)

    return call


for shape, activation, use_bias in [
    ((3, 5), "linear", True),
    ((3, 5), "tanh", True),
    ((3, 5), "linear", False),
    ((2, 2, 3, 5), "sigmoid", True),
    ((4, 3, 5), "linear", False),
]:
    cases.add(
        "Dense",
        {"units": 4, "activation": activation, "use_bias": use_bias},
        [shape],
        dense(activation, use_bias),
        [("kernel", (5, 4))] + ([("bias", (4,))] if use_bias else []),
    )
cases.add(
    "Dense",
    {
        "units": 3,
        "kernel_initializer": initializer("HeNormal", seed=1),
        "bias_initializer": initializer("Ones"),
        "kernel_regularizer": regularizer("L2", l2=0.1),
        "bias_regularizer": regularizer("L1", l1=0.2),
        "activity_regularizer": regularizer("L2", l2=0.3),
        "kernel_constraint": constraint("MaxNorm", max_value=1.5, axis=0),
        "bias_constraint": constraint("NonNeg"),
    },
    [(4, 5)],
    dense(),
    [("kernel", (5, 3)), ("bias", (3,))],
    penalty=lambda y, w: 0.1 * (w["kernel"] ** 2).sum()
    + 0.2 * w["bias"].abs().sum()
    + 0.3 * (y[0] ** 2).sum() / 4,
)

cases.write()
