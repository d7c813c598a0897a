"""Attention: plain, with projections into heads, and with heads that share keys and values.

The products of heads go through PyTorch's scaled_dot_product_attention or multi_head_attention_forward where they say the same, else
through Keras's formula.

    python3 tests/references/layers/attention.py
"""

import math

import numpy as np
import torch
import torch.nn.functional as F

from cases import Cases, constraint, initializer, regularizer

cases = Cases("attention")


def masked(scores, mask):
    return scores if mask is None else torch.where(torch.as_tensor(mask), scores, scores - 1e9)


def causal(t, s):
    return np.tril(np.ones((t, s), dtype=bool))


def plain(score, query_mask=None, pairs=None, returns=False):
    """Keras's Attention: scores, softmax over the keys, values weighed by it."""

    def call(*given):
        *tensors, w = given
        q, v = tensors[:2]
        k = tensors[2] if len(tensors) > 2 and tensors[2].is_floating_point() else v
        weights = torch.softmax(masked(score(q, k, w), pairs), -1)
        y = weights @ v
        if query_mask is not None:
            y = torch.where(torch.as_tensor(query_mask)[..., None], y, 0.0)
        return [y, weights] if returns else y

    return call


def dot(q, k, w):
    scores = q @ k.transpose(-1, -2)
    return scores * w["scale"] if "scale" in w else scores


def concat(q, k, w):
    both = q[..., :, None, :] + k[..., None, :, :]
    return w["concat_score_weight"] * torch.tanh(w["scale"] * both if "scale" in w else both).sum(-1)


def additive(q, k, w):
    sums = torch.tanh(q[..., :, None, :] + k[..., None, :, :])
    return (w["scale"] * sums if "scale" in w else sums).sum(-1)


QUERY, VALUE, KEY = (2, 3, 4), (2, 5, 3), (2, 5, 4)
QUERY_MASK = np.array([[1, 1, 0], [1, 0, 1]], dtype=bool)
VALUE_MASK = np.array([[1, 1, 1, 0, 0], [0, 1, 0, 1, 1]], dtype=bool)

cases.add("Attention", {}, [QUERY, VALUE, KEY], plain(dot))
cases.add("Attention", {"use_scale": True}, [(1, 4, 8), (1, 6, 8)], plain(dot), [("scale", (), "positive")])
cases.add(
    "Attention",
    {"score_mode": "concat"},
    [QUERY, VALUE, KEY],
    plain(concat),
    [("concat_score_weight", (), "positive")],
)
cases.add(
    "Attention",
    {"use_scale": True, "score_mode": "concat", "dropout": 0.5, "seed": 3},
    [QUERY, KEY],
    plain(concat),
    [("scale", (), "positive"), ("concat_score_weight", (), "positive")],
)
for masks in [[QUERY_MASK, VALUE_MASK, None], [None, VALUE_MASK, None], [QUERY_MASK, None, None]]:
    cases.add(
        "Attention",
        {},
        [QUERY, VALUE, KEY],
        plain(dot, masks[0], None if masks[1] is None else masks[1][:, None, :]),
        masks=masks,
    )
cases.add(
    "Attention",
    {},
    [QUERY, VALUE, KEY],
    plain(dot, pairs=causal(3, 5), returns=True),
    arguments={"use_causal_mask": True, "return_attention_scores": True},
)
# The value's first place must count, or the first query would find nothing.
FIRST = np.array([[1, 1, 0, 1, 0], [1, 0, 1, 0, 1]], dtype=bool)
cases.add(
    "Attention",
    {"use_scale": True},
    [QUERY, VALUE, KEY, ("bool", QUERY_MASK), ("bool", FIRST)],
    lambda q, v, k, m, n, w: plain(dot, QUERY_MASK, FIRST[:, None, :] & causal(3, 5))(q, v, k, w),
    [("scale", (), "positive")],
    arguments={"mask": {"tensor": [3, 4]}, "use_causal_mask": True},
)
cases.add(
    "Attention",
    {},
    [QUERY, KEY, ("bool", VALUE_MASK)],
    lambda q, v, m, w: plain(dot, None, VALUE_MASK[:, None, :])(q, v, w),
    arguments={"mask": {"tensor": [None, 2]}},
)

cases.add("AdditiveAttention", {}, [QUERY, VALUE, KEY], plain(additive), [("scale", (4,))])
cases.add("AdditiveAttention", {"use_scale": False}, [QUERY, KEY], plain(additive))
cases.add(
    "AdditiveAttention",
    {"dropout": 0.3, "seed": 1},
    [QUERY, KEY],
    plain(additive, QUERY_MASK, VALUE_MASK[:, None, :]),
    [("scale", (4,))],
    masks=[QUERY_MASK, VALUE_MASK],
)
cases.add(
    "AdditiveAttention",
    {},
    [(2, 3, 3), (2, 3, 3)],
    plain(additive, pairs=causal(3, 3), returns=True),
    [("scale", (3,))],
    arguments={"use_causal_mask": True, "return_attention_scores": True},
)


def projected(x, w, name):
    y = torch.tensordot(x, w[f"{name}/kernel"], dims=1)
    return y + w[f"{name}/bias"] if f"{name}/bias" in w else y


def head_weights(query, value, key, heads, size, value_size=None, output=None, bias=True, gate=False, shared=None):
    """The weights of MultiHeadAttention and GroupedQueryAttention in Keras's order."""
    value_size = value_size or size
    shared = shared or heads
    output = tuple(output or (query,))
    shapes = [("query", (query, heads, size)), ("key", (key, shared, size))]
    shapes += [("gate", (query, heads, value_size))] if gate else []
    shapes += [("value", (value, shared, value_size))]
    weights = []
    for name, shape in shapes:
        weights.append((f"{name}/kernel", shape))
        weights += [(f"{name}/bias", shape[1:])] if bias else []
    weights.append(("attention_output/kernel", (heads, value_size) + output))
    weights += [("attention_output/bias", output)] if bias else []
    return weights


def heads(axes=(1,), pairs=None, rows=None, returns=False, group=1):
    """Keras's MultiHeadAttention over axes of (batch, ..., features); pairs broadcast to scores (batch, ..., heads, T, S)."""

    def call(*given):
        *tensors, w = given
        q, v = tensors[:2]
        k = tensors[2] if len(tensors) > 2 and tensors[2].is_floating_point() else v
        gate = torch.sigmoid(projected(q, w, "gate")) if "gate/kernel" in w else None
        q, k, v = projected(q, w, "query"), projected(k, w, "key"), projected(v, w, "value")
        k, v = k.repeat_interleave(group, -2), v.repeat_interleave(group, -2)
        rank = q.dim()
        outer = [a for a in range(rank - 1) if a not in axes]
        order = outer + list(axes) + [rank - 1]
        qs, ks, vs = (t.permute(order) for t in (q, k, v))
        shape, sources = qs.shape, ks.shape
        flat = [t.flatten(len(outer), rank - 2) for t in (qs, ks, vs)]
        if pairs is None and rows is None and not returns and len(axes) == 1:
            # PyTorch's own.
            y = F._scaled_dot_product_attention(*flat)[0] if hasattr(F, "_scaled_dot_product_attention") else None
            if y is None:
                y = F.scaled_dot_product_attention(*flat)
        else:
            scores = flat[0] @ flat[1].transpose(-1, -2) / math.sqrt(q.shape[-1])
            spread = scores.reshape(shape[:-1] + sources[len(outer) : -1])
            keep = None if pairs is None else torch.as_tensor(pairs).expand(spread.shape)
            if keep is not None:
                spread = torch.where(keep, spread, -1e9)
            weights = torch.softmax(spread.reshape(scores.shape), -1).reshape(spread.shape)
            if keep is not None:
                weights = torch.where(keep, weights, 0.0)
            if rows is not None:
                weights = torch.where(torch.as_tensor(rows), weights, 0.0)
            y = weights.reshape(scores.shape) @ flat[2]
        y = y.reshape(shape[:-1] + vs.shape[-1:])
        back = [order.index(a) for a in range(rank)]
        y = y.permute(back)
        if gate is not None:
            y = y * gate
        y = torch.tensordot(y, w["attention_output/kernel"], dims=2)
        if "attention_output/bias" in w:
            y = y + w["attention_output/bias"]
        return [y, weights] if returns else y

    return call


def torch_self_attention(size, mask=None):
    """MultiHeadAttention of one tensor by PyTorch's multi_head_attention_forward."""

    def call(x, *rest):
        w = rest[-1]
        stacked = torch.cat([w[f"{n}/kernel"].flatten(1).T for n in ("query", "key", "value")])
        bias = torch.cat([w[f"{n}/bias"].flatten() for n in ("query", "key", "value")])
        count = w["query/kernel"].shape[1]
        y, _ = F.multi_head_attention_forward(
            x.transpose(0, 1),
            x.transpose(0, 1),
            x.transpose(0, 1),
            size,
            count,
            stacked,
            bias,
            None,
            None,
            False,
            0.0,
            w["attention_output/kernel"].flatten(0, 1).T,
            w["attention_output/bias"],
            training=False,
            need_weights=False,
            attn_mask=None if mask is None else torch.as_tensor(~mask),
        )
        return y.transpose(0, 1)

    return call


Q, V, K = (2, 3, 4), (2, 5, 3), (2, 5, 2)
KEY_MASK = np.array([[1, 0, 1, 1, 0], [1, 1, 1, 0, 1]], dtype=bool)
PAIRS = np.random.default_rng(5).random((2, 3, 5)) < 0.6
# One query finds nothing at all.
PAIRS[1, 2] = False

cases.add(
    "MultiHeadAttention",
    {"num_heads": 2, "key_dim": 3},
    [Q, V],
    heads(),
    head_weights(4, 3, 3, 2, 3),
)
cases.add(
    "MultiHeadAttention",
    {"num_heads": 2, "key_dim": 3, "value_dim": 2},
    [Q, V, K],
    heads(),
    head_weights(4, 3, 2, 2, 3, 2),
)
cases.add(
    "MultiHeadAttention",
    {"num_heads": 3, "key_dim": 2, "use_bias": False, "output_shape": 5},
    [Q, V],
    heads(),
    head_weights(4, 3, 3, 3, 2, output=(5,), bias=False),
)
cases.add(
    "MultiHeadAttention",
    {"num_heads": 1, "key_dim": 4, "output_shape": [2, 3], "use_gate": True},
    [Q, V],
    heads(),
    head_weights(4, 3, 3, 1, 4, output=(2, 3), gate=True),
)
# One tensor as query and value, by PyTorch's own layer.
for mask, arguments in [(None, {}), (causal(5, 5), {"use_causal_mask": True})]:
    cases.add(
        "MultiHeadAttention",
        {"num_heads": 2, "key_dim": 3},
        [(2, 5, 6)],
        torch_self_attention(6, mask),
        head_weights(6, 6, 6, 2, 3),
        arguments=arguments,
        again=[0, 0],
    )
SELF_MASK = np.array([[1, 1, 1, 0], [0, 1, 1, 1]], dtype=bool)
for use_causal in [False, True]:
    both = SELF_MASK[:, None, None, :] & (causal(4, 4) if use_causal else True)
    cases.add(
        "MultiHeadAttention",
        {"num_heads": 2, "key_dim": 2},
        [(2, 4, 3)],
        lambda x, w, both=both: heads(pairs=both, rows=SELF_MASK[:, None, :, None])(x, x, w),
        head_weights(3, 3, 3, 2, 2),
        masks=[SELF_MASK],
        arguments={"use_causal_mask": True} if use_causal else {},
        again=[0, 0],
    )
for masks in [
    [QUERY_MASK, VALUE_MASK, None],
    [None, VALUE_MASK, KEY_MASK],
    [QUERY_MASK, None, None],
]:
    pairs = None
    for m in masks[1:]:
        if m is not None:
            pairs = m[:, None, None, :] if pairs is None else pairs & m[:, None, None, :]
    rows = None if masks[0] is None else masks[0][:, None, :, None]
    cases.add(
        "MultiHeadAttention",
        {"num_heads": 2, "key_dim": 2},
        [Q, V, K],
        heads(pairs=pairs, rows=rows, returns=True),
        head_weights(4, 3, 2, 2, 2),
        masks=masks,
        arguments={"return_attention_scores": True},
    )
cases.add(
    "MultiHeadAttention",
    {"num_heads": 2, "key_dim": 2},
    [Q, V, ("bool", PAIRS)],
    lambda q, v, m, w: heads(pairs=PAIRS[:, None])(q, v, w),
    head_weights(4, 3, 3, 2, 2),
    arguments={"attention_mask": {"tensor": 2}},
)
cases.add(
    "MultiHeadAttention",
    {"num_heads": 2, "key_dim": 2},
    [Q, V, K, ("bool", PAIRS), ("bool", QUERY_MASK), ("bool", VALUE_MASK), ("bool", KEY_MASK)],
    lambda q, v, k, a, b, c, d, w: heads(
        pairs=PAIRS[:, None] & causal(3, 5) & (VALUE_MASK & KEY_MASK)[:, None, None, :],
        rows=QUERY_MASK[:, None, :, None],
        returns=True,
    )(q, v, k, w),
    head_weights(4, 3, 2, 2, 2),
    arguments={
        "attention_mask": {"tensor": 3},
        "query_mask": {"tensor": 4},
        "value_mask": {"tensor": 5},
        "key_mask": {"tensor": 6},
        "use_causal_mask": True,
        "return_attention_scores": True,
    },
    # So many masks leave each query a single key, which has all the weight whatever the query is.
    trains_all_weights=False,
)


def near(t, s, window):
    return np.abs(np.arange(t)[:, None] - np.arange(s)) < window


for use_causal, window, t in [(False, 2, 5), (True, 3, 5), (False, 1, 7)]:
    cases.add(
        "MultiHeadAttention",
        {"num_heads": 2, "key_dim": 2, "sliding_window": window},
        [(2, t, 3), (2, 5, 3)],
        heads(pairs=near(t, 5, window) & (causal(t, 5) if use_causal else True)),
        head_weights(3, 3, 3, 2, 2),
        arguments={"use_causal_mask": True} if use_causal else {},
        # In a window of one each query has itself alone, whatever it is.
        trains_all_weights=window > 1,
    )
# Over another axis, over two axes together, and over the first of two.
cases.add(
    "MultiHeadAttention",
    {"num_heads": 2, "key_dim": 2, "attention_axes": [2]},
    [(2, 3, 4, 3), (2, 3, 5, 3)],
    heads(axes=(2,)),
    head_weights(3, 3, 3, 2, 2),
)
cases.add(
    "MultiHeadAttention",
    {"num_heads": 2, "key_dim": 2, "attention_axes": -3},
    [(2, 3, 2, 3), (2, 4, 2, 3)],
    heads(axes=(1,), returns=True),
    head_weights(3, 3, 3, 2, 2),
    arguments={"return_attention_scores": True},
)
cases.add(
    "MultiHeadAttention",
    {"num_heads": 2, "key_dim": 2},
    [(2, 2, 3, 3), (2, 3, 2, 2)],
    heads(axes=(1, 2), returns=True),
    head_weights(3, 2, 2, 2, 2),
    arguments={"return_attention_scores": True},
)
GRID = np.random.default_rng(6).random((2, 2, 3, 3, 2)) < 0.7
cases.add(
    "MultiHeadAttention",
    {"num_heads": 2, "key_dim": 2},
    [(2, 2, 3, 3), (2, 3, 2, 2), ("bool", GRID)],
    lambda q, v, m, w: heads(axes=(1, 2), pairs=GRID[:, None])(q, v, w),
    head_weights(3, 2, 2, 2, 2),
    arguments={"attention_mask": {"tensor": 2}},
)


def penalty(names, per_output):
    """L2 of kernels, L1 of biases, and L2 of what each projection gives, by the number of examples."""

    def add(y, w):
        total = sum(0.1 * (v**2).sum() for n, v in w.items() if n.endswith("kernel"))
        total = total + sum(0.2 * v.abs().sum() for n, v in w.items() if n.endswith("bias"))
        return total + per_output(y, w)

    return add


ARGUMENTS = {
    "flash_attention": True,
    "kernel_initializer": initializer("HeNormal", seed=1),
    "bias_initializer": initializer("Ones"),
    "kernel_regularizer": regularizer("L2", l2=0.1),
    "bias_regularizer": regularizer("L1", l1=0.2),
    "activity_regularizer": regularizer("L2", l2=0.3),
    "kernel_constraint": constraint("MaxNorm", max_value=1.5, axis=0),
    "bias_constraint": constraint("NonNeg"),
    "seed": 4,
}


def activity_case(class_name, config, features, weights, call):
    x = np.round(np.random.default_rng(9).standard_normal((2, 3, features)), 3)

    def per_output(y, w):
        t = torch.tensor(x)
        made = [projected(t, w, n) for n in ("query", "key", "value")]
        return 0.3 * (sum((m**2).sum() for m in made) + (y[0] ** 2).sum()) / 2

    cases.add(
        class_name, {**config, **ARGUMENTS}, [x], lambda x, w: call(x, x, w), weights,
        penalty=penalty(None, per_output), again=[0, 0], gradients=False,
    )


activity_case("MultiHeadAttention", {"num_heads": 2, "key_dim": 3}, 4, head_weights(4, 4, 4, 2, 3), heads())
# Dropout does nothing outside training.
cases.add(
    "MultiHeadAttention",
    {"num_heads": 2, "key_dim": 2, "dropout": 0.4, "seed": 2},
    [Q, V],
    heads(),
    head_weights(4, 3, 3, 2, 2),
)

for shared in [1, 2, 4]:
    cases.add(
        "GroupQueryAttention",
        {"head_dim": 2, "num_query_heads": 4, "num_key_value_heads": shared},
        [Q, (2, 5, 4)],
        heads(group=4 // shared),
        head_weights(4, 4, 4, 4, 2, shared=shared),
    )
cases.add(
    "GroupQueryAttention",
    {
        "head_dim": 3,
        "num_query_heads": 4,
        "num_key_value_heads": 2,
        "use_bias": False,
        "use_gate": True,
        "sliding_window": 3,
        "dropout": 0.2,
    },
    [Q, (2, 5, 4), (2, 5, 3)],
    heads(group=2, pairs=near(3, 5, 3) & VALUE_MASK[:, None, None, :], rows=QUERY_MASK[:, None, :, None], returns=True),
    head_weights(4, 4, 3, 4, 3, bias=False, gate=True, shared=2),
    masks=[QUERY_MASK, VALUE_MASK, None],
    arguments={"return_attention_scores": True},
)
cases.add(
    "GroupQueryAttention",
    {"head_dim": 2, "num_query_heads": 2, "num_key_value_heads": 1},
    [(2, 4, 3)],
    lambda x, w: heads(group=2, pairs=causal(4, 4))(x, x, w),
    head_weights(3, 3, 3, 2, 2, shared=1),
    arguments={"use_causal_mask": True},
    again=[0, 0],
)
cases.add(
    "GroupQueryAttention",
    {"head_dim": 2, "num_query_heads": 4, "num_key_value_heads": 2},
    [Q, (2, 5, 4), ("bool", PAIRS)],
    lambda q, v, m, w: heads(group=2, pairs=PAIRS[:, None])(q, v, w),
    head_weights(4, 4, 4, 4, 2, shared=2),
    arguments={"attention_mask": {"tensor": 2}},
)
activity_case(
    "GroupQueryAttention",
    {"head_dim": 2, "num_query_heads": 2, "num_key_value_heads": 1},
    3,
    head_weights(3, 3, 3, 2, 2, shared=1),
    heads(group=2),
)

cases.write()
