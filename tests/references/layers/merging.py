"""Reference numbers of the merging layers; see cases.py."""

import numpy as np
import torch
from cases import Cases

cases = Cases("merging")


def aligned(xs):
    """Tensors with axes of 1 behind the batch, until all have one rank."""
    rank = max(x.dim() for x in xs)
    return [x.reshape(x.shape[0], *[1] * (rank - x.dim()), *x.shape[1:]) for x in xs]


def folded(operation, finish=lambda y, n: y):
    def call(*args):
        xs = aligned(args[:-1])
        y = xs[0]
        for x in xs[1:]:
            y = operation(y, x)
        return finish(y, len(xs))

    return call


OPERATIONS = {
    "Add": folded(torch.add),
    "Average": folded(torch.add, lambda y, n: y / n),
    "Multiply": folded(torch.mul),
    "Maximum": folded(torch.maximum),
    "Minimum": folded(torch.minimum),
    "Subtract": folded(torch.sub),
}
for name, call in OPERATIONS.items():
    shapes = [[(3, 4), (3, 4)], [(2, 3, 5), (2, 3, 5)], [(2, 3, 1), (2, 1, 5)], [(2, 3, 2, 5), (2, 5)]]
    if name != "Subtract":
        shapes += [[(3, 2, 4), (3, 4), (3, 2, 1)]]
    for inputs in shapes:
        cases.add(name, {}, inputs, call)

# Masks: of three places in time the second and the third do not count in one, or the other.
ONE = np.array([[True, False, True], [True, True, False]])
OTHER = np.array([[True, False, False], [False, True, False]])


def widened(mask):
    return torch.tensor(mask)[..., None]


def masked_product(*masks):
    def call(*args):
        y = 1
        for x, mask in zip(args[:-1], masks):
            y = y * (x if mask is None else torch.where(widened(mask), x, torch.ones_like(x)))
        if all(m is not None for m in masks):
            some = widened(np.logical_or.reduce(masks))
            y = torch.where(some, y, torch.zeros_like(y))
        return y

    return call


def masked_extreme(operation, *masks):
    def call(*args):
        y, counts = args[0], masks[0]
        for x, mask in zip(args[1:-1], masks[1:]):
            if mask is not None:
                x = torch.where(widened(mask), x, y)
            if counts is not None:
                y = torch.where(widened(counts), y, x)
            counts = counts | mask if counts is not None and mask is not None else None
            y = operation(y, x)
        return y

    return call


for masks in [(ONE, OTHER), (ONE, None), (None, OTHER, ONE)]:
    inputs = [(2, 3, 4)] * len(masks)
    cases.add("Multiply", {}, inputs, masked_product(*masks), masks=masks)
    cases.add("Maximum", {}, inputs, masked_extreme(torch.maximum, *masks), masks=masks)
    cases.add("Minimum", {}, inputs, masked_extreme(torch.minimum, *masks), masks=masks)
cases.add("Add", {}, [(2, 3, 4)] * 2, OPERATIONS["Add"], masks=(ONE, OTHER))

for axis, inputs in [
    (-1, [(3, 4), (3, 2)]),
    (1, [(2, 3, 5), (2, 1, 5), (2, 2, 5)]),
    (-2, [(2, 3, 5), (2, 4, 5)]),
    (3, [(2, 3, 2, 1), (2, 3, 2, 4)]),
]:
    cases.add("Concatenate", {"axis": axis}, inputs, lambda *args, axis=axis: torch.cat(args[:-1], axis))


def dot(axes, normalize=False):
    def call(a, b, w):
        first, second = (axes, axes) if isinstance(axes, int) else axes
        if normalize:
            a = a / torch.linalg.vector_norm(a, dim=first, keepdim=True).clamp(min=1e-7)
            b = b / torch.linalg.vector_norm(b, dim=second, keepdim=True).clamp(min=1e-7)
        a = a.movedim(first, -1)
        b = b.movedim(second, -1)
        rows = [torch.tensordot(x, y, dims=([-1], [-1])) for x, y in zip(a, b)]
        y = torch.stack(rows)
        return y[:, None] if y.dim() == 1 else y

    return call


for axes, normalize, inputs in [
    (1, False, [(3, 4), (3, 4)]),
    (-1, True, [(3, 4), (3, 4)]),
    (2, False, [(2, 3, 5), (2, 4, 5)]),
    ([1, 2], True, [(2, 3, 5), (2, 4, 3)]),
    ([2, 1], False, [(2, 3, 5), (2, 5)]),
    ([-1, -2], False, [(2, 3, 2, 5), (2, 5, 4)]),
    ([2, 3], False, [(2, 3, 2), (2, 3, 2, 2)]),
]:
    cases.add("Dot", {"axes": axes, "normalize": normalize}, inputs, dot(axes, normalize))

cases.write()
