"""Reference numbers of the pooling layers; see cases.py. All by PyTorch's functional operators, with Keras's padding written out."""

import numpy as np
import torch
import torch.nn.functional as F
from cases import Cases

cases = Cases("pooling")
SIZES = {1: (7,), 2: (7, 6), 3: (4, 5, 6)}


def to_first(x):
    return x.movedim(-1, 1)


def to_last(x):
    return x.movedim(1, -1)


def inside(data_format, function):
    """A function of channels-first tensors, for a data format."""
    if data_format == "channels_first":
        return lambda x, w: function(x)
    return lambda x, w: to_last(function(to_first(x)))


def shape(rank, data_format, batch=2, channels=2, sizes=None):
    sizes = sizes or SIZES[rank]
    return (batch, channels, *sizes) if data_format == "channels_first" else (batch, *sizes, channels)


def full(value, rank):
    return (value,) * rank if isinstance(value, int) else tuple(value)


def padded(x, pool, strides, padding, filler):
    """x with Keras's 'same' padding: what is odd goes behind."""
    if padding != "same":
        return x
    margins = []
    for n, k, s in zip(x.shape[2:], pool, strides):
        total = max((-(-n // s) - 1) * s + k - n, 0)
        margins = [total // 2, total - total // 2] + margins
    return F.pad(x, margins, value=filler)


def max_pool(rank, pool, strides, padding):
    operator = [F.max_pool1d, F.max_pool2d, F.max_pool3d][rank - 1]
    return lambda x: operator(padded(x, pool, strides, padding, -float("inf")), pool, strides)


def average_pool(rank, pool, strides, padding):
    operator = [F.avg_pool1d, F.avg_pool2d, F.avg_pool3d][rank - 1]

    def call(x):
        real = padded(torch.ones_like(x), pool, strides, padding, 0.0)
        # Sums of the elements, by the number of those that are no padding.
        return operator(padded(x, pool, strides, padding, 0.0), pool, strides) / operator(real, pool, strides)

    return call


WINDOWS = {
    1: [(2, None), (3, 1), (3, 2), ([3], [2])],
    2: [(2, None), ((3, 2), (1, 2)), ((2, 3), None), (3, 2)],
    3: [(2, None), ((2, 3, 1), (1, 2, 3)), (3, 2)],
}
for kind, pool_of in [("Max", max_pool), ("Average", average_pool)]:
    for rank, windows in WINDOWS.items():
        for pool_size, strides in windows:
            for padding, data_format in [("valid", None), ("same", None), ("same", "channels_first")]:
                pool = full(pool_size, rank)
                steps = full(strides, rank) if strides is not None else pool
                cases.add(
                    f"{kind}Pooling{rank}D",
                    {"pool_size": pool_size, "strides": strides, "padding": padding, "data_format": data_format},
                    [shape(rank, data_format, channels=2 if rank < 3 else 1)],
                    inside(data_format, pool_of(rank, pool, steps, padding)),
                )
for rank in (1, 2, 3):
    cases.add(
        f"MaxPooling{rank}D", {}, [shape(rank, None)], inside(None, max_pool(rank, (2,) * rank, (2,) * rank, "valid"))
    )

for kind, reduce in [("Max", torch.amax), ("Average", torch.mean)]:
    for rank in (1, 2, 3):
        for data_format in (None, "channels_first"):
            for keepdims in (False, True):
                first = 2 if data_format == "channels_first" else 1
                axes = tuple(range(first, first + rank))
                cases.add(
                    f"Global{kind}Pooling{rank}D",
                    {"data_format": data_format, "keepdims": keepdims},
                    [shape(rank, data_format, channels=3)],
                    lambda x, w, axes=axes, keepdims=keepdims, reduce=reduce: reduce(x, dim=axes, keepdim=keepdims),
                )

MASK = np.array([[1, 1, 1, 0, 0], [1, 0, 1, 1, 0], [1, 1, 1, 1, 1]], dtype=bool)
for data_format in (None, "channels_first"):
    for keepdims in (False, True):
        first = data_format == "channels_first"

        def masked_mean(x, w, first=first, keepdims=keepdims):
            weight = torch.tensor(MASK).double().unsqueeze(1 if first else 2)
            axis = 2 if first else 1
            return (x * weight).sum(axis, keepdim=keepdims) / weight.sum(axis, keepdim=keepdims)

        cases.add(
            "GlobalAveragePooling1D",
            {"data_format": data_format, "keepdims": keepdims},
            [shape(1, data_format, batch=3, channels=2, sizes=(5,))],
            masked_mean,
            masks=[MASK],
        )

ADAPTIVE = {
    1: [((6,), 3), ((7,), 3), ((7,), [5]), ((3,), 5), ((5,), 1), ((4,), 4)],
    2: [((6, 4), (3, 2)), ((7, 5), 3), ((7, 6), (4, 3)), ((6, 5), (2, 3)), ((5, 4), (5, 3)), ((3, 4), (1, 6))],
    3: [((4, 4, 6), 2), ((3, 5, 4), (2, 3, 3)), ((4, 5, 3), (2, 2, 3)), ((5, 4, 3), (3, 2, 2)), ((2, 3, 4), 3)],
}
for kind, operators in [
    ("Max", [F.adaptive_max_pool1d, F.adaptive_max_pool2d, F.adaptive_max_pool3d]),
    ("Average", [F.adaptive_avg_pool1d, F.adaptive_avg_pool2d, F.adaptive_avg_pool3d]),
]:
    for rank, configurations in ADAPTIVE.items():
        for number, (sizes, output_size) in enumerate(configurations):
            data_format = "channels_first" if number % 2 else "channels_last"
            cases.add(
                f"Adaptive{kind}Pooling{rank}D",
                {"output_size": output_size, "data_format": data_format},
                [shape(rank, data_format, sizes=sizes)],
                inside(
                    data_format,
                    lambda x, o=operators[rank - 1], size=full(output_size, rank): o(x, size if len(size) > 1 else size[0]),
                ),
            )

cases.write()
