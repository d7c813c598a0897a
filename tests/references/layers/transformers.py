"""Transformers: embeddings of places, blocks of encoders and decoders.

The encoder block is PyTorch's transformer_encoder_layer where it says the same, else Keras's formula.

    python3 tests/references/layers/transformers.py
"""

import math

import numpy as np
import torch
import torch.nn.functional as F

from cases import Cases, initializer, regularizer

cases = Cases("transformers")

for length, places in [(3, 3), (5, 3)]:
    cases.add(
        "PositionEmbedding",
        {"sequence_length": length},
        [(2, places, 4)],
        lambda x, w, n=places: w["embeddings"][:n].expand(x.shape),
        [("embeddings", (length, 4))],
        trains_all_weights=True,
    )
cases.add(
    "PositionEmbedding",
    {"sequence_length": 7, "initializer": initializer("HeNormal", seed=1)},
    [(2, 2, 3, 4)],
    lambda x, w: w["embeddings"][2:5].expand(x.shape),
    [("embeddings", (7, 4))],
    arguments={"start_index": 2},
)


def sines(places, size, longest, start=0):
    i = torch.arange(start, start + places, dtype=torch.float64)[:, None]
    j = torch.arange(size)
    angles = i * (1 / longest) ** (2 * (j // 2) / size)
    return torch.where(j % 2 == 0, torch.sin(angles), torch.cos(angles))


for shape, longest, start in [((2, 5, 4), 10000, 0), ((1, 7, 5), 50.0, 0), ((2, 3, 2, 6), 100, 11)]:
    cases.add(
        "SinePositionEncoding",
        {"max_wavelength": longest},
        [shape],
        lambda x, w, longest=longest, start=start: sines(x.shape[-2], x.shape[-1], longest, start).expand(x.shape),
        arguments={"start_index": start} if start else None,
    )


def rotary(x, w, longest=10000, factor=1.0, sequence=1, feature=-1, start=0):
    x = x.movedim((feature, sequence), (-1, 1))
    size = x.shape[-1]
    places = torch.arange(start, start + x.shape[1], dtype=torch.float64) / factor
    frequencies = longest ** -(torch.arange(0, size, 2, dtype=torch.float64) / size)
    angles = (places[:, None] * frequencies).repeat(1, 2)
    angles = angles.reshape((1, x.shape[1]) + (1,) * (x.dim() - 3) + (size,))
    a, b = x.chunk(2, -1)
    y = x * torch.cos(angles) + torch.cat([-b, a], -1) * torch.sin(angles)
    return y.movedim((-1, 1), (feature, sequence))


cases.add("RotaryEmbedding", {}, [(2, 5, 4)], rotary)
cases.add("RotaryEmbedding", {"max_wavelength": 100}, [(2, 3, 2, 6)], lambda x, w: rotary(x, w, 100))
cases.add(
    "RotaryEmbedding",
    {"scaling_factor": 2.5, "sequence_axis": 2},
    [(2, 2, 5, 4)],
    lambda x, w: rotary(x, w, factor=2.5, sequence=2, start=3),
    arguments={"start_index": 3},
)
cases.add(
    "RotaryEmbedding",
    {"sequence_axis": -1, "feature_axis": 1},
    [(2, 4, 3)],
    lambda x, w: rotary(x, w, sequence=-1, feature=1),
)

TOKENS = np.array([[3, 0, 1, 1, 5], [5, 4, 4, 2, 0]], dtype=np.int32)


def embedded(x, w, start=0):
    return w["token_embedding/embeddings"][x.long()] + w["position_embedding/embeddings"][start : start + x.shape[1]]


TABLES = [("token_embedding/embeddings", (6, 3)), ("position_embedding/embeddings", (5, 3))]
cases.add(
    "TokenAndPositionEmbedding",
    {"vocabulary_size": 6, "sequence_length": 5, "embedding_dim": 3},
    [("int32", TOKENS)],
    embedded,
    TABLES,
)
cases.add(
    "TokenAndPositionEmbedding",
    {
        "vocabulary_size": 6,
        "sequence_length": 5,
        "embedding_dim": 3,
        "tie_weights": False,
        "embeddings_initializer": initializer("HeNormal", seed=1),
        "mask_zero": True,
    },
    [("int32", TOKENS[:, 1:4])],
    lambda x, w: embedded(x, w, 2),
    [TABLES[0], ("token_embedding/reverse_embeddings", (3, 6)), TABLES[1]],
    arguments={"start_index": 2},
    trains_all_weights=False,
)

ACTIVATIONS = {"relu": torch.relu, "gelu": F.gelu, "tanh": torch.tanh}


def attend(w, name, query, value, pairs=None, rows=None):
    def project(x, part):
        return (torch.tensordot(x, w[f"{name}/{part}/kernel"], dims=1) + w[f"{name}/{part}/bias"]).transpose(1, 2)

    q, k, v = project(query, "query"), project(value, "key"), project(value, "value")
    scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
    if pairs is not None:
        keep = torch.as_tensor(pairs)[:, None].expand(scores.shape)
        scores = torch.where(keep, scores, -1e9)
    weights = torch.softmax(scores, -1)
    if pairs is not None:
        weights = torch.where(keep, weights, 0.0)
    if rows is not None:
        weights = torch.where(torch.as_tensor(rows)[:, None, :, None], weights, 0.0)
    y = (weights @ v).transpose(1, 2)
    y = torch.tensordot(y, w[f"{name}/attention_output/kernel"], dims=2) + w[f"{name}/attention_output/bias"]
    return y, weights


def around(w, norm, first, x, sublayer, epsilon):
    def normalized(t):
        name = f"{norm}_layer_norm"
        return F.layer_norm(t, t.shape[-1:], w[f"{name}/gamma"], w[f"{name}/beta"], epsilon)

    y = x + sublayer(normalized(x) if first else x)
    return y if first else normalized(y)


def feed_forward(w, activation):
    def call(x):
        x = x @ w["feedforward_intermediate_dense/kernel"] + w["feedforward_intermediate_dense/bias"]
        return ACTIVATIONS[activation](x) @ w["feedforward_output_dense/kernel"] + w["feedforward_output_dense/bias"]

    return call


def encoder(activation="relu", first=False, epsilon=1e-5, pairs=None, rows=None, returns=False):
    def call(x, *rest):
        w = rest[-1]
        seen = []

        def attention(t):
            y, weights = attend(w, "self_attention_layer", t, t, pairs, rows)
            seen.append(weights)
            return y

        x = around(w, "self_attention", first, x, attention, epsilon)
        x = around(w, "feedforward", first, x, feed_forward(w, activation), epsilon)
        return [x, seen[0]] if returns else x

    return call


def torch_encoder(heads, first):
    """The same by PyTorch's own layer."""

    def call(x, w):
        size = x.shape[-1]
        layer = torch.nn.TransformerEncoderLayer(
            size,
            heads,
            w["feedforward_intermediate_dense/bias"].shape[0],
            dropout=0.0,
            activation="gelu",
            batch_first=True,
            norm_first=first,
        )
        parts = ("query", "key", "value")
        a = "self_attention_layer"
        state = {
            "self_attn.in_proj_weight": torch.cat([w[f"{a}/{p}/kernel"].flatten(1).T for p in parts]),
            "self_attn.in_proj_bias": torch.cat([w[f"{a}/{p}/bias"].flatten() for p in parts]),
            "self_attn.out_proj.weight": w[f"{a}/attention_output/kernel"].flatten(0, 1).T,
            "self_attn.out_proj.bias": w[f"{a}/attention_output/bias"],
            "linear1.weight": w["feedforward_intermediate_dense/kernel"].T,
            "linear1.bias": w["feedforward_intermediate_dense/bias"],
            "linear2.weight": w["feedforward_output_dense/kernel"].T,
            "linear2.bias": w["feedforward_output_dense/bias"],
            "norm1.weight": w["self_attention_layer_norm/gamma"],
            "norm1.bias": w["self_attention_layer_norm/beta"],
            "norm2.weight": w["feedforward_layer_norm/gamma"],
            "norm2.bias": w["feedforward_layer_norm/beta"],
        }
        return torch.nn.utils.stateless.functional_call(layer, state, (x,))

    return call


def attention_weights(name, size, other, heads):
    each = size // heads
    return [
        (f"{name}/query/kernel", (size, heads, each)),
        (f"{name}/query/bias", (heads, each)),
        (f"{name}/key/kernel", (other, heads, each)),
        (f"{name}/key/bias", (heads, each)),
        (f"{name}/value/kernel", (other, heads, each)),
        (f"{name}/value/bias", (heads, each)),
        (f"{name}/attention_output/kernel", (heads, each, size)),
        (f"{name}/attention_output/bias", (size,)),
    ]


def norm_weights(name, size):
    return [(f"{name}_layer_norm/gamma", (size,), "positive"), (f"{name}_layer_norm/beta", (size,))]


def dense_weights(size, between):
    return [
        ("feedforward_intermediate_dense/kernel", (size, between)),
        ("feedforward_intermediate_dense/bias", (between,)),
        ("feedforward_output_dense/kernel", (between, size)),
        ("feedforward_output_dense/bias", (size,)),
    ]


def encoder_weights(size, heads, between):
    return (
        attention_weights("self_attention_layer", size, size, heads)
        + norm_weights("self_attention", size)
        + norm_weights("feedforward", size)
        + dense_weights(size, between)
    )


def decoder_weights(size, heads, between, other=None):
    return (
        attention_weights("self_attention", size, size, heads)
        + norm_weights("self_attention", size)
        + (attention_weights("cross_attention", size, other, heads) + norm_weights("cross_attention", size) if other else [])
        + dense_weights(size, between)
        + norm_weights("feedforward", size)
    )


X = (2, 3, 4)
PADDING = np.array([[1, 1, 0], [1, 0, 1]], dtype=bool)
PAIRS = np.array([[[1, 1, 0], [0, 1, 1], [1, 1, 1]], [[1, 0, 0], [0, 0, 1], [1, 0, 1]]], dtype=bool)
for first in [False, True]:
    cases.add(
        "TransformerEncoder",
        {"intermediate_dim": 5, "num_heads": 2, "activation": "gelu", "normalize_first": first},
        [X],
        torch_encoder(2, first),
        encoder_weights(4, 2, 5),
    )
    cases.add(
        "TransformerEncoder",
        {"intermediate_dim": 5, "num_heads": 2, "normalize_first": first},
        [X],
        encoder(first=first, pairs=PADDING[:, None], rows=PADDING),
        encoder_weights(4, 2, 5),
        masks=[PADDING],
    )
cases.add(
    "TransformerEncoder",
    {"intermediate_dim": 3, "num_heads": 1, "layer_norm_epsilon": 0.01, "activation": "tanh", "dropout": 0.2},
    [X, ("bool", PADDING), ("bool", PAIRS)],
    encoder("tanh", epsilon=0.01, pairs=PADDING[:, None] & PAIRS, returns=True),
    encoder_weights(4, 1, 3),
    arguments={"padding_mask": {"tensor": 1}, "attention_mask": {"tensor": 2}, "return_attention_scores": True},
)
cases.add(
    "TransformerEncoder",
    {
        "intermediate_dim": 3,
        "num_heads": 2,
        "kernel_initializer": initializer("HeNormal", seed=1),
        "bias_initializer": initializer("Ones"),
        "kernel_regularizer": regularizer("L2", l2=0.1),
        "bias_regularizer": regularizer("L1", l1=0.2),
        "activity_regularizer": regularizer("L2", l2=0.3),
    },
    [X],
    encoder(),
    encoder_weights(4, 2, 3),
    penalty=lambda y, w: sum(0.1 * (v**2).sum() for n, v in w.items() if n.endswith("kernel"))
    + sum(0.2 * v.abs().sum() for n, v in w.items() if n.endswith("bias"))
    + 0.3 * (y[0] ** 2).sum() / 2,
)


def decoder(activation="relu", first=False, epsilon=1e-5, pairs=None, cross=None):
    def call(x, *rest):
        w = rest[-1]
        x = around(w, "self_attention", first, x, lambda t: attend(w, "self_attention", t, t, pairs)[0], epsilon)
        if "cross_attention/query/kernel" in w:
            encoded = rest[0]
            x = around(
                w, "cross_attention", first, x, lambda t: attend(w, "cross_attention", t, encoded, cross)[0], epsilon
            )
        return around(w, "feedforward", first, x, feed_forward(w, activation), epsilon)

    return call


CAUSAL = np.tril(np.ones((1, 3, 3), dtype=bool)).repeat(2, 0)
SOURCE = np.array([[1, 1, 1, 0], [0, 1, 0, 1]], dtype=bool)
CROSS = np.random.default_rng(3).random((2, 3, 4)) < 0.7
for first in [False, True]:
    cases.add(
        "TransformerDecoder",
        {"intermediate_dim": 5, "num_heads": 2, "normalize_first": first},
        [X],
        decoder(first=first, pairs=CAUSAL),
        decoder_weights(4, 2, 5),
    )
    cases.add(
        "TransformerDecoder",
        {"intermediate_dim": 3, "num_heads": 2, "normalize_first": first, "activation": "gelu"},
        [X, (2, 4, 3)],
        decoder("gelu", first, pairs=CAUSAL & PADDING[:, None], cross=SOURCE[:, None].repeat(3, 1)),
        decoder_weights(4, 2, 3, 3),
        masks=[PADDING, SOURCE],
    )
cases.add(
    "TransformerDecoder",
    {
        "intermediate_dim": 3,
        "num_heads": 1,
        "dropout": 0.3,
        "layer_norm_epsilon": 0.02,
        "kernel_initializer": initializer("HeNormal", seed=1),
        "bias_initializer": initializer("Ones"),
    },
    [X, (2, 4, 3), ("bool", PADDING), ("bool", PAIRS), ("bool", SOURCE), ("bool", CROSS)],
    decoder(epsilon=0.02, pairs=PADDING[:, None] & PAIRS, cross=SOURCE[:, None] & CROSS),
    decoder_weights(4, 1, 3, 3),
    arguments={
        "decoder_padding_mask": {"tensor": 2},
        "decoder_attention_mask": {"tensor": 3},
        "encoder_padding_mask": {"tensor": 4},
        "encoder_attention_mask": {"tensor": 5},
        "use_causal_mask": False,
    },
    # A key's bias has no gradient but for rounding.
    trains_all_weights=False,
)

cases.write()
