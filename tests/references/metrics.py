"""Keras 3's metrics in float64, by their formulas, over uneven batches, with and without weights. Writes
tests/Kerasharp.Tests/References/metrics.json; with --check it fails if the file would change. Needs NumPy.

    python3 tests/references/metrics.py [--check]

Here every metric is computed from all examples so far at once, threshold by threshold and class by class: nothing is summed up from
batch to batch, and there are no buckets. Numbers are eighths and the like, which float32 holds exactly.
"""

import json
import pathlib
import sys

import numpy as np

TARGET = pathlib.Path(__file__).parents[1] / "Kerasharp.Tests" / "References" / "metrics.json"
BATCHES = [5, 3, 2]
EPSILON = 1e-7
rng = np.random.default_rng(7)


def ratio(a, b):
    a, b = np.asarray(a, float), np.asarray(b, float)
    return np.where(b == 0, 0.0, a / np.where(b == 0, 1.0, b))


# Means of values of examples


def mean_of(values, w):
    """Each example's mean, weighted by example; weights of more dimensions weigh places."""
    n = len(values)
    w = np.ones(n) if w is None else w
    while w.ndim > values.ndim:
        w = w[..., 0]
    values = values.reshape(values.shape[: w.ndim] + (-1,)).mean(-1)
    top = (values * w).reshape(n, -1).mean(-1).sum()
    bottom = np.broadcast_to(w, values.shape).reshape(n, -1).mean(-1).sum()
    return float(ratio(top, bottom))


def wrapper(formula):
    return lambda y, p, w, **config: mean_of(np.asarray(formula(y, p, **config), float), w)


def same_rank(y, p):
    if y.ndim == p.ndim - 1 and p.shape[-1] == 1:
        y = y[..., None]
    return y, p


def top_k(y, p, k=5):
    return sparse_top_k(y.argmax(-1), p, k)


def sparse_top_k(y, p, k=5, from_sorted_ids=False):
    if y.ndim == p.ndim:
        y = y[..., 0]
    if from_sorted_ids:
        return (y[..., None] == p[..., :k]).any(-1)
    own = np.take_along_axis(p, y[..., None].astype(int), -1)
    return (p > own).sum(-1) < k


def softmax_logs(p, axis, from_logits):
    if from_logits:
        top = p.max(axis, keepdims=True)
        return p - top - np.log(np.exp(p - top).sum(axis, keepdims=True))
    return np.log(np.clip(p / p.sum(axis, keepdims=True), EPSILON, 1 - EPSILON))


def binary_crossentropy(y, p, from_logits=False, label_smoothing=0):
    y, p = same_rank(y, p)
    y = y * (1 - label_smoothing) + 0.5 * label_smoothing
    if from_logits:
        p = 1 / (1 + np.exp(-p))
    p = np.clip(p, EPSILON, 1 - EPSILON)
    return -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean(-1)


def categorical_crossentropy(y, p, from_logits=False, label_smoothing=0, axis=-1):
    y = y * (1 - label_smoothing) + label_smoothing / p.shape[axis]
    return -(y * softmax_logs(p, axis, from_logits)).sum(axis)


def sparse_crossentropies(y, p, from_logits=False, ignore_class=None, axis=-1):
    if y.ndim == p.ndim:
        y = y.squeeze(axis)
    counts = np.ones(y.shape, bool) if ignore_class is None else y != ignore_class
    label = np.expand_dims(np.where(counts, y, 0).astype(int), axis)
    logs = np.take_along_axis(softmax_logs(p, axis, from_logits), label, axis).squeeze(axis)
    return np.where(counts, -logs, 0.0), counts


def sparse_crossentropy(y, p, w, **config):
    values, counts = sparse_crossentropies(y, p, **config)
    if w is not None:
        w = w.reshape(w.shape + (1,) * (values.ndim - w.ndim)) * counts
    return mean_of(values, w)


def unit(x, axis):
    return x / np.sqrt(np.maximum((x * x).sum(axis, keepdims=True), EPSILON**2))


def standard(x, axis):
    return (x - x.mean(axis, keepdims=True)) / x.std(axis, keepdims=True)


def concordance(y, p, axis=-1):
    my, mp = y.mean(axis, keepdims=True), p.mean(axis, keepdims=True)
    norm = y.var(axis, keepdims=True) + p.var(axis, keepdims=True) + (my - mp) ** 2
    return (2 * (y - mp) * (p - mp) / (norm + EPSILON)).mean(axis)


def signs(y):
    # Whether all targets are 0 or 1 is asked of each batch; here all batches are alike.
    return 2 * y - 1 if np.isin(y, [0, 1]).all() else y


def pairs(formula):
    def metric(y, p, **config):
        return formula(*same_rank(y, p), **config)

    return wrapper(metric)


def log1(x):
    return np.log(np.maximum(x, EPSILON) + 1)


# Counts at thresholds


def weights_like(y, w):
    if w is None:
        return np.ones(y.shape)
    return np.broadcast_to(w.reshape(w.shape + (1,) * (y.ndim - w.ndim)), y.shape)


def confusion(y, p, w, thresholds, top_k=None, class_id=None, labels=None, by_label=False, negative_is_last=False):
    y, p = same_rank(y, p)
    if y.ndim == p.ndim + 1 and y.shape[-1] == 1:
        p = p[..., None]
    if top_k is not None:
        order = np.argsort(-p, -1, kind="stable")[..., :top_k]
        keep = np.zeros(p.shape, bool)
        np.put_along_axis(keep, order, True, -1)
        p = np.where(keep, p, -1e10)
    if class_id is not None:
        y, p = y[..., class_id : class_id + 1], p[..., class_id : class_id + 1]
    w = weights_like(y, w)
    if labels is not None:
        w = w * np.asarray(labels)
    if not by_label:
        y, p, w = (a.reshape(-1, 1) for a in (y, p, w))
    truth = y != 0
    rows = []
    for t in thresholds:
        yes = p > t
        rows.append([(w * (a & b)).sum(0) for a, b in ((truth, yes), (~truth, yes), (~truth, ~yes), (truth, ~yes))])
    tp, fp, tn, fn = (np.array(c) for c in zip(*rows))
    return tp, fp, tn, fn


def counts(which):
    def metric(y, p, w, thresholds=None):
        return confusion(y, p, w, thresholds or [0.5])[which][:, 0].tolist()

    return metric


def share(other):
    def metric(y, p, w, thresholds=None, top_k=None, class_id=None):
        c = confusion(y, p, w, thresholds or [0.5 if top_k is None else -1e10], top_k, class_id)
        return ratio(c[0], c[0] + c[other])[:, 0].tolist()

    return metric


RATES = {
    "sensitivity": lambda tp, fp, tn, fn: ratio(tp, tp + fn),
    "specificity": lambda tp, fp, tn, fn: ratio(tn, tn + fp),
    "precision": lambda tp, fp, tn, fn: ratio(tp, tp + fp),
    "recall": lambda tp, fp, tn, fn: ratio(tp, tp + fn),
}


def rate_at(shown, bound):
    def metric(y, p, w, num_thresholds=200, class_id=None, **value):
        thresholds = [0.5] if num_thresholds == 1 else np.arange(num_thresholds) / (num_thresholds - 1)
        c = confusion(y, p, w, thresholds, class_id=class_id)
        fits = RATES[bound](*c) >= value[bound]
        return float(np.max(np.where(fits, RATES[shown](*c), 0), initial=0))

    return metric


def auc(
    y,
    p,
    w,
    num_thresholds=200,
    curve="ROC",
    summation_method="interpolation",
    thresholds=None,
    multi_label=False,
    num_labels=None,
    label_weights=None,
    from_logits=False,
):
    inner = sorted(thresholds) if thresholds else [i / (num_thresholds - 1) for i in range(1, num_thresholds - 1)]
    levels = [-EPSILON, *inner, 1 + EPSILON]
    if from_logits:
        p = 1 / (1 + np.exp(-p))
    tp, fp, tn, fn = confusion(y, p, w, levels, labels=None if multi_label else label_weights, by_label=multi_label)
    if curve == "PR" and summation_method == "interpolation":
        dtp = tp[:-1] - tp[1:]
        all_yes = tp + fp
        slope = ratio(dtp, np.maximum(all_yes[:-1] - all_yes[1:], 0))
        intercept = tp[1:] - slope * all_yes[1:]
        both = (all_yes[:-1] > 0) & (all_yes[1:] > 0)
        quotient = np.where(both, ratio(all_yes[:-1], np.maximum(all_yes[1:], 0)), 1.0)
        terms = ratio(slope * (dtp + intercept * np.log(quotient)), np.maximum(tp[1:] + fn[1:], 0))
    else:
        recall, precision = ratio(tp, tp + fn), ratio(tp, tp + fp)
        if curve == "ROC":
            x, h = ratio(fp, fp + tn), recall
        elif curve == "PR":
            x, h = recall, precision
        else:
            scale = ratio(tp + fn, tn + fp)
            x = np.maximum(np.where(tp == 0, 0.0, 1 - scale * ratio(fn, tp)), 0)
            h = np.where(tp == 0, 1.0, 1 - scale * ratio(fp, tp))
        height = {
            "interpolation": lambda a, b: (a + b) / 2,
            "minoring": np.minimum,
            "majoring": np.maximum,
        }[summation_method](h[:-1], h[1:])
        terms = (x[:-1] - x[1:]) * height
    areas = terms.sum(0)
    if multi_label and label_weights is not None:
        return float(ratio((areas * label_weights).sum(), np.sum(label_weights)))
    return float(areas.mean())


# Scores


def fbeta(y, p, w, average=None, beta=1.0, threshold=None):
    if threshold is None:
        p = (p >= p.max(-1, keepdims=True)) & (np.abs(p) > 1e-9)
    else:
        p = p > threshold
    p = p.astype(float)
    w = weights_like(y, w)
    axis = None if average == "micro" else 0
    tp, fp, fn, own = ((w * v).sum(axis) for v in (p * y, p * (1 - y), (1 - p) * y, y))
    precision, recall = tp / (tp + fp + EPSILON), tp / (tp + fn + EPSILON)
    score = precision * recall / (beta**2 * precision + recall + EPSILON) * (1 + beta**2)
    if average == "weighted":
        return float((score * (own / (own.sum() + EPSILON))).sum())
    return float(score.mean()) if average else score.tolist()


def r2(y, p, w, class_aggregation="uniform_average", num_regressors=0):
    y, p = same_rank(y, p)
    w = weights_like(y, w)
    total = (w * (y - (w * y).sum(0) / w.sum(0)) ** 2).sum(0)
    raw = 1 - (w * (y - p) ** 2).sum(0) / total
    score = {
        None: lambda: raw,
        "uniform_average": lambda: raw.mean(keepdims=True),
        "variance_weighted_average": lambda: (total * raw).sum(keepdims=True) / total.sum(),
    }[class_aggregation]()
    n = (w != 0).any(-1).sum()
    if num_regressors and num_regressors < n - 1:
        score = 1 - (1 - score) * (n - 1) / (n - num_regressors - 1)
    return score.tolist() if class_aggregation is None else float(score[0])


def iou(
    y, p, w, num_classes, target_class_ids, ignore_class=None, sparse_y_true=True, sparse_y_pred=True, axis=-1
):
    y = y if sparse_y_true else y.argmax(axis)
    p = p if sparse_y_pred else p.argmax(axis)
    if p.ndim == y.ndim + 1:
        p = p[..., 0]
    w = weights_like(y, w)
    keep = (y >= 0) & (y < num_classes) & (p >= 0) & (p < num_classes)
    if ignore_class is not None:
        keep &= y != ignore_class
    found = []
    for c in target_class_ids:
        both = (w * (keep & (y == c) & (p == c))).sum()
        either = (w * (keep & ((y == c) | (p == c)))).sum()
        if either > 1e-9:
            found.append(both / (either + EPSILON))
    return float(np.sum(found) / (len(found) + EPSILON))


def mean_iou(y, p, w, num_classes, **config):
    return iou(y, p, w, num_classes, range(num_classes), **config)


def binary_iou(y, p, w, target_class_ids=(0, 1), threshold=0.5):
    return iou(y, (p >= threshold).astype(int), w, 2, target_class_ids)


def absolute_sum(y, p, w):
    return float((weights_like(p, w) * p).sum())


METRICS = {
    "Accuracy": pairs(lambda y, p: y == p),
    "BinaryAccuracy": pairs(lambda y, p, threshold=0.5: y == (p > threshold)),
    "CategoricalAccuracy": wrapper(lambda y, p: y.argmax(-1) == p.argmax(-1)),
    "SparseCategoricalAccuracy": wrapper(lambda y, p: sparse_top_k(y, p, 1)),
    "TopKCategoricalAccuracy": wrapper(top_k),
    "SparseTopKCategoricalAccuracy": wrapper(sparse_top_k),
    "AUC": auc,
    "Precision": share(1),
    "Recall": share(3),
    "TruePositives": counts(0),
    "FalsePositives": counts(1),
    "TrueNegatives": counts(2),
    "FalseNegatives": counts(3),
    "PrecisionAtRecall": rate_at("precision", "recall"),
    "RecallAtPrecision": rate_at("recall", "precision"),
    "SensitivityAtSpecificity": rate_at("sensitivity", "specificity"),
    "SpecificityAtSensitivity": rate_at("specificity", "sensitivity"),
    "F1Score": fbeta,
    "FBetaScore": fbeta,
    "IoU": iou,
    "BinaryIoU": binary_iou,
    "MeanIoU": mean_iou,
    "OneHotIoU": lambda y, p, w, sparse_y_pred=False, **c: iou(
        y, p, w, sparse_y_true=False, sparse_y_pred=sparse_y_pred, **c
    ),
    "OneHotMeanIoU": lambda y, p, w, sparse_y_pred=False, **c: mean_iou(
        y, p, w, sparse_y_true=False, sparse_y_pred=sparse_y_pred, **c
    ),
    "PearsonCorrelation": pairs(lambda y, p, axis=-1: (standard(y, axis) * standard(p, axis)).mean(axis)),
    "ConcordanceCorrelation": pairs(concordance),
    "BinaryCrossentropy": wrapper(binary_crossentropy),
    "CategoricalCrossentropy": wrapper(categorical_crossentropy),
    "SparseCategoricalCrossentropy": sparse_crossentropy,
    "KLDivergence": pairs(
        lambda y, p: (np.clip(y, EPSILON, 1) * np.log(np.clip(y, EPSILON, 1) / np.clip(p, EPSILON, 1))).sum(-1)
    ),
    "Poisson": pairs(lambda y, p: (p - y * np.log(p + EPSILON)).mean(-1)),
    "MeanSquaredError": pairs(lambda y, p: ((y - p) ** 2).mean(-1)),
    "RootMeanSquaredError": lambda y, p, w: float(np.sqrt(METRICS["MeanSquaredError"](y, p, w))),
    "MeanAbsoluteError": pairs(lambda y, p: np.abs(y - p).mean(-1)),
    "MeanAbsolutePercentageError": pairs(
        lambda y, p: 100 * (np.abs(y - p) / np.maximum(np.abs(y), EPSILON)).mean(-1)
    ),
    "MeanSquaredLogarithmicError": pairs(lambda y, p: ((log1(y) - log1(p)) ** 2).mean(-1)),
    "CosineSimilarity": pairs(lambda y, p, axis=-1: (unit(y, axis) * unit(p, axis)).sum(axis)),
    "LogCoshError": pairs(lambda y, p: np.log(np.cosh(p - y)).mean(-1)),
    "R2Score": r2,
    "Hinge": pairs(lambda y, p: np.maximum(1 - signs(y) * p, 0).mean(-1)),
    "SquaredHinge": pairs(lambda y, p: (np.maximum(1 - signs(y) * p, 0) ** 2).mean(-1)),
    "CategoricalHinge": pairs(
        lambda y, p: np.maximum(((1 - y) * p).max(-1) - (y * p).sum(-1) + 1, 0)
    ),
    "Mean": lambda y, p, w: mean_of(p, w),
    "Sum": absolute_sum,
}

N = sum(BATCHES)


def exact(x, digits=64):
    return np.round(np.asarray(x) * digits) / digits


def chances(*shape):
    return exact(rng.uniform(0.02, 0.98, (N, *shape)))


def numbers(*shape, scale=1.0):
    return exact(rng.normal(0, scale, (N, *shape)))


def labels(classes, *shape):
    return rng.integers(0, classes, (N, *shape))


def one_hot(ids, classes):
    return np.eye(classes)[ids]


def distribution(classes):
    x = chances(classes)
    return x / x.sum(-1, keepdims=True)


WEIGHTS = exact(rng.uniform(0.1, 2, N), 8)
WEIGHTS[[1, 6]] = 0

BITS = labels(2, 1)
BITS3 = labels(2, 3)
P1, P3 = chances(1), chances(3)
# Ends and the middle, where thresholds are exclusive.
P3[0], P3[1] = [0, 1, 0.5], [0.25, 0.75, 0.5]
IDS = labels(4)
ONE_HOT = one_hot(IDS, 4)
SHARES = exact(distribution(4))
LOGITS = numbers(4, scale=2)
TIED = exact(LOGITS, 2)
SORTED_IDS = np.argsort(-LOGITS, -1)
STEPS_IDS = labels(3, 2)
STEPS = exact(rng.uniform(0.1, 1, (N, 2, 3)))
LAST_CLASS_EMPTY = one_hot(labels(3), 4)
REAL, GUESS = numbers(3), numbers(3)
POSITIVE, POSITIVE_GUESS = np.abs(numbers(3)) + 0.125, np.abs(numbers(3)) + 0.125
MAP = labels(3, 2, 2)
MAP_GUESS = labels(3, 2, 2)
MAP_SCORES = numbers(2, 2, 3)
MAP_FIRST = numbers(3, 2, 2)
STEP_WEIGHTS = exact(rng.uniform(0.1, 2, (N, 2)), 8)
NONE = np.zeros((N, 1), int)
ALL = np.ones((N, 1), int)

CASES = [
    ("Accuracy", {}, labels(2, 3), labels(2, 3)),
    ("Accuracy", {}, labels(2), labels(2, 1)),
    ("BinaryAccuracy", {}, BITS3, P3),
    ("BinaryAccuracy", {"threshold": 0.25}, BITS[:, 0], P1),
    ("CategoricalAccuracy", {}, ONE_HOT, LOGITS),
    ("SparseCategoricalAccuracy", {}, IDS, LOGITS),
    ("SparseCategoricalAccuracy", {}, STEPS_IDS, STEPS, STEP_WEIGHTS),
    ("TopKCategoricalAccuracy", {}, ONE_HOT, LOGITS),
    ("TopKCategoricalAccuracy", {"k": 2}, ONE_HOT, TIED),
    ("TopKCategoricalAccuracy", {"k": 2}, one_hot(STEPS_IDS, 3), STEPS),
    ("SparseTopKCategoricalAccuracy", {"k": 2}, IDS, TIED),
    ("SparseTopKCategoricalAccuracy", {"k": 2}, IDS[:, None], LOGITS),
    ("SparseTopKCategoricalAccuracy", {"k": 1}, STEPS_IDS, STEPS),
    ("SparseTopKCategoricalAccuracy", {"k": 2, "from_sorted_ids": True}, IDS, SORTED_IDS),
    ("AUC", {}, BITS, P1),
    ("AUC", {}, BITS[:, 0], P1),
    ("AUC", {}, NONE, P1),
    ("AUC", {"curve": "PR"}, NONE, P1),
    ("AUC", {"curve": "PRGAIN"}, ALL, P1),
    ("AUC", {"num_thresholds": 5}, BITS3, P3),
    ("AUC", {"num_thresholds": 9, "curve": "PR"}, BITS3, P3),
    ("AUC", {"num_thresholds": 9, "curve": "PRGAIN"}, BITS3, P3),
    ("AUC", {"num_thresholds": 9, "summation_method": "minoring"}, BITS3, P3),
    ("AUC", {"num_thresholds": 9, "curve": "PR", "summation_method": "majoring"}, BITS3, P3),
    ("AUC", {"num_thresholds": 9, "curve": "PR", "summation_method": "minoring"}, BITS3, P3),
    ("AUC", {"thresholds": [0.75, 0.125, 0.5]}, BITS3, P3),
    ("AUC", {"thresholds": [0.25, 0.5, 0.75]}, BITS3, P3),
    ("AUC", {"num_thresholds": 9, "multi_label": True}, BITS3, P3),
    ("AUC", {"multi_label": True, "num_labels": 3, "label_weights": [1.0, 0.5, 2.0], "curve": "PR"}, BITS3, P3),
    ("AUC", {"thresholds": [0.3, 0.4], "multi_label": True, "label_weights": [1.0, 0.0, 2.0]}, BITS3, P3),
    ("AUC", {"num_thresholds": 9, "label_weights": [1.0, 0.5, 2.0]}, BITS3, P3),
    ("AUC", {"from_logits": True}, BITS3, GUESS),
    ("Precision", {}, BITS, P1),
    ("Precision", {}, BITS[:, 0], P1),
    ("Precision", {}, NONE, P1),
    ("Precision", {"thresholds": [0.0, 0.5, 1.0]}, BITS3, P3),
    ("Precision", {"thresholds": [0.3, 0.6]}, BITS3, P3),
    ("Precision", {"thresholds": 0.25}, BITS3, P3),
    ("Precision", {"top_k": 2}, ONE_HOT, LOGITS),
    ("Precision", {"top_k": 2}, ONE_HOT, TIED),
    ("Precision", {"top_k": 2, "class_id": 1, "thresholds": [0.25]}, ONE_HOT, SHARES),
    ("Precision", {"class_id": 2}, BITS3, P3),
    ("Recall", {}, BITS, P1),
    ("Recall", {}, NONE, P1),
    ("Recall", {"thresholds": [0.0, 0.25, 0.5, 0.75, 1.0]}, BITS3, P3),
    ("Recall", {"thresholds": [0.5, 0.25]}, BITS3, P3),
    ("Recall", {"top_k": 1}, ONE_HOT, LOGITS),
    ("Recall", {"top_k": 3, "class_id": 0}, ONE_HOT, LOGITS),
    *((c, {}, BITS, P1) for c in ("TruePositives", "TrueNegatives", "FalsePositives", "FalseNegatives")),
    *(
        (c, {"thresholds": t}, BITS3, P3)
        for c in ("TruePositives", "TrueNegatives", "FalsePositives", "FalseNegatives")
        for t in ([0.25, 0.5], [0.0, 0.25, 0.5, 0.75, 1.0])
    ),
    ("TruePositives", {}, labels(2, 2, 3), chances(2, 3), STEP_WEIGHTS),
    *(
        (f"{a}At{b}", {b.lower(): 0.6, **more}, BITS3, P3)
        for a, b in (
            ("Precision", "Recall"),
            ("Recall", "Precision"),
            ("Sensitivity", "Specificity"),
            ("Specificity", "Sensitivity"),
        )
        for more in ({}, {"num_thresholds": 1}, {"num_thresholds": 9, "class_id": 1})
    ),
    ("PrecisionAtRecall", {"recall": 0.5}, NONE, P1),
    ("SpecificityAtSensitivity", {"sensitivity": 0.5}, BITS[:, 0], P1),
    ("F1Score", {}, ONE_HOT, LOGITS),
    ("F1Score", {"average": "micro"}, ONE_HOT, LOGITS),
    ("F1Score", {"average": "macro", "threshold": 0.5}, BITS3, P3),
    ("F1Score", {"average": "weighted"}, LAST_CLASS_EMPTY, LOGITS),
    ("F1Score", {}, LAST_CLASS_EMPTY, np.where(TIED > 0, TIED, 0)),
    ("FBetaScore", {"beta": 2.0}, BITS3, P3),
    ("FBetaScore", {"average": "weighted", "beta": 0.5, "threshold": 0.25}, BITS3, P3),
    ("FBetaScore", {"average": "micro", "beta": 0.5, "threshold": 0.75}, BITS3, P3),
    ("IoU", {"num_classes": 3, "target_class_ids": [0, 2]}, MAP, MAP_GUESS),
    ("IoU", {"num_classes": 4, "target_class_ids": [1, 3], "ignore_class": 0}, MAP, MAP_GUESS),
    (
        "IoU",
        {"num_classes": 3, "target_class_ids": [1], "sparse_y_true": False, "sparse_y_pred": False, "axis": 1},
        one_hot(MAP, 3).transpose(0, 3, 1, 2),
        MAP_FIRST,
    ),
    ("BinaryIoU", {}, BITS3, P3),
    ("BinaryIoU", {"target_class_ids": [1], "threshold": 0.25}, BITS[:, 0], P1),
    ("MeanIoU", {"num_classes": 2}, MAP, MAP_GUESS),
    ("MeanIoU", {"num_classes": 3, "sparse_y_pred": False}, MAP, MAP_SCORES),
    ("MeanIoU", {"num_classes": 5, "ignore_class": 1, "sparse_y_true": False}, one_hot(MAP, 3), MAP_GUESS),
    (
        "MeanIoU",
        {"num_classes": 3, "sparse_y_true": False, "sparse_y_pred": False, "axis": 1},
        one_hot(MAP, 3).transpose(0, 3, 1, 2),
        MAP_FIRST,
    ),
    ("OneHotIoU", {"num_classes": 4, "target_class_ids": [0, 3]}, ONE_HOT, LOGITS),
    (
        "OneHotIoU",
        {"num_classes": 3, "target_class_ids": [0], "ignore_class": 2, "sparse_y_pred": True, "axis": 1},
        one_hot(MAP, 3).transpose(0, 3, 1, 2),
        MAP_GUESS,
    ),
    ("OneHotMeanIoU", {"num_classes": 4}, ONE_HOT, LOGITS),
    (
        "OneHotMeanIoU",
        {"num_classes": 3, "ignore_class": 2, "sparse_y_pred": True, "axis": 1},
        one_hot(MAP, 3).transpose(0, 3, 1, 2),
        MAP_GUESS,
    ),
    ("PearsonCorrelation", {}, REAL, GUESS),
    ("PearsonCorrelation", {"axis": 1}, numbers(4, 2), numbers(4, 2)),
    ("ConcordanceCorrelation", {}, REAL, GUESS),
    ("ConcordanceCorrelation", {"axis": 1}, numbers(4, 2), numbers(4, 2)),
    ("BinaryCrossentropy", {}, BITS3, P3),
    ("BinaryCrossentropy", {"from_logits": True, "label_smoothing": 0.25}, BITS[:, 0], GUESS[:, :1]),
    ("CategoricalCrossentropy", {}, ONE_HOT, SHARES),
    ("CategoricalCrossentropy", {"from_logits": True, "label_smoothing": 0.25}, ONE_HOT, LOGITS),
    ("CategoricalCrossentropy", {"axis": 1}, one_hot(STEPS_IDS, 3).transpose(0, 2, 1), STEPS.transpose(0, 2, 1)),
    ("SparseCategoricalCrossentropy", {}, IDS, SHARES),
    ("SparseCategoricalCrossentropy", {"from_logits": True, "ignore_class": 1}, IDS[:, None], LOGITS),
    ("SparseCategoricalCrossentropy", {"ignore_class": 9}, np.where(STEPS_IDS == 2, 9, STEPS_IDS), STEPS),
    ("SparseCategoricalCrossentropy", {"axis": 1, "ignore_class": 0}, STEPS_IDS, STEPS.transpose(0, 2, 1)),
    ("KLDivergence", {}, SHARES, exact(distribution(4))),
    ("Poisson", {}, labels(4, 3), POSITIVE_GUESS),
    *(
        (c, {}, REAL, GUESS)
        for c in ("MeanSquaredError", "RootMeanSquaredError", "MeanAbsoluteError", "LogCoshError", "CosineSimilarity")
    ),
    ("MeanSquaredError", {}, numbers(), numbers(1)),
    ("RootMeanSquaredError", {}, numbers(2, 3), numbers(2, 3), STEP_WEIGHTS),
    ("LogCoshError", {}, numbers(1, scale=8), numbers(1, scale=8)),
    ("CosineSimilarity", {"axis": 1}, numbers(4, 2), numbers(4, 2)),
    ("MeanAbsolutePercentageError", {}, POSITIVE, POSITIVE_GUESS),
    ("MeanSquaredLogarithmicError", {}, POSITIVE, POSITIVE_GUESS),
    ("MeanSquaredLogarithmicError", {}, REAL, GUESS),
    ("R2Score", {}, REAL, GUESS),
    ("R2Score", {"class_aggregation": None}, REAL, GUESS),
    ("R2Score", {"class_aggregation": "variance_weighted_average", "num_regressors": 2}, REAL, GUESS),
    ("R2Score", {"num_regressors": 4}, numbers(), numbers(1)),
    ("Hinge", {}, BITS3, GUESS),
    ("Hinge", {}, 2 * BITS3 - 1, GUESS),
    ("SquaredHinge", {}, 2 * BITS3 - 1, GUESS),
    ("SquaredHinge", {}, BITS3, GUESS),
    ("CategoricalHinge", {}, ONE_HOT, LOGITS),
    ("Mean", {}, IDS, GUESS),
    ("Mean", {}, IDS, numbers(2, 3), STEP_WEIGHTS),
    ("Sum", {}, IDS, GUESS),
    ("Sum", {}, IDS, numbers(2, 3), STEP_WEIGHTS),
]


def listed(x):
    x = np.asarray(x)
    return [listed(v) for v in x] if x.ndim else (int(x) if float(x).is_integer() else float(x))


def results(name, config, y, p, w):
    ends = np.cumsum(BATCHES)
    thresholds = {"thresholds": [config["thresholds"]]} if isinstance(config.get("thresholds"), float) else {}
    out = []
    for end in ends:
        value = METRICS[name](
            np.asarray(y[:end], float), np.asarray(p[:end], float), None if w is None else w[:end], **{**config, **thresholds}
        )
        out.append(value if isinstance(value, list) else [value])
    return out


def case(name, config, y, p, w=WEIGHTS):
    return {
        "class": name,
        "config": config,
        "yTrue": listed(y),
        "yPred": listed(p),
        "yPredIsInteger": bool(np.issubdtype(np.asarray(p).dtype, np.integer)),
        "yTrueIsInteger": bool(np.issubdtype(np.asarray(y).dtype, np.integer)),
        "sampleWeight": listed(w),
        "results": results(name, config, y, p, None),
        "weightedResults": results(name, config, y, p, w),
    }


def main():
    cases = [case(*c) for c in CASES]
    rows = ",\n  ".join(json.dumps(c, separators=(",", ":")) for c in cases)
    text = '{"batches":%s,"cases":[\n  %s\n]}\n' % (json.dumps(BATCHES), rows)
    assert "NaN" not in text and "Infinity" not in text
    if "--check" in sys.argv:
        if TARGET.read_text() != text:
            sys.exit(f"{TARGET.name} is not what this script writes")
    else:
        TARGET.write_text(text)


main()
