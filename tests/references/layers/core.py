"""Reference numbers of the core layers; see cases.py."""

import numpy as np
import torch
import torch.nn.functional as F
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



# LoRA: the kernel is frozen, and (alpha / rank) A B is added to it.
def adapted(w, name, factor):
    return w[name] + factor * (w[f"lora_{name}_a"] @ w[f"lora_{name}_b"])


for shape, rank, alpha, use_bias in [((3, 5), 2, None, True), ((2, 3, 5), 1, 4.0, False)]:
    cases.add(
        "Dense",
        {
            "units": 4,
            "use_bias": use_bias,
            "lora_rank": rank,
            "lora_alpha": alpha,
            "activation": "tanh",
            "kernel_regularizer": regularizer("L2", l2=0.1),
        },
        [shape],
        lambda x, w, factor=(alpha or rank) / rank: dense("tanh", "bias" in w)(
            x, {**w, "kernel": adapted(w, "kernel", factor)}
        ),
        [("kernel", (5, 4))]
        + ([("bias", (4,))] if use_bias else [])
        + [("lora_kernel_a", (5, rank)), ("lora_kernel_b", (rank, 4))],
        frozen=("kernel",),
        penalty=lambda y, w: 0.1 * ((w["lora_kernel_a"] ** 2).sum() + (w["lora_kernel_b"] ** 2).sum()),
    )


# EinsumDense. The equation that torch gets has letters in the place of the ellipsis, as Keras means it.
def einsum(equation, activation="linear", lora=None):
    def call(x, w):
        kernel = w["kernel"] if lora is None else adapted(w, "kernel", lora)
        y = torch.einsum(equation, x, kernel)
        return ACTIVATIONS[activation](y + w["bias"] if "bias" in w else y)

    return call


for equation, output_shape, bias_axes, shape, kernel, bias, plain in [
    ("ab,bc->ac", 4, "c", (3, 5), (5, 4), (4,), None),
    ("abc,cd->abd", [None, 4], "d", (3, 2, 5), (5, 4), (4,), None),
    ("...x,xy->...y", 4, "y", (2, 3, 2, 5), (5, 4), (4,), "abcx,xy->abcy"),
    ("...x,xy->...y", [4], None, (3, 5), (5, 4), None, "ax,xy->ay"),
    ("abc,cde->abde", [None, 2, 4], "de", (2, 3, 5), (5, 2, 4), (2, 4), None),
    ("abcd,cde->abe", [None, 4], "e", (2, 3, 2, 3), (2, 3, 4), (4,), None),
    ("abc,bd->adc", [4, 5], "d", (2, 3, 5), (3, 4), (4, 1), None),
    ("ab...,bc->ac...", 4, "c", (2, 3, 2, 2), (3, 4), (4, 1, 1), "abde,bc->acde"),
    ("abc,bcd->abd", [3, 4], "bd", (2, 3, 5), (3, 5, 4), (3, 4), None),
]:
    cases.add(
        "EinsumDense",
        {"equation": equation, "output_shape": output_shape, "bias_axes": bias_axes},
        [shape],
        einsum(plain or equation),
        [("kernel", kernel)] + ([("bias", bias)] if bias else []),
    )
cases.add(
    "EinsumDense",
    {
        "equation": "abc,cd->abd",
        "output_shape": [2, 3],
        "activation": "sigmoid",
        "bias_axes": "bd",
        "kernel_initializer": initializer("HeNormal", seed=1),
        "bias_initializer": initializer("Ones"),
        "kernel_regularizer": regularizer("L2", l2=0.1),
        "bias_regularizer": regularizer("L1", l1=0.2),
        "kernel_constraint": constraint("MaxNorm", max_value=1.5, axis=0),
        "bias_constraint": constraint("NonNeg"),
    },
    [(3, 2, 4)],
    einsum("abc,cd->abd", "sigmoid"),
    [("kernel", (4, 3)), ("bias", (2, 3))],
    penalty=lambda y, w: 0.1 * (w["kernel"] ** 2).sum() + 0.2 * w["bias"].abs().sum(),
)
for equation, output_shape, shape, kernel, a, b in [
    ("abc,cde->abde", [None, 2, 4], (2, 3, 5), (5, 2, 4), (5, 2, 2), (2, 4)),
    ("abc,bd->adc", [4, 5], (2, 3, 5), (3, 4), (3, 2), (2, 4)),
]:
    cases.add(
        "EinsumDense",
        {"equation": equation, "output_shape": output_shape, "lora_rank": 2, "lora_alpha": 3.0},
        [shape],
        einsum(equation, lora=1.5),
        [("kernel", kernel), ("lora_kernel_a", a), ("lora_kernel_b", b)],
        frozen=("kernel",),
        trains_all_weights=False,
    )


# Embeddings. An index that comes more than once adds its gradients up.
IDS = np.array([[1, 4, 0], [4, 4, 2]], dtype=np.int32)


def embedding(x, w, lora=None):
    table = w["embeddings"] if lora is None else adapted(w, "embeddings", lora)
    return F.embedding(x.long(), table)


for ids in [("int32", IDS), ("int64", IDS.astype(np.int64)), ("int32", np.array([3, 0, 3], dtype=np.int32))]:
    cases.add("Embedding", {"input_dim": 5, "output_dim": 3}, [ids], embedding, [("embeddings", (5, 3))])
# Fractions are cut.
cases.add(
    "Embedding",
    {"input_dim": 5, "output_dim": 2, "mask_zero": True},
    [np.array([[1.9, 0.2], [4.0, 3.5]])],
    embedding,
    [("embeddings", (5, 2))],
)
cases.add(
    "Embedding",
    {
        "input_dim": 5,
        "output_dim": 3,
        "embeddings_initializer": initializer("HeNormal", seed=1),
        "embeddings_regularizer": regularizer("L2", l2=0.1),
        "embeddings_constraint": constraint("NonNeg"),
        "activity_regularizer": regularizer("L1", l1=0.2),
    },
    [("int32", IDS)],
    embedding,
    [("embeddings", (5, 3))],
    penalty=lambda y, w: 0.1 * (w["embeddings"] ** 2).sum() + 0.2 * y[0].abs().sum() / 2,
)
for rank, alpha in [(2, None), (1, 3.0)]:
    cases.add(
        "Embedding",
        {"input_dim": 5, "output_dim": 3, "lora_rank": rank, "lora_alpha": alpha},
        [("int32", IDS)],
        lambda x, w, factor=(alpha or rank) / rank: embedding(x, w, factor),
        [("embeddings", (5, 3)), ("lora_embeddings_a", (5, rank)), ("lora_embeddings_b", (rank, 3))],
        frozen=("embeddings",),
        trains_all_weights=False,
    )
# Called forward; the reverse has its own test, since a configuration does not say how a layer is called.
cases.add(
    "ReversibleEmbedding",
    {
        "input_dim": 5,
        "output_dim": 3,
        "embeddings_initializer": initializer("HeNormal", seed=1),
        "embeddings_regularizer": regularizer("L2", l2=0.1),
        "embeddings_constraint": constraint("NonNeg"),
        "mask_zero": True,
        "logit_soft_cap": 3.0,
    },
    [("int32", IDS)],
    embedding,
    [("embeddings", (5, 3))],
    penalty=lambda y, w: 0.1 * (w["embeddings"] ** 2).sum(),
)
cases.add(
    "ReversibleEmbedding",
    {"input_dim": 5, "output_dim": 3, "tie_weights": False, "lora_rank": 2, "lora_alpha": 3.0},
    [("int32", IDS)],
    lambda x, w: embedding(x, w, 1.5),
    [
        ("embeddings", (5, 3)),
        ("lora_embeddings_a", (5, 2)),
        ("lora_embeddings_b", (2, 3)),
        ("reverse_embeddings", (3, 5)),
    ],
    frozen=("embeddings",),
    trains_all_weights=False,
)


def ternary_dense(activation="linear", threshold=None):
    def call(x, w):
        kernel = w["kernel"]
        mean = kernel.abs().mean()
        ternary = kernel.sign() * (kernel.abs() > (0.5 * mean if threshold is None else threshold))
        y = x @ (kernel + (ternary - kernel).detach())
        if threshold is None:
            y = y * mean
        return ACTIVATIONS[activation](y + w["bias"] if "bias" in w else y)

    return call


for shape, training, use_bias in [((3, 5), True, True), ((3, 5), False, True), ((2, 3, 5), True, False)]:
    cases.add(
        "TernaryDense",
        {"units": 4, "use_bias": use_bias},
        [shape],
        ternary_dense(),
        [("kernel", (5, 4))] + ([("bias", (4,))] if use_bias else []),
        training=training,
        # Outside training the kernel's signs are constant, as in the export.
        gradients=training,
    )
cases.add(
    "TernaryDense",
    {
        "units": 3,
        "threshold": 0.3,
        "activation": "tanh",
        "kernel_initializer": initializer("HeNormal", seed=1),
        "bias_initializer": initializer("Ones"),
        "kernel_regularizer": regularizer("L2", l2=0.1),
        "bias_regularizer": regularizer("L1", l1=0.2),
        "activity_regularizer": regularizer("L2", l2=0.3),
        "kernel_constraint": constraint("MaxNorm", max_value=1.5, axis=0),
        "bias_constraint": constraint("NonNeg"),
    },
    [(4, 5)],
    ternary_dense("tanh", 0.3),
    [("kernel", (5, 3)), ("bias", (3,))],
    training=True,
    penalty=lambda y, w: 0.1 * (w["kernel"] ** 2).sum()
    + 0.2 * w["bias"].abs().sum()
    + 0.3 * (y[0] ** 2).sum() / 4,
)

for shapes in [[(3, 4)], [(2, 3, 2)], [(3, 4), (3, 2, 2)]]:
    cases.add("Identity", {}, shapes, lambda *given: list(given[:-1]))

STEPS = np.array([[[1, 0, 2], [0, 0, 0], [0, 0, 1]], [[0, 0, 0], [0, 0, 0], [-1, 2, 0.5]]])
for value, x in [(0.0, STEPS), (-1.0, STEPS - 1), (0.5, STEPS), (0.0, STEPS[:, :, None])]:
    cases.add(
        "Masking",
        {"mask_value": value},
        [x],
        lambda x, w, value=value: torch.where((x != value).any(-1, keepdim=True), x, 0.0),
    )

for activation, shape in [("relu", (3, 4)), ("tanh", (2, 3, 4)), ("sigmoid", (5,)), ("softmax", (2, 3, 4))]:
    cases.add(
        "Activation",
        {"activation": activation},
        [shape],
        lambda x, w, activation=activation: torch.softmax(x, -1)
        if activation == "softmax"
        else ACTIVATIONS[activation](x),
    )


def relu(x, w, max_value=None, negative_slope=0.0, threshold=0.0):
    # Keras's formula: what is above the threshold, cut at the maximum, less the slope's part.
    y = torch.where(x > threshold, x, 0.0)
    if max_value is not None:
        y = y.clamp(0, max_value)
    return y - negative_slope * torch.relu(threshold - x)


for config in [
    {},
    {"max_value": 0.5},
    {"negative_slope": 0.25},
    {"threshold": 0.4},
    {"max_value": 0.9, "negative_slope": 0.1, "threshold": 0.3},
    {"max_value": 1.0, "negative_slope": 0.5},
]:
    cases.add("ReLU", config, [(4, 3, 2)], lambda x, w, config=config: relu(x, w, **config))
for slope in [0.3, 0.0, 0.1, 2.0]:
    cases.add("LeakyReLU", {"negative_slope": slope}, [(4, 5)], lambda x, w, slope=slope: F.leaky_relu(x, slope))
for alpha in [1.0, 0.3, 2.0, 0.0]:
    cases.add("ELU", {"alpha": alpha}, [(4, 5)], lambda x, w, alpha=alpha: F.elu(x, alpha))


def prelu(x, w):
    return F.relu(x) - w["alpha"] * F.relu(-x)


for shape, shared, alpha in [
    ((4, 5), None, (5,)),
    ((4, 2, 3), None, (2, 3)),
    ((4, 2, 3), [1], (1, 3)),
    ((2, 3, 2, 2), [1, 2], (1, 1, 2)),
]:
    cases.add("PReLU", {"shared_axes": shared}, [shape], prelu, [("alpha", alpha)])
cases.add(
    "PReLU",
    {
        "alpha_initializer": initializer("HeNormal", seed=1),
        "alpha_regularizer": regularizer("L2", l2=0.1),
        "alpha_constraint": constraint("NonNeg"),
    },
    [(6, 3)],
    prelu,
    [("alpha", (3,))],
    penalty=lambda y, w: 0.1 * (w["alpha"] ** 2).sum(),
)


def softmax(x, w, axis=-1):
    axes = [axis] if isinstance(axis, int) else axis
    return torch.exp(x - torch.logsumexp(x, axes, keepdim=True))


for axis, shape in [(-1, (3, 4)), (1, (2, 3, 4)), ([1, 2], (2, 3, 4)), ([-1], (2, 3)), ([-3, -1], (2, 2, 3, 2))]:
    cases.add("Softmax", {"axis": axis}, [shape], lambda x, w, axis=axis: softmax(x, w, axis))
# A row of which nothing counts is all zeros.
KEPT = np.array([[1, 1, 0, 1], [0, 0, 0, 0], [1, 0, 0, 0]], dtype=bool)


def masked_softmax(x, w, axis=-1, mask=KEPT):
    mask = torch.tensor(mask)
    return torch.where(mask, softmax(torch.where(mask, x, -1e9), w, axis), 0.0)


cases.add("Softmax", {}, [(3, 4)], masked_softmax, masks=[KEPT])
cases.add(
    "Softmax",
    {"axis": [1, 2]},
    [(3, 2, 4)],
    lambda x, w: masked_softmax(x, w, [1, 2], np.stack([KEPT, ~KEPT], 1)),
    masks=[np.stack([KEPT, ~KEPT], 1)],
)
# The mask as a second input, which broadcasts; what is above 0.5 counts.
MEASURE = np.array([[[0.9, 0.2, 0.6]], [[0.1, 0.7, 1.0]]])
cases.add(
    "Softmax",
    {},
    [(2, 2, 3), MEASURE],
    lambda x, m, w: masked_softmax(x, w, -1, (m.detach() > 0.5).expand(2, 2, 3).numpy()),
)

cases.write()
