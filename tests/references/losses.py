"""Keras 3's losses and their gradients in float64. Writes tests/Kerasharp.Tests/References/losses.json; with --check it fails if the
file would change. Needs PyTorch and NumPy. Where PyTorch has the loss, its own is taken.

    python3 tests/references/losses.py [--check]
"""

import json
import math
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F

TARGET = pathlib.Path(__file__).parents[1] / "Kerasharp.Tests" / "References" / "losses.json"
EPSILON = 1e-7
random = np.random.default_rng(7)


def same_rank(y, p):
    if y.dim() == p.dim() + 1 and y.shape[-1] == 1:
        return (y, p[..., None]) if p.dim() == 1 else (y.squeeze(-1), p)
    if p.dim() == y.dim() + 1 and p.shape[-1] == 1:
        return (y[..., None], p) if y.dim() == 1 else (y, p.squeeze(-1))
    return y, p


# Each gives the losses, and which of them count (None for all).


def mean_squared_error(y, p):
    return F.mse_loss(p, y, reduction="none").mean(-1), None


def mean_absolute_error(y, p):
    return F.l1_loss(p, y, reduction="none").mean(-1), None


def mean_absolute_percentage_error(y, p):
    return 100 * (torch.abs(y - p) / torch.clamp(torch.abs(y), min=EPSILON)).mean(-1), None


def mean_squared_logarithmic_error(y, p):
    first, second = (torch.log1p(torch.clamp(x, min=EPSILON)) for x in (p, y))
    return torch.square(first - second).mean(-1), None


def huber(y, p, delta=1.0):
    return F.huber_loss(p, y, reduction="none", delta=delta).mean(-1), None


def log_cosh(y, p):
    return torch.log(torch.cosh(p - y)).mean(-1), None


def cosine_similarity(y, p, axis=-1):
    unit = lambda x: x * torch.rsqrt(torch.clamp((x * x).sum(axis, keepdim=True), min=EPSILON**2))
    return -(unit(y) * unit(p)).sum(axis), None


def binary(y, p, from_logits):
    if from_logits:
        return F.binary_cross_entropy_with_logits(p, y, reduction="none")
    return F.binary_cross_entropy(torch.clamp(p, EPSILON, 1 - EPSILON), y, reduction="none")


def binary_crossentropy(y, p, from_logits=False, label_smoothing=0.0, axis=-1):
    y = y * (1 - label_smoothing) + 0.5 * label_smoothing
    return binary(y, p, from_logits).mean(axis), None


def binary_focal_crossentropy(
    y, p, apply_class_balancing=False, alpha=0.25, gamma=2.0, from_logits=False, label_smoothing=0.0, axis=-1
):
    y = y * (1 - label_smoothing) + 0.5 * label_smoothing
    if from_logits:
        p = torch.sigmoid(p)
    right = y * p + (1 - y) * (1 - p)
    losses = (1 - right) ** gamma * binary(y, p, False)
    if apply_class_balancing:
        losses = losses * (y * alpha + (1 - y) * (1 - alpha))
    return losses.mean(axis), None


def smooth(y, share, classes):
    return y * (1 - share) + share / classes


def shares(p, axis):
    return torch.clamp(p / p.sum(axis, keepdim=True), EPSILON, 1 - EPSILON)


def logarithms(p, axis, from_logits):
    return F.log_softmax(p, axis) if from_logits else torch.log(shares(p, axis))


def categorical_crossentropy(y, p, from_logits=False, label_smoothing=0.0, axis=-1):
    y = smooth(y, label_smoothing, p.shape[axis])
    return -(y * logarithms(p, axis, from_logits)).sum(axis), None


def categorical_focal_crossentropy(y, p, alpha=0.25, gamma=2.0, from_logits=False, label_smoothing=0.0, axis=-1):
    y = smooth(y, label_smoothing, p.shape[axis])
    p = shares(torch.softmax(p, axis) if from_logits else p, axis)
    losses = -y * torch.log(p) * (1 - p) ** gamma * torch.as_tensor(alpha, dtype=p.dtype)
    return losses.sum(axis), None


def sparse_categorical_crossentropy(y, p, from_logits=False, ignore_class=None, axis=-1):
    if y.dim() == p.dim():
        y = y.squeeze(axis)
    axis %= p.dim()
    counts = torch.ones_like(y, dtype=torch.bool) if ignore_class is None else y != ignore_class
    p = torch.movedim(p, axis, 1)
    logs = F.log_softmax(p, 1) if from_logits else torch.log(shares(p, 1))
    # PyTorch wants the classes second.
    losses = F.nll_loss(logs, torch.where(counts, y, 0).long(), reduction="none")
    return torch.where(counts, losses, 0.0), None if ignore_class is None else counts


def categorical_generalized_cross_entropy(y, p, q=0.5):
    right = torch.gather(p, -1, y.long()[..., None]).squeeze(-1)
    return (1 - right**q) / q, None


def kl_divergence(y, p):
    y, p = (torch.clamp(x, EPSILON, 1) for x in (y, p))
    return F.kl_div(torch.log(p), y, reduction="none").sum(-1), None


def poisson(y, p):
    return F.poisson_nll_loss(p, y, log_input=False, eps=EPSILON, reduction="none").mean(-1), None


def signed(y):
    return 2 * y - 1 if bool(((y == 0) | (y == 1)).all()) else y


def hinge(y, p):
    return torch.relu(1 - signed(y) * p).mean(-1), None


def squared_hinge(y, p):
    return torch.relu(1 - signed(y) * p).square().mean(-1), None


def categorical_hinge(y, p):
    return torch.relu(((1 - y) * p).amax(-1) - (y * p).sum(-1) + 1), None


def ctc(y, p, mask=None):
    logs = F.log_softmax(p, -1).transpose(0, 1)
    steps = torch.full((p.shape[0],), p.shape[1], dtype=torch.long) if mask is None else mask.sum(-1)
    return F.ctc_loss(logs, y.long(), steps, (y != 0).sum(-1), blank=0, reduction="none"), None


def total(x, axis):
    return x.sum() if axis is None else x.sum(axis)


def dice(y, p, axis=None):
    return 1 - 2 * total(y * p, axis) / (total(y, axis) + total(p, axis) + EPSILON), None


def tversky(y, p, alpha=0.5, beta=0.5, axis=None):
    both = total(y * p, axis)
    wrong, missed = total((1 - y) * p, axis), total(y * (1 - p), axis)
    return 1 - both / (both + alpha * wrong + beta * missed + EPSILON), None


def circle(y, p, gamma=80.0, margin=0.4, remove_diagonal=True):
    d = torch.maximum(1 - p @ p.T, torch.zeros((), dtype=p.dtype))
    y = y.reshape(-1, 1)
    positive = y == y.T
    negative = ~positive
    if remove_diagonal:
        positive = positive & ~torch.eye(len(y), dtype=torch.bool)
    losses = []
    # Row by row over the pairs that there are: a row without pairs of one kind has no loss.
    for i in range(len(y)):
        near, far = d[i][positive[i]], d[i][negative[i]]
        if len(near) == 0 or len(far) == 0:
            losses.append(0 * d[i].sum())
            continue
        first = torch.logsumexp(-gamma * torch.relu(margin + near) * (margin - near), 0)
        second = torch.logsumexp(gamma * torch.relu(1 + margin - far) * (1 - margin - far), 0)
        losses.append(F.softplus(first + second))
    losses = torch.stack(losses)
    return losses, losses > 0


def reduce(losses, counts, weight, mask, reduction):
    if mask is not None:
        counts = mask if counts is None else counts & mask
    if counts is not None:
        shown = counts.to(losses.dtype)
        if reduction in ("mean", "sum_over_batch_size"):
            valid = shown.sum()
            shown = shown * (0 if valid == 0 else shown.numel() / valid)
        if weight is None:
            weight = shown
        else:
            weight = weight.reshape(weight.shape + (1,) * (shown.dim() - weight.dim())) * shown
    if weight is not None:
        weight = weight.reshape(weight.shape + (1,) * (losses.dim() - weight.dim()))
        losses = losses * weight
    if reduction == "none" or losses.dim() == 0:
        return losses
    if reduction == "sum":
        return losses.sum()
    if reduction == "mean_with_sample_weight" and weight is not None:
        return losses.sum() / weight.sum() if weight.sum() != 0 else losses.sum() * 0
    return losses.mean()


REDUCTIONS = ["sum_over_batch_size", "sum", "mean", "mean_with_sample_weight", "none"]
cases = []


def short(x):
    """Few decimals, so that the file stays small."""
    return np.round(np.asarray(x, dtype=np.float64), 4)


def case(function, class_name, y, p, config=None, weight=None, mask=None, reductions=REDUCTIONS):
    """A case for each reduction, of numbers as float32 holds them."""
    y, p = np.asarray(y), short(p)
    written = y.tolist() if np.issubdtype(y.dtype, np.integer) else short(y).tolist()
    y = np.asarray(written)
    for reduction in reductions:
        pt = torch.tensor(p.astype(np.float32), dtype=torch.float64, requires_grad=True)
        yt = torch.tensor(y if function in LABELS else y.astype(np.float32))
        yt = yt.to(torch.int64 if function in LABELS else torch.float64)
        arguments = {k: tuple(v) if isinstance(v, list) and k == "axis" else v for k, v in (config or {}).items()}
        places = None if mask is None else torch.tensor(mask, dtype=torch.bool)
        if function is ctc and mask is not None:
            # What the mask leaves out stands at the end, where PyTorch's lengths cut it off.
            order = torch.argsort((~places).int(), dim=1, stable=True)
            moved = torch.gather(pt, 1, order[..., None].expand_as(pt))
            losses, counts = function(yt, moved, places)
            places = places.any(-1)
            losses = torch.where(places, losses, 0.0)
        else:
            losses, counts = function(*same_rank(yt, pt), **arguments)
        value = reduce(
            losses,
            counts,
            None if weight is None else torch.tensor(np.asarray(weight, np.float32), dtype=torch.float64),
            places,
            reduction,
        )
        (gradient,) = torch.autograd.grad(value.sum(), pt)
        assert torch.isfinite(gradient).all() and torch.isfinite(value).all(), class_name
        entry = {"class_name": class_name, "config": {"reduction": reduction, **(config or {})}}
        entry["y_true"], entry["y_pred"] = written, p.tolist()
        if weight is not None:
            entry["sample_weight"] = list(weight)
        if mask is not None:
            entry["mask"] = np.asarray(mask).astype(int).tolist()
        entry["value"] = [float(f"{v:.12g}") for v in value.detach().reshape(-1).tolist()]
        entry["gradient"] = [float(f"{v:.8g}") for v in gradient.reshape(-1).tolist()]
        cases.append(entry)


def normal(*shape, scale=1.0):
    return random.normal(size=shape) * scale


def positive(*shape):
    return random.uniform(0.05, 3, size=shape)


def probabilities(*shape, axis=-1):
    e = np.exp(normal(*shape))
    return e / e.sum(axis, keepdims=True)


def yes(*shape):
    return random.integers(0, 2, size=shape).astype(np.float32)


def one_hot(labels, classes, axis=-1):
    return np.moveaxis(np.eye(classes, dtype=np.float32)[labels], -1, axis)


LABELS = [sparse_categorical_crossentropy, categorical_generalized_cross_entropy, ctc, circle]
WEIGHT = [0.5, 2.0, 0.0, 1.25]
MASK = [[1, 0, 1], [1, 1, 1], [0, 0, 0], [1, 0, 0]]
FEW = ["sum_over_batch_size", "none"]


def regressions(function, name, y, p, config=None):
    """The ranks, with and without weights and masks, of a loss along the last axis."""
    case(function, name, y(4, 5), p(4, 5), config)
    case(function, name, y(4), p(4, 1), config, reductions=FEW)
    case(function, name, y(4, 3, 2), p(4, 3, 2), config, weight=WEIGHT)
    case(function, name, y(4, 3, 2), p(4, 3, 2), config, weight=WEIGHT, mask=MASK)


regressions(mean_squared_error, "MeanSquaredError", normal, normal)
regressions(mean_absolute_error, "MeanAbsoluteError", normal, normal)
regressions(mean_absolute_percentage_error, "MeanAbsolutePercentageError", normal, normal)
regressions(mean_squared_logarithmic_error, "MeanSquaredLogarithmicError", positive, normal)
regressions(huber, "Huber", normal, normal)
regressions(huber, "Huber", normal, normal, {"delta": 0.3})
regressions(log_cosh, "LogCosh", normal, lambda *s: normal(*s, scale=5))
regressions(poisson, "Poisson", lambda *s: random.poisson(2, size=s).astype(np.float32), positive)
regressions(kl_divergence, "KLDivergence", probabilities, probabilities)
case(kl_divergence, "KLDivergence", one_hot([0, 2, 1], 3), [[0.5, 0.25, 0.25], [0, 0.5, 0.5], [0.2, 0.7, 0.1]])
regressions(hinge, "Hinge", yes, normal)
regressions(hinge, "Hinge", lambda *s: 2 * yes(*s) - 1, normal)
regressions(squared_hinge, "SquaredHinge", yes, normal)
case(squared_hinge, "SquaredHinge", normal(4, 5), normal(4, 5))
case(categorical_hinge, "CategoricalHinge", one_hot([0, 2, 1, 3], 4), normal(4, 4))
case(categorical_hinge, "CategoricalHinge", one_hot([[0, 2, 1]] * 4, 3), normal(4, 3, 3), weight=WEIGHT, mask=MASK)
case(cosine_similarity, "CosineSimilarity", normal(4, 5), normal(4, 5))
case(cosine_similarity, "CosineSimilarity", normal(4, 3, 2), normal(4, 3, 2), {"axis": 1}, weight=WEIGHT)
case(cosine_similarity, "CosineSimilarity", [[1, 2], [0, 0], [3, 4]], [[0, 0], [1, 2], [-3, -4]])
# Ties at 0 and at the bounds.
case(mean_absolute_error, "MeanAbsoluteError", [[1, 2]], [[1, 3]], reductions=FEW)
case(mean_absolute_percentage_error, "MeanAbsolutePercentageError", [[2, -4]], [[2, 3]], reductions=FEW)
case(huber, "Huber", [[1, 2, 3]], [[1, 3, 1]], reductions=FEW)

for from_logits, predictions in ((False, lambda *s: random.uniform(0.02, 0.98, size=s)), (True, normal)):
    for smoothing in (0, 0.2):
        given = {"from_logits": from_logits, "label_smoothing": smoothing}
        regressions(binary_crossentropy, "BinaryCrossentropy", yes, predictions, given)
        case(
            binary_focal_crossentropy,
            "BinaryFocalCrossentropy",
            yes(4, 3, 2),
            predictions(4, 3, 2),
            {**given, "apply_class_balancing": True, "alpha": 0.3, "gamma": 1.5},
            weight=WEIGHT,
        )
    case(
        binary_crossentropy,
        "BinaryCrossentropy",
        random.uniform(size=(4, 3, 2)),
        predictions(4, 3, 2),
        {"from_logits": from_logits, "axis": 1},
        reductions=FEW,
    )
    case(
        binary_focal_crossentropy,
        "BinaryFocalCrossentropy",
        yes(4, 3, 2),
        predictions(4, 3, 2),
        {"from_logits": from_logits, "axis": 1, "gamma": 0},
        reductions=FEW,
    )
    case(binary_focal_crossentropy, "BinaryFocalCrossentropy", yes(4), predictions(4, 1), {"from_logits": from_logits})

for from_logits, predictions in ((False, positive), (True, lambda *s: normal(*s, scale=3))):
    for smoothing in (0, 0.2):
        given = {"from_logits": from_logits, "label_smoothing": smoothing}
        y = one_hot([[0, 2, 1]] * 4, 3)
        for function, name in (
            (categorical_crossentropy, "CategoricalCrossentropy"),
            (categorical_focal_crossentropy, "CategoricalFocalCrossentropy"),
        ):
            case(function, name, one_hot([3, 0, 1, 2], 4), predictions(4, 4), given)
            case(function, name, y, predictions(4, 3, 3), given, weight=WEIGHT, mask=MASK)
            case(function, name, np.moveaxis(y, -1, 1), predictions(4, 3, 3), {**given, "axis": 1}, reductions=FEW)
    case(
        categorical_focal_crossentropy,
        "CategoricalFocalCrossentropy",
        probabilities(4, 3),
        predictions(4, 3),
        {"from_logits": from_logits, "alpha": [0.2, 0.3, 0.7], "gamma": 1.5},
    )
    function, name = sparse_categorical_crossentropy, "SparseCategoricalCrossentropy"
    case(function, name, [3, 0, 1, 2], predictions(4, 4), {"from_logits": from_logits})
    case(function, name, [[3], [0], [1], [2]], predictions(4, 4), {"from_logits": from_logits}, weight=WEIGHT)
    labels = [[0, 255, 1], [2, 2, 0], [1, 255, 255], [0, 1, 255]]
    ignoring = {"from_logits": from_logits, "ignore_class": 255}
    case(function, name, labels, predictions(4, 3, 3), ignoring)
    case(function, name, labels, predictions(4, 3, 3), ignoring, weight=WEIGHT, mask=MASK)
    case(function, name, [-1, 1, 0], predictions(3, 2), {"from_logits": from_logits, "ignore_class": -1})
    case(function, name, [[0, 1]] * 2, predictions(2, 3, 2), {"from_logits": from_logits, "axis": 1}, reductions=FEW)
    case(function, name, [[0, 9]] * 2, predictions(2, 3, 2), {**ignoring, "ignore_class": 9, "axis": 1})

function, name = categorical_generalized_cross_entropy, "CategoricalGeneralizedCrossEntropy"
case(function, name, [3, 0, 1, 2], probabilities(4, 4))
case(function, name, [[0, 2, 1]] * 4, probabilities(4, 3, 3), {"q": 0.8}, weight=WEIGHT)

for axis in (None, 1, [1, 2]):
    given = {} if axis is None else {"axis": axis}
    case(dice, "Dice", yes(4, 3, 2), random.uniform(size=(4, 3, 2)), given)
    case(dice, "Dice", yes(4, 3, 2), random.uniform(size=(4, 3, 2)), given, weight=WEIGHT)
    for weights in ({}, {"alpha": 0.3, "beta": 0.8}):
        case(tversky, "Tversky", yes(4, 3, 2), random.uniform(size=(4, 3, 2)), {**given, **weights})

for config in ({}, {"gamma": 8.0, "margin": 0.25}, {"gamma": 4.0, "remove_diagonal": False}):
    embeddings = normal(6, 4)
    embeddings /= np.linalg.norm(embeddings, axis=-1, keepdims=True) * 1.001
    labels = [0, 1, 0, 2, 1, 0]
    case(circle, "Circle", labels, embeddings, config)
    case(circle, "Circle", [[n] for n in labels], embeddings, config, weight=[1, 0.5, 2, 3, 0, 1])

case(ctc, "CTC", [[1, 2, 2], [3, 0, 0], [1, 2, 3], [0, 0, 0]], normal(4, 7, 4))
case(ctc, "CTC", [[1, 2, 2], [3, 0, 0], [1, 2, 3], [2, 1, 0]], normal(4, 4, 5, scale=3), weight=WEIGHT)
case(ctc, "CTC", [[1, 1, 2, 3, 3, 4, 4, 4, 1, 2], [1, 2, 1, 2, 1, 2, 0, 0, 0, 0]], normal(2, 40, 5, scale=2))

# Sequences whose steps have weights of their own.
STEPS = [[0.5, 1, 2], [0, 1, 0.25], [3, 1, 1], [1, 0.5, 0]]
for function, name, y, p, config in (
    (mean_squared_error, "MeanSquaredError", normal(4, 3, 2), normal(4, 3, 2), {}),
    (binary_crossentropy, "BinaryCrossentropy", yes(4, 3, 1), normal(4, 3, 1), {"from_logits": True}),
    (
        sparse_categorical_crossentropy,
        "SparseCategoricalCrossentropy",
        [[0, 2, 1]] * 4,
        normal(4, 3, 3),
        {"from_logits": True},
    ),
):
    case(function, name, y, p, config, weight=STEPS)
    case(function, name, y, p, config, weight=STEPS, mask=MASK)

ENDS = [[1, 1, 1, 1, 1], [1, 1, 1, 0, 0], [0, 0, 0, 0, 0], [1, 1, 0, 0, 0]]
GAPS = [[0, 1, 1, 0, 1], [1, 0, 1, 1, 1], [1, 1, 1, 1, 0], [0, 0, 1, 0, 1]]
for mask in (ENDS, GAPS):
    case(ctc, "CTC", [[1, 2, 0], [3, 3, 0], [1, 0, 0], [2, 0, 0]], normal(4, 5, 4), mask=mask)
    case(ctc, "CTC", [[1, 2, 0], [3, 0, 0], [1, 0, 0], [2, 0, 0]], normal(4, 5, 4), weight=WEIGHT, mask=mask)

text = "[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]\n"
if "--check" in sys.argv:
    sys.exit(0 if TARGET.read_text() == text else "losses.json would change")
TARGET.write_text(text)
print(len(cases), "cases", math.ceil(len(text) / 1024), "KB")
