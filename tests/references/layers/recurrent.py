"""Reference numbers of the recurrent layers; see cases.py.

Weights of layers that hold others are named by their paths in the layer, as Keras has them: lstm_cell/kernel. The formulas of the plain
cells are held against PyTorch's own modules before anything is written.
"""

import numpy as np
import torch
import torch.nn.functional as F
from cases import Cases, constraint, initializer, regularizer

cases = Cases("recurrent")

ACTIVATIONS = {
    "linear": lambda x: x,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    # Keras's: of slope 1/6.
    "hard_sigmoid": lambda x: F.relu6(x + 3) / 6,
}


# A cell takes an input, the states and its weights by name, and gives an output and the next states.
def simple_rnn_cell(x, states, w, activation="tanh", **_):
    h = x @ w["kernel"] + states[0] @ w["recurrent_kernel"] + w.get("bias", 0.0)
    h = ACTIVATIONS[activation](h)
    return h, [h]


def lstm_cell(x, states, w, activation="tanh", recurrent_activation="sigmoid", **_):
    h, c = states
    f, g = ACTIVATIONS[activation], ACTIVATIONS[recurrent_activation]
    z = x @ w["kernel"] + h @ w["recurrent_kernel"] + w.get("bias", 0.0)
    i, forget, candidate, o = z.chunk(4, -1)
    c = g(forget) * c + g(i) * f(candidate)
    h = g(o) * f(c)
    return h, [h, c]


def gru_cell(x, states, w, activation="tanh", recurrent_activation="sigmoid", reset_after=True, **_):
    h = states[0]
    f, g = ACTIVATIONS[activation], ACTIVATIONS[recurrent_activation]
    bias = w.get("bias", torch.zeros(2, w["kernel"].shape[1]))
    input_bias, state_bias = (bias[0], bias[1]) if bias.ndim == 2 else (bias, torch.zeros_like(bias))
    xz, xr, xh = (x @ w["kernel"] + input_bias).chunk(3, -1)
    kz, kr, kh = w["recurrent_kernel"].chunk(3, -1)
    bz, br, bh = state_bias.chunk(3, -1)
    z = g(xz + h @ kz + bz)
    r = g(xr + h @ kr + br)
    candidate = f(xh + r * (h @ kh + bh)) if reset_after else f(xh + (r * h) @ kh)
    h = z * h + (1 - z) * candidate
    return h, [h]


def run(
    cell,
    x,
    states,
    mask=None,
    go_backwards=False,
    return_sequences=False,
    return_state=False,
    zero_output_for_mask=False,
    **_,
):
    """A cell over the second axis. A masked step leaves the states as they are and repeats the last output, or gives zeros."""
    times = range(x.shape[1])
    outputs = []
    for t in reversed(times) if go_backwards else times:
        y, following = cell(x[:, t], states)
        if mask is not None:
            counts = torch.tensor(np.asarray(mask)[:, t])

            def choose(new, old, counts=counts):
                return torch.where(counts.reshape(-1, *[1] * (new.ndim - 1)), new, old)

            other = torch.zeros_like(y) if zero_output_for_mask or not outputs else outputs[-1]
            y = choose(y, other)
            following = [choose(new, old) for new, old in zip(following, states)]
        outputs.append(y)
        states = following
    result = torch.stack(outputs, 1) if return_sequences else outputs[-1]
    return [result, *states] if return_state else [result]


def part(w, prefix):
    """The weights under a path."""
    return {name[len(prefix) :]: value for name, value in w.items() if name.startswith(prefix)}


CELLS = {
    # The step, the number of gates, the number of states.
    "SimpleRNN": (simple_rnn_cell, 1, 1),
    "LSTM": (lstm_cell, 4, 2),
    "GRU": (gru_cell, 3, 1),
}
PATHS = {"SimpleRNN": "simple_rnn_cell/", "LSTM": "lstm_cell/", "GRU": "gru_cell/"}


def weights(kind, features, config, prefix=""):
    _, gates, _ = CELLS[kind]
    units = config["units"]
    made = [
        (f"{prefix}kernel", (features, gates * units)),
        (f"{prefix}recurrent_kernel", (units, gates * units)),
    ]
    if config.get("use_bias", True):
        shape = (2, gates * units) if kind == "GRU" and config.get("reset_after", True) else (gates * units,)
        made.append((f"{prefix}bias", shape))
    return made


def zeros(kind, batch, units):
    return [torch.zeros(batch, units) for _ in range(CELLS[kind][2])]


def serialized(class_name, config, name):
    return {
        "module": "keras.layers",
        "class_name": class_name,
        "config": {"name": name, **config},
        "registered_name": None,
    }


def penalty(w, config, prefix=""):
    """The weights' penalties of FULL below."""
    if "kernel_regularizer" not in config:
        return 0.0
    return (
        0.1 * (w[f"{prefix}kernel"] ** 2).sum()
        + 0.2 * w[f"{prefix}recurrent_kernel"].abs().sum()
        + 0.3 * (w[f"{prefix}bias"] ** 2).sum()
    )


def mode(config, **more):
    """Where nothing is dropped, training gives the numbers (the steps), and inference the same outputs (ONNX's own operators)."""
    if "dropout" not in str(config):
        more = {"training": True, "inference": True, **more}
    return more


# Everything that says how weights begin and what becomes of them.
FULL = {
    "kernel_initializer": initializer("HeNormal", seed=1),
    "recurrent_initializer": initializer("GlorotNormal", seed=2),
    "bias_initializer": initializer("Ones"),
    "kernel_regularizer": regularizer("L2", l2=0.1),
    "recurrent_regularizer": regularizer("L1", l1=0.2),
    "bias_regularizer": regularizer("L2", l2=0.3),
    "kernel_constraint": constraint("MaxNorm", max_value=1.5, axis=0),
    "recurrent_constraint": constraint("MaxNorm", max_value=1.2, axis=0),
    "bias_constraint": constraint("NonNeg"),
    # Not seen outside training.
    "dropout": 0.2,
    "recurrent_dropout": 0.1,
    "seed": 3,
}


def compare_with_modules():
    """The formulas against PyTorch's own modules."""
    random = np.random.default_rng(1)
    x = torch.tensor(random.standard_normal((3, 5, 2)))

    def numbers(*shape):
        return torch.tensor(random.standard_normal(shape))

    def reordered(w, gates, order):
        return torch.cat([w.chunk(gates, -1)[i] for i in order], -1)

    for kind, module, order in [
        ("SimpleRNN", torch.nn.RNN, [0]),
        ("LSTM", torch.nn.LSTM, [0, 1, 2, 3]),
        # PyTorch's gates begin with the reset gate, Keras's with the update gate.
        ("GRU", torch.nn.GRU, [1, 0, 2]),
    ]:
        cell, gates, count = CELLS[kind]
        w = {"kernel": numbers(2, gates * 4), "recurrent_kernel": numbers(4, gates * 4)}
        w["bias"] = numbers(2, gates * 4) if kind == "GRU" else numbers(gates * 4)
        states = [numbers(3, 4) for _ in range(count)]
        theirs = module(2, 4, batch_first=True).double()
        with torch.no_grad():
            theirs.weight_ih_l0.copy_(reordered(w["kernel"], gates, order).T)
            theirs.weight_hh_l0.copy_(reordered(w["recurrent_kernel"], gates, order).T)
            bias = w["bias"] if kind == "GRU" else torch.stack([w["bias"], torch.zeros_like(w["bias"])])
            theirs.bias_ih_l0.copy_(reordered(bias[0], gates, order))
            theirs.bias_hh_l0.copy_(reordered(bias[1], gates, order))
        first = [s[None] for s in states]
        expected, last = theirs(x, tuple(first) if count > 1 else first[0])
        mine = run(lambda x, s, cell=cell, w=w: cell(x, s, w), x, states, return_sequences=True, return_state=True)
        expected = [expected, *[s[0] for s in (last if count > 1 else [last])]]
        for a, b in zip(mine, expected):
            torch.testing.assert_close(a, b)


compare_with_modules()


# Cells: a step, of the input and the states.
def add_cell(kind, config, batch=3, features=4):
    cell, _, count = CELLS[kind]

    def call(x, *rest):
        h, states = cell(x, list(rest[:-1]), rest[-1], **config)
        return [h, *states]

    cases.add(
        f"{kind}Cell",
        config,
        [(batch, features)] + [(batch, config["units"])] * count,
        call,
        weights(kind, features, config),
        penalty=(lambda y, w: penalty(w, config)) if "kernel_regularizer" in config else None,
        # Units that rest teach nothing.
        trains_all_weights=config.get("activation") != "relu",
    )


for config in [
    {"units": 3},
    {"units": 2, "activation": "relu"},
    {"units": 3, "use_bias": False},
    {"units": 3, "activation": "linear", **FULL},
]:
    add_cell("SimpleRNN", config)
for config in [
    {"units": 3},
    {"units": 2, "activation": "relu", "recurrent_activation": "hard_sigmoid"},
    {"units": 3, "use_bias": False},
    {"units": 3, "activation": "linear", "unit_forget_bias": False, **FULL},
]:
    add_cell("LSTM", config)
for config in [
    {"units": 3},
    {"units": 3, "reset_after": False},
    {"units": 2, "activation": "relu", "recurrent_activation": "hard_sigmoid"},
    {"units": 3, "use_bias": False},
    {"units": 3, "use_bias": False, "reset_after": False},
    {"units": 2, "activation": "linear", "reset_after": False, **FULL},
]:
    add_cell("GRU", config)

# Masks of all kinds: padded behind, before, in the midst; one row counts nowhere.
MASKS = {
    5: np.array([[1, 1, 1, 1, 0], [0, 0, 1, 1, 1], [1, 0, 1, 0, 0], [0, 0, 0, 0, 0]], dtype=bool),
    4: np.array([[1, 0, 0, 1], [0, 1, 1, 0]], dtype=bool),
}
BEHIND = np.array([[1, 1, 1, 0, 0], [1, 1, 1, 1, 1], [1, 0, 0, 0, 0]], dtype=bool)


def add_layer(kind, config, shape=(2, 5, 3), mask=None, initial=False, numbers_only=False):
    cell, _, count = CELLS[kind]
    prefix = PATHS[kind]
    units = config["units"]
    batch = shape[0]

    def call(x, *rest):
        w = part(rest[-1], prefix)
        states = list(rest[:-1]) if initial else zeros(kind, batch, units)
        return run(lambda x, s: cell(x, s, w, **config), x, states, mask, **config)

    def all_penalties(y, w):
        activity = 0.4 * sum((o**2).sum() for o in y) / batch if "activity_regularizer" in config else 0.0
        return penalty(w, config, prefix) + activity

    states = [(batch, units)] * count if initial else []
    cases.add(
        kind,
        config,
        [shape] + states,
        call,
        weights(kind, shape[-1], config, prefix),
        masks=[mask] + [None] * len(states) if mask is not None else None,
        penalty=all_penalties if "kernel_regularizer" in config else None,
        arguments={"initial_state": {"tensor": list(range(1, 1 + count))}} if initial else None,
        # Before the first step the state is zero, and its kernel teaches nothing.
        trains_all_weights=shape[1] > 1,
        **mode(config, numbers_only=numbers_only),
    )


ACTIVITY = {"activity_regularizer": regularizer("L2", l2=0.4)}
for kind in CELLS:
    gated = {} if kind == "SimpleRNN" else {"recurrent_activation": "hard_sigmoid"}
    own = {"LSTM": {"unit_forget_bias": False}, "GRU": {"reset_after": False}, "SimpleRNN": {}}[kind]
    for config, more in [
        ({"units": 3}, {}),
        ({"units": 3, "return_sequences": True}, {"numbers_only": True}),
        ({"units": 2, "return_state": True}, {"numbers_only": True}),
        ({"units": 2, "return_sequences": True, "return_state": True, "go_backwards": True}, {}),
        ({"units": 3, "go_backwards": True}, {"numbers_only": True}),
        ({"units": 3, "return_sequences": True, "use_bias": False}, {}),
        ({"units": 2, "activation": "relu", "return_sequences": True, **gated}, {"numbers_only": True}),
        ({"units": 2, "activation": "linear", **gated, **own}, {}),
        ({"units": 2, "return_sequences": True, **own}, {}),
        # A sequence of one step, and of a single feature.
        ({"units": 1, "return_sequences": True}, {"shape": (3, 1, 1)}),
        # Written out step by step.
        ({"units": 2, "unroll": True}, {"numbers_only": True}),
        ({"units": 2, "unroll": True, "return_sequences": True, "return_state": True, "go_backwards": True}, {}),
        ({"units": 2, "return_sequences": True, "return_state": True}, {"initial": True}),
        ({"units": 2, "go_backwards": True, **own}, {"initial": True, "numbers_only": True}),
        ({"units": 2}, {"shape": (4, 5, 2), "mask": MASKS[5], "numbers_only": True}),
        ({"units": 2, "return_sequences": True, "return_state": True}, {"shape": (4, 5, 2), "mask": MASKS[5], "numbers_only": True}),
        ({"units": 2, "return_sequences": True, "go_backwards": True}, {"shape": (4, 5, 2), "mask": MASKS[5], "numbers_only": True}),
        ({"units": 2, "return_sequences": True, "zero_output_for_mask": True}, {"shape": (4, 5, 2), "mask": MASKS[5]}),
        ({"units": 2, "return_state": True}, {"shape": (3, 5, 2), "mask": BEHIND, "numbers_only": True}),
        (
            {"units": 2, "return_sequences": True, "return_state": True, **own},
            {"shape": (2, 4, 2), "mask": MASKS[4], "initial": True, "numbers_only": True},
        ),
        ({"units": 2, "return_sequences": True, "unroll": True}, {"shape": (2, 4, 2), "mask": MASKS[4], "numbers_only": True}),
        (
            {"units": 2, "return_sequences": True, "unroll": True, "zero_output_for_mask": True, **own},
            {"shape": (2, 4, 2), "mask": MASKS[4], "numbers_only": True},
        ),
        ({"units": 2, "return_sequences": True, **FULL, **ACTIVITY}, {"numbers_only": True}),
        ({"units": 2, "return_state": True, **own, **gated, **FULL, **ACTIVITY}, {}),
    ]:
        # What the plain layer does the others do, too.
        plain = {"units"} == set(config) or config.get("go_backwards") and not config.get("unroll") or "shape" in more
        rest = kind == "SimpleRNN" and plain and not config.get("zero_output_for_mask")
        add_layer(kind, config, **{**more, "numbers_only": more.get("numbers_only", False) or rest})


# RNN over a cell or several.
def of_cell(kind, config, name):
    """A cell's step and its weights' prefix, and its configuration."""
    return {"kind": kind, "config": config, "name": name, "json": serialized(f"{kind}Cell", config, name)}


def step_of(cells, w, prefix):
    """Cells on top of each other as one: each takes the output of the one below."""

    def step(x, states):
        following = []
        for cell in cells:
            body, _, count = CELLS[cell["kind"]]
            own, states = states[:count], states[count:]
            x, own = body(x, own, part(w, f"{prefix}{cell['name']}/"), **cell["config"])
            following += own
        return x, following

    return step


def stacked_weights(cells, features, prefix):
    made = []
    for cell in cells:
        made += weights(cell["kind"], features, cell["config"], f"{prefix}{cell['name']}/")
        features = cell["config"]["units"]
    return made


def first_states(cells, batch):
    return [s for cell in cells for s in zeros(cell["kind"], batch, cell["config"]["units"])]


def state_shapes(cells, batch):
    return [(batch, cell["config"]["units"]) for cell in cells for _ in range(CELLS[cell["kind"]][2])]


def add_rnn(cells, config, shape=(2, 5, 3), mask=None, initial=False, stacked=False, numbers_only=False):
    prefix = "stacked/" if stacked else ""
    batch = shape[0]

    def call(x, *rest):
        states = list(rest[:-1]) if initial else first_states(cells, batch)
        return run(step_of(cells, rest[-1], prefix), x, states, mask, **config)

    json = serialized("StackedRNNCells", {"cells": [c["json"] for c in cells]}, "stacked") if stacked else cells[0]["json"]
    states = state_shapes(cells, batch) if initial else []
    penalized = [c for c in cells if "kernel_regularizer" in c["config"]]
    cases.add(
        "RNN",
        {"cell": json, **config},
        [shape] + states,
        call,
        stacked_weights(cells, shape[-1], prefix),
        masks=[mask] + [None] * len(states) if mask is not None else None,
        penalty=(lambda y, w: sum(penalty(w, c["config"], f"{prefix}{c['name']}/") for c in penalized))
        if penalized
        else None,
        arguments={"initial_state": {"tensor": list(range(1, 1 + len(states)))}} if initial else None,
        **mode([c["config"] for c in cells], numbers_only=numbers_only),
    )


SIMPLE = of_cell("SimpleRNN", {"units": 2}, "first")
GATED = of_cell("GRU", {"units": 3}, "second")
LONG = of_cell("LSTM", {"units": 2}, "third")
for cell in [SIMPLE, GATED, LONG]:
    add_rnn([cell], {}, numbers_only=True)
add_rnn([LONG], {"return_sequences": True, "return_state": True, "go_backwards": True})
add_rnn([LONG], {"return_sequences": True, "unroll": True})
add_rnn([LONG], {"return_sequences": True, "return_state": True}, (4, 5, 2), MASKS[5], numbers_only=True)
add_rnn([GATED], {"return_sequences": True, "zero_output_for_mask": True}, (4, 5, 2), MASKS[5])
add_rnn([GATED], {"return_state": True}, initial=True, numbers_only=True)
add_rnn([of_cell("LSTM", {"units": 2, **FULL}, "cell")], {"return_sequences": True})
add_rnn([LONG, GATED], {}, stacked=True)
add_rnn([SIMPLE, LONG, GATED], {"return_sequences": True, "return_state": True}, stacked=True)
add_rnn(
    [GATED, LONG],
    {"return_sequences": True, "go_backwards": True, "unroll": True},
    (2, 3, 2),
    stacked=True,
    numbers_only=True,
)
add_rnn(
    [GATED, LONG], {"return_sequences": True, "return_state": True}, (4, 5, 2), MASKS[5], stacked=True, numbers_only=True
)
add_rnn([LONG, SIMPLE], {"return_sequences": True, "return_state": True}, (2, 4, 3), initial=True, stacked=True)
add_rnn([of_cell("GRU", {"units": 2, **FULL}, "lower"), LONG], {}, (2, 3, 2), stacked=True, numbers_only=True)

# Stacked cells alone: a step.
for cells in [[LONG, GATED], [SIMPLE], [of_cell("LSTM", {"units": 2, **FULL}, "lower"), SIMPLE]]:

    def call(x, *rest, cells=cells):
        h, states = step_of(cells, rest[-1], "")(x, list(rest[:-1]))
        return [h, *states]

    cases.add(
        "StackedRNNCells",
        {"cells": [c["json"] for c in cells]},
        [(3, 4)] + state_shapes(cells, 3),
        call,
        stacked_weights(cells, 4, ""),
        penalty=lambda y, w, cells=cells: sum(penalty(w, c["config"], f"{c['name']}/") for c in cells)
        if any("kernel_regularizer" in c["config"] for c in cells)
        else 0.0,
    )


# Bidirectional: a layer each way, the second's sequence turned round again.
MERGES = {
    "concat": lambda a, b: [torch.cat([a, b], -1)],
    "sum": lambda a, b: [a + b],
    "mul": lambda a, b: [a * b],
    "ave": lambda a, b: [(a + b) / 2],
    None: lambda a, b: [a, b],
}


def add_bidirectional(
    kind, config, merge_mode="concat", backward=None, shape=(2, 5, 3), mask=None, initial=False, numbers_only=False
):
    cell, _, count = CELLS[kind]
    batch, units = shape[0], config["units"]
    given = {"layer": serialized(kind, config, "inner"), "merge_mode": merge_mode}
    prefixes = [f"forward_inner/{PATHS[kind]}", f"backward_inner/{PATHS[kind]}"]
    other = {**config, "go_backwards": not config.get("go_backwards", False)}
    other_kind = kind
    if backward is not None:
        other_kind, other = backward
        given["backward_layer"] = serialized(other_kind, other, "other")
        prefixes[1] = f"other/{PATHS[other_kind]}"
    sequences = config.get("return_sequences", False)

    def call(x, *rest):
        w = rest[-1]
        halves = []
        for k, (which, way, prefix) in enumerate(zip([kind, other_kind], [config, other], prefixes)):
            body = CELLS[which][0]
            own = part(w, prefix)
            states = list(rest[k * count : (k + 1) * count]) if initial else zeros(which, batch, way["units"])
            # What is masked gives zeros in a sequence, whatever the layer says.
            options = {**way, "return_state": True, "zero_output_for_mask": sequences}
            halves.append(run(lambda x, s: body(x, s, own, **way), x, states, mask, **options))
        (a, *first), (b, *second) = halves
        if sequences:
            b = b.flip(1)
        merged = MERGES[merge_mode](a, b)
        return merged + first + second if config.get("return_state") else merged

    states = [(batch, units)] * (2 * count) if initial else []
    penalized = "kernel_regularizer" in config
    cases.add(
        "Bidirectional",
        given,
        [shape] + states,
        call,
        weights(kind, shape[-1], config, prefixes[0]) + weights(other_kind, shape[-1], other, prefixes[1]),
        masks=[mask] + [None] * len(states) if mask is not None else None,
        penalty=(lambda y, w: penalty(w, config, prefixes[0]) + penalty(w, other, prefixes[1])) if penalized else None,
        arguments={"initial_state": {"tensor": list(range(1, 1 + len(states)))}} if initial else None,
        trains_all_weights=shape[1] > 1,
        **mode(config, numbers_only=numbers_only),
    )


for merge in MERGES:
    add_bidirectional("LSTM", {"units": 2}, merge, numbers_only=merge != "mul")
    add_bidirectional("GRU", {"units": 2, "return_sequences": True}, merge, numbers_only=merge != "sum")
for kind in CELLS:
    add_bidirectional(
        kind, {"units": 2, "return_sequences": True, "return_state": True}, numbers_only=kind == "SimpleRNN"
    )
    add_bidirectional(
        kind, {"units": 2, "return_sequences": True}, "sum", shape=(4, 5, 2), mask=MASKS[5], numbers_only=True
    )
    add_bidirectional(kind, {"units": 2, "return_state": True}, None, initial=True, numbers_only=kind != "LSTM")
add_bidirectional(
    "LSTM", {"units": 2, "activation": "relu", "recurrent_activation": "hard_sigmoid"}, "ave", numbers_only=True
)
add_bidirectional(
    "LSTM", {"units": 2, "return_state": True}, None, shape=(4, 5, 2), mask=MASKS[5], numbers_only=True
)
add_bidirectional(
    "LSTM", {"units": 1, "return_sequences": True, "use_bias": False}, shape=(3, 1, 2), numbers_only=True
)
add_bidirectional("GRU", {"units": 2, "reset_after": False, "return_sequences": True, "unroll": True})
add_bidirectional("GRU", {"units": 2, "return_sequences": True, **FULL})
add_bidirectional(
    "LSTM",
    {"units": 2, "return_sequences": True},
    backward=("LSTM", {"units": 2, "activation": "relu", "return_sequences": True, "go_backwards": True}),
)
add_bidirectional(
    "LSTM",
    {"units": 2, "return_sequences": True},
    backward=("GRU", {"units": 3, "return_sequences": True, "go_backwards": True}),
)
add_bidirectional("SimpleRNN", {"units": 2}, "mul", backward=("SimpleRNN", {"units": 2, "go_backwards": True}))


# TimeDistributed: a layer at each step.
def add_distributed(class_name, config, shape, apply, named, **more):
    cases.add("TimeDistributed", {"layer": serialized(class_name, config, "inner")}, [shape], apply, named, **more)


add_distributed(
    "Dense",
    {"units": 3, "activation": "tanh"},
    (2, 5, 4),
    lambda x, w: torch.tanh(x @ w["inner/kernel"] + w["inner/bias"]),
    [("inner/kernel", (4, 3)), ("inner/bias", (3,))],
)
add_distributed(
    "Dense",
    {"units": 3, "kernel_regularizer": regularizer("L2", l2=0.1)},
    (2, 3, 2, 4),
    lambda x, w: x @ w["inner/kernel"] + w["inner/bias"],
    [("inner/kernel", (4, 3)), ("inner/bias", (3,))],
    penalty=lambda y, w: 0.1 * (w["inner/kernel"] ** 2).sum(),
)
add_distributed(
    "Conv2D",
    {"filters": 2, "kernel_size": [2, 3], "padding": "valid"},
    (2, 3, 4, 5, 2),
    lambda x, w: F.conv2d(
        x.flatten(0, 1).permute(0, 3, 1, 2), w["inner/kernel"].permute(3, 2, 0, 1), w["inner/bias"]
    )
    .permute(0, 2, 3, 1)
    .reshape(2, 3, 3, 3, 2),
    [("inner/kernel", (2, 3, 2, 2)), ("inner/bias", (2,))],
)
add_distributed("GlobalAveragePooling1D", {}, (2, 3, 4, 2), lambda x, w: x.mean(2), [])
add_distributed("Flatten", {}, (2, 3, 4, 2), lambda x, w: x.reshape(2, 3, 8), [])
# A mask of the inner steps goes to the layer inside.
WORDS = np.array(
    [[[1, 1, 0, 0], [1, 1, 1, 1], [0, 0, 0, 0]], [[0, 1, 1, 1], [1, 0, 1, 0], [1, 1, 1, 0]]], dtype=bool
)
for mask in [None, WORDS]:
    add_distributed(
        "LSTM",
        {"units": 2},
        (2, 3, 4, 2),
        lambda x, w, mask=mask: run(
            lambda x, s: lstm_cell(x, s, part(w, "inner/lstm_cell/")),
            x.flatten(0, 1),
            [torch.zeros(6, 2), torch.zeros(6, 2)],
            None if mask is None else mask.reshape(6, 4),
        )[0].reshape(2, 3, 2),
        weights("LSTM", 2, {"units": 2}, "inner/lstm_cell/"),
        masks=None if mask is None else [mask],
    )


# ConvLSTM: an LSTM whose products are convolutions.
CONVOLUTIONS = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}


def convolve(x, kernel, padding, strides, dilations):
    """Channels first; Keras's padding made explicit."""
    rank = x.ndim - 2
    pads = []
    for n, k, s, d in zip(x.shape[2:], kernel.shape[:rank], strides, dilations):
        total = max((-(-n // s) - 1) * s + (k - 1) * d + 1 - n, 0) if padding == "same" else 0
        pads = [total // 2, total - total // 2] + pads
    w = kernel.permute(rank + 1, rank, *range(rank))
    return CONVOLUTIONS[rank](F.pad(x, pads), w, stride=strides, dilation=dilations)


def sizes(value, rank):
    return [value] * rank if isinstance(value, int) else list(value)


def add_conv_lstm(rank, config, shape, mask=None, initial=False, numbers_only=False):
    filters = config["filters"]
    kernel = sizes(config["kernel_size"], rank)
    strides = sizes(config.get("strides", 1), rank)
    dilations = sizes(config.get("dilation_rate", 1), rank)
    padding = config.get("padding", "valid")
    first = config.get("data_format") == "channels_first"
    f = ACTIVATIONS[config.get("activation", "tanh")]
    g = ACTIVATIONS[config.get("recurrent_activation", "sigmoid")]
    batch = shape[0]
    channels = shape[2] if first else shape[-1]
    places = shape[3:] if first else shape[2:-1]
    after = [
        -(-n // s) if padding == "same" else (n - (k - 1) * d - 1) // s + 1
        for n, k, s, d in zip(places, kernel, strides, dilations)
    ]
    prefix = "conv_lstm_cell/"

    def to_first(x):
        return x if first else x.movedim(-1, 1)

    def from_first(x):
        return x if first else x.movedim(1, -1)

    def cell(x, states, w):
        h, c = (to_first(s) for s in states)
        z = convolve(to_first(x), w["kernel"], padding, strides, dilations)
        if "bias" in w:
            z = z + w["bias"].reshape(-1, *[1] * rank)
        z = z + convolve(h, w["recurrent_kernel"], "same", [1] * rank, [1] * rank)
        i, forget, candidate, o = z.chunk(4, 1)
        c = g(forget) * c + g(i) * f(candidate)
        h = g(o) * f(c)
        return from_first(h), [from_first(h), from_first(c)]

    state = (batch, filters, *after) if first else (batch, *after, filters)

    def call(x, *rest):
        w = part(rest[-1], prefix)
        states = list(rest[:-1]) if initial else [torch.zeros(state), torch.zeros(state)]
        return run(lambda x, s: cell(x, s, w), x, states, mask, **config)

    named = [
        (f"{prefix}kernel", (*kernel, channels, 4 * filters)),
        (f"{prefix}recurrent_kernel", (*kernel, filters, 4 * filters)),
    ]
    if config.get("use_bias", True):
        named.append((f"{prefix}bias", (4 * filters,)))

    def all_penalties(y, w):
        activity = 0.4 * sum((o**2).sum() for o in y) / batch if "activity_regularizer" in config else 0.0
        return penalty(w, config, prefix) + activity

    cases.add(
        f"ConvLSTM{rank}D",
        config,
        [shape] + ([state] * 2 if initial else []),
        call,
        named,
        masks=[mask] + ([None] * 2 if initial else []) if mask is not None else None,
        penalty=all_penalties if "kernel_regularizer" in config else None,
        arguments={"initial_state": {"tensor": [1, 2]}} if initial else None,
        trains_all_weights=shape[1] > 1 and config.get("activation") != "relu",
        numbers_only=numbers_only,
        training="dropout" not in config,
    )


THREE = np.array([[1, 0, 1], [0, 1, 0]], dtype=bool)
for config, shape, more in [
    ({"filters": 2, "kernel_size": 3}, (2, 3, 6, 2), {"numbers_only": True}),
    ({"filters": 2, "kernel_size": 2, "padding": "same", "return_sequences": True}, (2, 3, 5, 2), {}),
    ({"filters": 2, "kernel_size": [3], "strides": 2, "padding": "same", "return_state": True}, (2, 3, 5, 1), {}),
    (
        {"filters": 1, "kernel_size": 2, "dilation_rate": 2, "go_backwards": True, "return_sequences": True},
        (2, 3, 6, 2),
        {},
    ),
    (
        {"filters": 2, "kernel_size": 3, "data_format": "channels_first", "return_sequences": True, "strides": 2},
        (2, 3, 2, 7),
        {},
    ),
    ({"filters": 2, "kernel_size": 3, "use_bias": False, "activation": "relu"}, (2, 1, 5, 2), {}),
    (
        {
            "filters": 2,
            "kernel_size": 2,
            "recurrent_activation": "hard_sigmoid",
            "unit_forget_bias": False,
            "return_sequences": True,
            **FULL,
            **ACTIVITY,
        },
        (2, 3, 4, 2),
        {},
    ),
    ({"filters": 2, "kernel_size": 2, "return_sequences": True}, (2, 3, 4, 2), {"mask": THREE, "numbers_only": True}),
    ({"filters": 2, "kernel_size": 2, "return_state": True}, (2, 3, 4, 1), {"initial": True, "numbers_only": True}),
    ({"filters": 1, "kernel_size": 2, "return_sequences": True, "unroll": True}, (2, 3, 4, 1), {}),
    (
        {"filters": 1, "kernel_size": 2, "return_sequences": True, "zero_output_for_mask": True},
        (2, 3, 4, 1),
        {"mask": THREE},
    ),
]:
    add_conv_lstm(1, config, shape, **more)
for config, shape, more in [
    ({"filters": 2, "kernel_size": 2}, (2, 3, 3, 4, 2), {"numbers_only": True}),
    (
        {"filters": 1, "kernel_size": [3, 2], "padding": "same", "return_sequences": True, "return_state": True},
        (2, 3, 3, 4, 2),
        {},
    ),
    ({"filters": 2, "kernel_size": [1, 3], "strides": [1, 2], "go_backwards": True}, (2, 3, 2, 5, 1), {}),
    ({"filters": 1, "kernel_size": 2, "dilation_rate": [2, 1]}, (2, 2, 4, 3, 2), {}),
    (
        {"filters": 2, "kernel_size": 2, "data_format": "channels_first", "return_sequences": True, "padding": "same"},
        (2, 3, 1, 3, 3),
        {},
    ),
    ({"filters": 1, "kernel_size": 2, "use_bias": False, "activation": "relu"}, (2, 2, 3, 3, 1), {}),
    (
        {
            "filters": 1,
            "kernel_size": 2,
            "recurrent_activation": "hard_sigmoid",
            "unit_forget_bias": False,
            "return_sequences": True,
            "unroll": True,
            **FULL,
            **ACTIVITY,
        },
        (2, 2, 3, 3, 1),
        {},
    ),
    (
        {"filters": 1, "kernel_size": 2, "return_sequences": True, "zero_output_for_mask": True, "return_state": True},
        (2, 3, 3, 3, 1),
        {"mask": THREE},
    ),
    ({"filters": 1, "kernel_size": 2, "data_format": "channels_first"}, (2, 3, 2, 3, 3), {"initial": True, "mask": THREE}),
]:
    add_conv_lstm(2, config, shape, **more)
for config, shape, more in [
    ({"filters": 1, "kernel_size": 2}, (2, 2, 3, 2, 3, 2), {"numbers_only": True}),
    (
        {
            "filters": 1,
            "kernel_size": [2, 1, 2],
            "strides": [1, 2, 1],
            "padding": "same",
            "return_sequences": True,
            "return_state": True,
        },
        (2, 3, 2, 3, 2, 1),
        {},
    ),
    (
        {"filters": 1, "kernel_size": [2, 1, 1], "dilation_rate": [2, 1, 1], "go_backwards": True, "unroll": True},
        (2, 2, 3, 2, 2, 1),
        {},
    ),
    (
        {
            "filters": 1,
            "kernel_size": 2,
            "data_format": "channels_first",
            "activation": "relu",
            "use_bias": False,
        },
        (1, 2, 2, 2, 3, 2),
        {},
    ),
    (
        {
            "filters": 1,
            "kernel_size": [1, 2, 1],
            "recurrent_activation": "hard_sigmoid",
            "unit_forget_bias": False,
            "return_sequences": True,
            **FULL,
            **ACTIVITY,
        },
        (2, 2, 2, 2, 1, 1),
        {},
    ),
    (
        {"filters": 1, "kernel_size": [1, 1, 2], "return_sequences": True, "zero_output_for_mask": True},
        (2, 3, 2, 1, 3, 1),
        {"mask": THREE},
    ),
]:
    add_conv_lstm(3, config, shape, **more)

cases.write()
