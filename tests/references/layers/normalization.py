"""Reference numbers of the normalization layers; see cases.py."""

import numpy as np
import torch
import torch.nn.functional as F
from cases import Cases, constraint, initializer, regularizer

cases = Cases("normalization")

AFFINE = {
    "beta_initializer": initializer("RandomNormal", mean=0.0, stddev=0.1, seed=1),
    "gamma_initializer": initializer("RandomUniform", minval=0.5, maxval=1.5, seed=2),
    "beta_regularizer": regularizer("L1", l1=0.2),
    "gamma_regularizer": regularizer("L2", l2=0.1),
    "beta_constraint": constraint("NonNeg"),
    "gamma_constraint": constraint("MaxNorm", max_value=1.5, axis=0),
}


def affine_penalty(y, w):
    return 0.2 * w["beta"].abs().sum() + 0.1 * (w["gamma"] ** 2).sum()


def affine_weights(shape, config):
    return ([("gamma", shape)] if config.get("scale", True) else []) + (
        [("beta", shape)] if config.get("center", True) else []
    )


# Batch normalization.
AVERAGES = ("moving_mean", "moving_variance", "moving_stddev", "renorm_mean", "renorm_stddev")


def channels_second(x, axis):
    return torch.movedim(x, axis, 1)


def batch_normalization(config, training, mask=None):
    axis = config.get("axis", -1)
    epsilon = config.get("epsilon", 1e-3)
    momentum = config.get("momentum", 0.99)

    def along(vector, x):
        shape = [1] * x.dim()
        shape[axis] = -1
        return vector.reshape(shape)

    def call(x, w):
        if not training:
            y = F.batch_norm(
                channels_second(x, axis),
                w["moving_mean"],
                w["moving_variance"],
                w.get("gamma"),
                w.get("beta"),
                training=False,
                eps=epsilon,
            )
            return torch.movedim(y, 1, axis)
        others = [a for a in range(x.dim()) if a != axis % x.dim()]
        if mask is None:
            mean, variance = x.mean(others), x.var(others, unbiased=False)
        else:
            counts = torch.tensor(mask).unsqueeze(-1).expand_as(x).double()
            number = counts.sum(others) + 1e-7
            mean = (x * counts).sum(others) / number
            variance = (((x - along(mean, x)) * counts) ** 2).sum(others) / number
        y = (x - along(mean, x)) / torch.sqrt(along(variance, x) + epsilon)
        updates = {"moving_mean": w["moving_mean"] * momentum + mean * (1 - momentum)}
        if config.get("renorm"):
            clipping = config.get("renorm_clipping") or {}
            renorm_momentum = config.get("renorm_momentum", 0.99)
            stddev = torch.sqrt(variance + epsilon)
            average = torch.clamp(w["renorm_stddev"], min=epsilon**0.5)
            r = torch.clamp(
                (stddev / average).detach(), clipping.get("rmin", 0), clipping.get("rmax", float("inf"))
            )
            d = ((mean - w["renorm_mean"]) / average).detach()
            d = torch.clamp(d, -clipping.get("dmax", float("inf")), clipping.get("dmax", float("inf")))
            y = y * along(r, x) + along(d, x)
            updates["renorm_mean"] = w["renorm_mean"] * renorm_momentum + mean * (1 - renorm_momentum)
            updates["renorm_stddev"] = w["renorm_stddev"] * renorm_momentum + stddev * (1 - renorm_momentum)
            updates["moving_stddev"] = w["moving_stddev"] * momentum + stddev * (1 - momentum)
            updates["moving_variance"] = torch.relu(updates["moving_stddev"] ** 2 - epsilon)
        else:
            updates["moving_variance"] = w["moving_variance"] * momentum + variance * (1 - momentum)
        if "gamma" in w:
            y = y * along(w["gamma"], x)
        if "beta" in w:
            y = y + along(w["beta"], x)
        return y, updates

    return call


def add_batch_normalization(config, shape, training, frozen_layer=False, mask=None, penalty=None):
    channels = (shape[config.get("axis", -1)],)
    weights = affine_weights(channels, config)
    weights += [("moving_mean", channels), ("moving_variance", channels, "positive")]
    if config.get("renorm"):
        weights += [
            ("moving_stddev", channels, "positive"),
            ("renorm_mean", channels),
            ("renorm_stddev", channels, "positive"),
        ]
    cases.add(
        "BatchNormalization",
        {**config, "trainable": False} if frozen_layer else config,
        [shape],
        batch_normalization(config, training and not frozen_layer, mask),
        weights,
        training=training,
        masks=None if mask is None else [mask],
        frozen=AVERAGES + (("gamma", "beta") if frozen_layer else ()),
        penalty=penalty,
    )


for config, shape in [
    ({}, (5, 3)),
    ({"momentum": 0.8, "epsilon": 0.01}, (3, 5, 4, 3)),
    ({"axis": 1, "center": False}, (3, 4, 3, 2)),
    ({"axis": -2, "scale": False}, (3, 5, 2)),
    ({"axis": 2, "center": False, "scale": False, "synchronized": True}, (2, 3, 4, 3, 2)),
]:
    for training in (False, True):
        add_batch_normalization(config, shape, training)
add_batch_normalization({"momentum": 0.5}, (4, 3, 2), True, frozen_layer=True)
add_batch_normalization(
    {"momentum": 0.5}, (3, 4, 2), True, mask=[[True, True, False, True], [False] * 4, [True, False, False, True]]
)
add_batch_normalization({"axis": 1}, (2, 3, 2), True, mask=[[True, True, False], [False, True, True]])
for config, shape in [
    ({"renorm": True}, (4, 3)),
    ({"renorm": True, "renorm_clipping": {"rmax": 1.1, "rmin": 0.8, "dmax": 0.2}, "renorm_momentum": 0.6}, (5, 2, 4)),
    ({"renorm": True, "renorm_clipping": {"dmax": 0.5}, "center": False, "axis": 1, "momentum": 0.7}, (3, 3, 2, 2)),
    ({"renorm": True, "renorm_clipping": {"rmin": 0.9, "rmax": 1.0}, "scale": False}, (3, 3, 2)),
]:
    for training in (False, True):
        add_batch_normalization(config, shape, training)
add_batch_normalization(
    {
        **AFFINE,
        "moving_mean_initializer": initializer("RandomNormal", mean=0.0, stddev=0.1, seed=3),
        "moving_variance_initializer": initializer("RandomUniform", minval=0.5, maxval=1.5, seed=4),
    },
    (4, 3),
    True,
    penalty=affine_penalty,
)


# Layer and root mean square normalization.
def axes_of(config, rank):
    axis = config.get("axis", -1)
    return sorted(a % rank for a in (axis if isinstance(axis, list) else [axis]))


def along_axes(weight, rank, axes):
    return weight.reshape([weight.shape[axes.index(a)] if a in axes else 1 for a in range(rank)])


def last_axes(x, axes):
    others = [a for a in range(x.dim()) if a not in axes]
    order = others + axes
    return x.permute(order), np.argsort(order).tolist()


def layer_normalization(config):
    def call(x, w):
        axes = axes_of(config, x.dim())
        moved, back = last_axes(x, axes)
        sizes = [x.shape[a] for a in axes]
        return F.layer_norm(moved, sizes, w.get("gamma"), w.get("beta"), config.get("epsilon", 1e-3)).permute(back)

    return call


for config, shape in [
    ({}, (3, 5)),
    ({"epsilon": 0.1}, (2, 3, 5)),
    ({"axis": [-1, -2, 1], "center": False}, (2, 3, 2, 4)),
    ({"axis": [2, 3], "scale": False}, (2, 3, 2, 4)),
    ({"axis": -1, "center": False, "scale": False}, (2, 3, 7)),
    ({"axis": 1}, (2, 3, 5)),
    ({"axis": [1, 3], "epsilon": 0.01}, (2, 3, 2, 4)),
    ({"axis": [1, 2], "center": False, "scale": False}, (2, 3, 4, 5)),
    (AFFINE, (3, 4)),
]:
    axes = axes_of(config, len(shape))
    cases.add(
        "LayerNormalization",
        config,
        [shape],
        layer_normalization(config),
        affine_weights(tuple(shape[a] for a in axes), config),
        penalty=affine_penalty if config is AFFINE else None,
    )


def rms_normalization(config):
    def call(x, w):
        axes = axes_of(config, x.dim())
        square = (x**2).mean(axes, keepdim=True)
        return x / torch.sqrt(square + config.get("epsilon", 1e-6)) * along_axes(w["scale"], x.dim(), axes)

    return call


for config, shape in [
    ({}, (3, 5)),
    ({"epsilon": 0.1}, (2, 3, 5)),
    ({"axis": 1}, (2, 3, 5)),
    ({"axis": [1, 3]}, (2, 3, 2, 4)),
    ({"axis": [-1, 1], "epsilon": 0.01}, (2, 3, 5)),
]:
    axes = axes_of(config, len(shape))
    cases.add(
        "RMSNormalization",
        config,
        [shape],
        rms_normalization(config),
        [("scale", tuple(shape[a] for a in axes))],
    )


# Group normalization.
def group_normalization(config):
    axis = config.get("axis", -1)

    def call(x, w):
        groups = config.get("groups", 32)
        first = channels_second(x, axis)
        channels = first.shape[1]
        # PyTorch 1.13 does not differentiate it with one of them alone.
        gamma, beta = w.get("gamma", torch.ones(channels)), w.get("beta", torch.zeros(channels))
        y = F.group_norm(first, channels if groups == -1 else groups, gamma, beta, config.get("epsilon", 1e-3))
        return torch.movedim(y, 1, axis)

    return call


for config, shape in [
    ({"groups": 2}, (3, 6)),
    ({"groups": 2, "epsilon": 0.1}, (2, 3, 5, 4)),
    ({"groups": 3, "axis": 1, "center": False}, (2, 6, 3, 2)),
    ({"groups": -1, "scale": False}, (2, 5, 3)),
    ({"groups": 1, "axis": 2, "center": False, "scale": False}, (2, 3, 4, 3)),
    ({"groups": 4, "axis": -3}, (2, 4, 2, 3)),
    ({"groups": -1, "axis": 1}, (2, 3, 2, 2, 3)),
    ({}, (2, 3, 32)),
    ({"groups": 2, **AFFINE}, (3, 2, 4)),
]:
    channels = (shape[config.get("axis", -1)],)
    cases.add(
        "GroupNormalization",
        config,
        [shape],
        group_normalization(config),
        affine_weights(channels, config),
        penalty=affine_penalty if "beta_regularizer" in config else None,
    )


# Unit normalization.
def unit_normalization(axis):
    def call(x, w):
        square = (x**2).sum(axis, keepdim=True)
        return x * torch.rsqrt(torch.clamp(square, min=1e-24))

    return call


for axis, shape in [(-1, (3, 5)), (1, (2, 3, 4)), ([1, 2], (2, 3, 4, 3)), ([-1, 1], (2, 3, 4)), (2, (2, 1, 3, 2))]:
    cases.add("UnitNormalization", {"axis": axis}, [shape], unit_normalization(axis))
cases.add(
    "UnitNormalization",
    {},
    [np.array([[0.0, 0.0], [3.0, 4.0], [-1e-3, 0.0]])],
    unit_normalization(-1),
    gradients=False,
)


# Spectral normalization.
def spectral_normalization(layer, iterations, training):
    def call(x, w):
        if not training:
            return layer(x, w["kernel"], w["bias"])
        matrix = w["kernel"].detach().reshape(-1, w["kernel"].shape[-1])
        u = w["vector_u"]
        for _ in range(iterations):
            v = u @ matrix.T
            v = v / torch.clamp(torch.linalg.norm(v), min=1e-7)
            u = v @ matrix
            u = u / torch.clamp(torch.linalg.norm(u), min=1e-7)
        sigma = v @ matrix @ u.T
        zero = bool((matrix == 0).all())
        # The kernel is replaced: gradients are those by the new one.
        new = w["kernel"].detach() if zero else w["kernel"].detach() / sigma
        updates = {"kernel": new, "vector_u": w["vector_u"] if zero else u}
        return layer(x, w["kernel"] + (new - w["kernel"]).detach(), w["bias"]), updates

    return call


def wrapped(class_name, **config):
    return {
        "module": "keras.layers",
        "class_name": class_name,
        "config": {"name": "inner", **config},
        "registered_name": None,
    }


def conv(x, kernel, bias):
    y = F.conv2d(x.permute(0, 3, 1, 2), kernel.permute(3, 2, 0, 1), bias)
    return y.permute(0, 2, 3, 1)


DENSE = wrapped("Dense", units=3), lambda x, k, b: x @ k + b, (4, 5), (5, 3)
CONV = wrapped("Conv2D", filters=4, kernel_size=[2, 3]), conv, (2, 4, 5, 2), (2, 3, 2, 4)
for (layer, call, shape, kernel), iterations, training in [
    (DENSE, None, False),
    (DENSE, None, True),
    (DENSE, 3, True),
    (CONV, 2, False),
    (CONV, 2, True),
]:
    config = {"layer": layer} if iterations is None else {"layer": layer, "power_iterations": iterations}
    cases.add(
        "SpectralNormalization",
        config,
        [shape],
        spectral_normalization(call, iterations or 1, training),
        [("kernel", kernel), ("vector_u", (1, kernel[-1])), ("bias", (kernel[-1],))],
        training=training,
        frozen=("vector_u",),
    )
cases.add(
    "SpectralNormalization",
    {"layer": DENSE[0]},
    [(4, 5)],
    spectral_normalization(DENSE[1], 1, True),
    [("kernel", np.zeros((5, 3))), ("vector_u", (1, 3)), ("bias", (3,))],
    training=True,
    frozen=("vector_u",),
)

cases.write()
