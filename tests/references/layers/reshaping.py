"""Reference numbers of the reshaping layers; see cases.py. Interpolations by Keras's formula, as a matrix along each axis."""

import math

import numpy as np
import torch
import torch.nn.functional as F
from cases import Cases

cases = Cases("reshaping")
SIZES = {1: (6,), 2: (5, 6), 3: (4, 5, 6)}


def shape(rank, data_format, channels=2, sizes=None):
    sizes = sizes or SIZES[rank]
    return (2, channels, *sizes) if data_format == "channels_first" else (2, *sizes, channels)


def first_axis(data_format):
    return 2 if data_format == "channels_first" else 1


# Flatten, Reshape, Permute, RepeatVector

for given, data_format in [
    ((3, 2, 4), None),
    ((2, 2, 3, 2), "channels_last"),
    ((2, 2, 3, 2), "channels_first"),
    ((2, 3, 4), "channels_first"),
    ((3, 4), "channels_first"),
    ((3,), None),
]:
    cases.add(
        "Flatten",
        {"data_format": data_format},
        [given],
        lambda x, w, first=data_format == "channels_first": (
            (x.movedim(1, -1) if first and x.dim() > 2 else x).reshape(x.shape[0], -1)
        ),
    )

for given, target in [((2, 12), [3, 4]), ((2, 3, 4), [-1]), ((2, 3, 4), [2, -1, 3]), ((3, 2, 2), [4, 1]), ((2, 6), [6])]:
    cases.add("Reshape", {"target_shape": target}, [given], lambda x, w, t=target: x.reshape(x.shape[0], *t))

for given, dims in [((2, 3, 4), [2, 1]), ((2, 3, 4, 2), [3, 1, 2]), ((2, 3, 2, 2, 3), [4, 1, 3, 2]), ((2, 5), [1]), ((2, 3, 4), [1, 2])]:
    cases.add("Permute", {"dims": dims}, [given], lambda x, w, d=dims: x.permute(0, *d))

for given, n in [((2, 3), 4), ((3, 5), 1), ((1, 2), 2), ((4, 1), 3)]:
    cases.add("RepeatVector", {"n": n}, [given], lambda x, w, n=n: x[:, None, :].repeat(1, n, 1))


# ZeroPadding, Cropping


def spread(margins, rank):
    """Keras's forms: one number, a number for each axis, or a pair for each axis."""
    if isinstance(margins, int):
        return [(margins, margins)] * rank
    if rank == 1:
        return [tuple(margins)]
    return [(m, m) if isinstance(m, int) else tuple(m) for m in margins]


def pad(margins, data_format):
    flat = [n for pair in reversed(margins) for n in pair]
    return lambda x, w: F.pad(x, flat if data_format == "channels_first" else [0, 0] + flat)


def crop(margins, data_format):
    def call(x, w):
        for i, (before, after) in enumerate(margins):
            axis = first_axis(data_format) + i
            x = x.narrow(axis, before, x.shape[axis] - before - after)
        return x

    return call


MARGINS = {
    1: [1, 2, (1, 2), (0, 3), (2, 0), 0],
    2: [1, (1, 2), ((1, 0), (2, 1)), ((0, 2), (0, 0)), (0, 1), 0],
    3: [1, (1, 0, 2), ((1, 0), (2, 1), (0, 3)), ((0, 1), (0, 0), (2, 2))],
}
for rank, forms in MARGINS.items():
    for number, form in enumerate(forms):
        for data_format in (None, "channels_first") if number % 2 == 0 else ("channels_last", "channels_first"):
            given = shape(rank, data_format, sizes={3: (3, 4, 5)}.get(rank), channels=1 if rank == 3 else 2)
            cases.add(
                f"ZeroPadding{rank}D",
                {"padding": form, "data_format": data_format},
                [given],
                pad(spread(form, rank), data_format),
            )
            if rank == 1 and data_format == "channels_first":
                continue
            config = {"cropping": form} if rank == 1 else {"cropping": form, "data_format": data_format}
            cases.add(f"Cropping{rank}D", config, [given], crop(spread(form, rank), data_format))
for rank, default in [(1, 1), (2, 0), (3, 1)]:
    cases.add(f"Cropping{rank}D", {}, [shape(rank, None)], crop(spread(default, rank), None))
    cases.add(f"ZeroPadding{rank}D", {}, [shape(rank, None, 1, (2, 3, 4)[:rank])], pad(spread(1, rank), None))


# UpSampling


def triangle(x):
    return max(0.0, 1.0 - x)


def cubic(x):
    # Keys's curve with a = -0.5.
    if x >= 2:
        return 0.0
    return ((-0.5 * x + 2.5) * x - 4) * x + 2 if x >= 1 else ((1.5 * x - 2.5) * x) * x + 1


def lanczos(radius):
    def curve(x):
        if x > radius:
            return 0.0
        return radius * math.sin(math.pi * x) * math.sin(math.pi * x / radius) / (math.pi * x) ** 2 if x > 1e-3 else 1.0

    return curve


CURVES = {"bilinear": triangle, "bicubic": cubic, "lanczos3": lanczos(3), "lanczos5": lanczos(5)}


def weights(size, factor, curve):
    """Row i has the weights of the elements of which the new element i is the mean; those outside do not count."""
    matrix = np.array(
        [[curve(abs((i + 0.5) / factor - 0.5 - j)) for j in range(size)] for i in range(size * factor)]
    )
    return torch.tensor(matrix / matrix.sum(axis=1, keepdims=True))


def enlarge(factors, data_format, interpolation="nearest"):
    def call(x, w):
        for i, factor in enumerate(factors):
            axis = first_axis(data_format) + i
            if interpolation == "nearest":
                x = x.repeat_interleave(factor, axis)
            else:
                matrix = weights(x.shape[axis], factor, CURVES[interpolation])
                x = torch.tensordot(x, matrix, dims=([axis], [1])).movedim(-1, axis)
        return x

    return call


for given, size in [((2, 3, 2), 2), ((2, 5, 1), 3), ((1, 2, 3), 4), ((2, 3, 2), 1)]:
    cases.add("UpSampling1D", {"size": size}, [given], enlarge([size], None))
cases.add("UpSampling1D", {}, [(2, 4, 2)], enlarge([2], None))

for number, (sizes, size) in enumerate([((3, 4), 2), ((3, 2), (2, 3)), ((4, 3), (1, 2)), ((2, 3), (3, 1)), ((1, 5), 4)]):
    for interpolation in ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"):
        data_format = [None, "channels_first", "channels_last"][number % 3]
        cases.add(
            "UpSampling2D",
            {"size": size, "data_format": data_format, "interpolation": interpolation},
            [shape(2, data_format, sizes=sizes)],
            enlarge((size, size) if isinstance(size, int) else size, data_format, interpolation),
        )
cases.add("UpSampling2D", {}, [(2, 2, 3, 2)], enlarge((2, 2), None))

for number, (sizes, size) in enumerate([((2, 3, 2), 2), ((2, 2, 3), (2, 3, 1)), ((1, 3, 2), (3, 1, 2)), ((2, 1, 3), (1, 1, 3))]):
    data_format = [None, "channels_first"][number % 2]
    cases.add(
        "UpSampling3D",
        {"size": size, "data_format": data_format},
        [shape(3, data_format, sizes=sizes)],
        enlarge((size,) * 3 if isinstance(size, int) else size, data_format),
    )
cases.add("UpSampling3D", {}, [(1, 2, 1, 3, 2)], enlarge((2, 2, 2), None))

cases.write()
