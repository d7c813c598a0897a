"""Writes tests/Kerasharp.Tests/References/json: models as Keras itself writes them, and what they compute.

Run with Keras 3.16 and its numpy backend: KERAS_BACKEND=numpy python3 tests/references/models.py
Each file holds what Model.to_json gave, the weights, some inputs and the outputs for them.
"""

import json
import math
import os
import pathlib

os.environ["KERAS_BACKEND"] = "numpy"
import keras
import numpy as np
from keras import layers, ops

FOLDER = pathlib.Path(__file__).parent.parent / "Kerasharp.Tests" / "References" / "json"


def wave(shape, phase):
    size = int(np.prod(shape))
    return np.array([math.sin(0.7 * i + phase) for i in range(size)], "float32").reshape(shape)


def mlp():
    return keras.Sequential(
        [
            keras.Input((2, 4), name="rows"),
            layers.Reshape((8,), name="flat"),
            layers.Dense(5, activation="relu", name="hidden"),
            layers.Dropout(0.25, name="drop"),
            layers.Dense(3, activation="softmax", name="classes"),
        ],
        name="mlp",
    )


def unbuilt():
    return keras.Sequential([layers.Dense(3, name="first"), layers.Dense(2, activation="tanh", name="second")], name="unbuilt")


def residual():
    image = keras.Input((6,), name="image")
    age = keras.Input((2,), name="age")
    shared = layers.Dense(4, activation="tanh", name="shared")
    wide = layers.Dense(6, name="wide")(age)
    left = shared(image)
    right = shared(wide)
    both = left * 0.5 + (1 - right) / 2
    both = ops.relu(both) - ops.sqrt(ops.absolute(left) + 1.5)
    joined = ops.concatenate([both, age, -right], axis=-1)
    digit = layers.Dense(3, activation="softmax", name="digit")(joined)
    height = layers.Dense(1, name="height")(joined + ops.sum(age, axis=-1, keepdims=True))
    return keras.Model([image, age], [digit, height], name="residual")


def nested():
    a = keras.Input((3,), name="a")
    encoder = keras.Model(a, layers.Dense(4, activation="relu", name="code")(a), name="encoder")
    head = keras.Sequential([keras.Input((4,), name="code_in"), layers.Dense(2, name="last")], name="head")
    b = keras.Input((3,), name="b")
    frozen = layers.Dense(3, name="frozen", trainable=False)
    code = encoder(frozen(b))
    again = encoder(b)
    return keras.Model(b, [head(code + again), again], name="nested")


def operations():
    x = keras.Input((4,), name="x")
    y = keras.Input((4,), name="y")
    parts = [
        ops.maximum(x, y) ** 2.0,
        ops.minimum(x, 0.25),
        ops.tanh(x) * ops.sigmoid(y),
        ops.softmax(x, axis=-1) + ops.log_softmax(y),
        ops.elu(x, alpha=0.5) - ops.leaky_relu(y, negative_slope=0.3),
        ops.clip(x, -0.5, 0.75) / ops.exp(y),
        ops.softplus(x) + ops.selu(y) + ops.softsign(x),
        ops.squeeze(ops.transpose(ops.expand_dims(x, axis=1), axes=[0, 2, 1]), axis=2),
        ops.reshape(ops.reshape(y, (-1, 2, 2)), (-1, 4)),
        ops.where(x > y, x, y),
        ops.cast(x > y, "float32") * ops.mean(x, axis=1, keepdims=True) + ops.max(y, axis=-1, keepdims=True) * ops.min(x, axis=-1, keepdims=True) + x,
        ops.log(ops.absolute(x) + 1.0) + ops.sign(y),
    ]
    return keras.Model([x, y], ops.concatenate(parts, axis=1), name="operations")


def compositions():
    """Operations that are several operators in ONNX: they are read, and written as those."""
    x = keras.Input((4,), name="x")
    y = ops.square(x) + ops.silu(x) - ops.divide(x, 4.0)
    return keras.Model(x, y * ops.rsqrt(ops.absolute(x) + 1.0) * ops.cast(ops.not_equal(x, y), "float32"))


for make in [mlp, unbuilt, residual, nested, operations, compositions]:
    keras.utils.clear_session()
    model = make()
    case = {
        "made": "by tests/references/models.py with Keras " + keras.__version__,
        "model": json.loads(model.to_json()),
    }
    if model.built:
        weights = [wave(w.shape, i) for i, w in enumerate(model.get_weights())]
        # What is under a square root is positive.
        weights = [abs(w) if "variance" in v.path else w for w, v in zip(weights, model.weights)]
        model.set_weights(weights)
        inputs = [wave((3, *i.shape[1:]), 0.5 + n) for n, i in enumerate(model.inputs)]
        outputs = model(inputs if len(inputs) > 1 else inputs[0], training=False)
        outputs = outputs if isinstance(outputs, list) else [outputs]
        case["weights"] = [{"path": v.path, "shape": list(w.shape), "values": [round(float(e), 7) for e in w.flatten()]} for w, v in zip(weights, model.weights)]
        case["inputs"] = [{"shape": list(i.shape), "values": [round(float(e), 7) for e in i.flatten()]} for i in inputs]
        case["outputs"] = [{"shape": list(o.shape), "values": [float(np.float32(e)) for e in np.array(o).flatten()]} for o in outputs]
        case["trainable"] = [v.path for v in model.trainable_weights]
    (FOLDER / f"{make.__name__}.json").write_text(json.dumps(case, indent=1) + "\n")
