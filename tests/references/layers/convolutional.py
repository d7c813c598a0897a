"""Reference numbers of the convolutions; see cases.py.

PyTorch's convolutions, with Keras's padding written out before a convolution and cut off after a transposed one.
"""

import torch
import torch.nn.functional as F
from cases import Cases, constraint, initializer, regularizer

cases = Cases("convolutional")

ACTIVATIONS = {"linear": lambda x: x, "tanh": torch.tanh, "sigmoid": torch.sigmoid, "relu": torch.relu}
CONV = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}
CONV_TRANSPOSE = {1: F.conv_transpose1d, 2: F.conv_transpose2d, 3: F.conv_transpose3d}


def each(value, rank):
    return list(value) if isinstance(value, (tuple, list)) else [value] * rank


def to_first(config, x):
    return x if config.get("data_format") == "channels_first" else x.movedim(-1, 1)


def from_first(config, y):
    return y if config.get("data_format") == "channels_first" else y.movedim(1, -1)


def ended(config, y, bias):
    """The bias (of the second axis), the format and the activation."""
    if bias is not None:
        y = y + bias.reshape([1, -1] + [1] * (y.dim() - 2))
    return ACTIVATIONS[config.get("activation", "linear")](from_first(config, y))


def padded(config, x, rank):
    """Zeros around x as the padding says: TensorFlow's rule, of an odd number the greater half behind."""
    sizes = [each(config.get(key, 1), rank) for key in ("kernel_size", "strides", "dilation_rate")]
    margins = []
    for n, k, s, d in reversed(list(zip(x.shape[2:], *sizes))):
        reach = d * (k - 1) + 1
        total = max(0, (-(-n // s) - 1) * s + reach - n)
        margins += {
            "valid": [0, 0],
            "same": [total // 2, total - total // 2],
            "causal": [reach - 1, 0],
        }[config.get("padding", "valid")]
    return F.pad(x, margins)


def convolved(config, x, kernel, rank, groups):
    """x channels first, the kernel in PyTorch's order."""
    return CONV[rank](
        padded(config, x, rank),
        kernel,
        stride=each(config.get("strides", 1), rank),
        dilation=each(config.get("dilation_rate", 1), rank),
        groups=groups,
    )


def turned(kernel):
    """(...size, a, b) as (b, a, ...size)."""
    return kernel.movedim(-1, 0).movedim(-1, 1)


def apart(config, x, kernel, rank):
    """A depthwise convolution: filter c * multiplier + m sees channel c alone."""
    size, (channels, multiplier) = kernel.shape[:rank], kernel.shape[rank:]
    weight = kernel.reshape(*size, 1, channels * multiplier)
    return convolved(config, x, turned(weight), rank, channels)


def conv(config, rank):
    def call(x, w):
        y = convolved(config, to_first(config, x), turned(w["kernel"]), rank, config.get("groups", 1))
        return ended(config, y, w.get("bias"))

    return call


def depthwise(config, rank):
    def call(x, w):
        return ended(config, apart(config, to_first(config, x), w["kernel"], rank), w.get("bias"))

    return call


def separable(config, rank):
    def call(x, w):
        y = apart(config, to_first(config, x), w["depthwise_kernel"], rank)
        y = CONV[rank](y, turned(w["pointwise_kernel"]))
        return ended(config, y, w.get("bias"))

    return call


def cuts(k, s, d, padding, output_padding):
    """What Keras cuts before and after the (n - 1) * s + reach places; less than nothing is added.

    By way of the padding of a fractionally strided convolution, in which Keras defines it.
    """
    reach = d * (k - 1) + 1
    if padding == "valid":
        before = reach - 1
        after = reach - 1 + (max(reach, s) - reach if output_padding is None else output_padding)
    else:
        total = s + reach - 2 if output_padding is None else reach + reach % 2 - 2 + output_padding
        before = min(-(-total // 2), reach - 1)
        after = total - before
    return reach - 1 - before, reach - 1 - after


def conv_transpose(config, rank):
    def call(x, w):
        y = CONV_TRANSPOSE[rank](
            to_first(config, x),
            turned(w["kernel"]),
            stride=each(config.get("strides", 1), rank),
            dilation=each(config.get("dilation_rate", 1), rank),
        )
        margins = []
        for i in reversed(range(rank)):
            before, after = cuts(
                each(config["kernel_size"], rank)[i],
                each(config.get("strides", 1), rank)[i],
                each(config.get("dilation_rate", 1), rank)[i],
                config.get("padding", "valid"),
                each(config.get("output_padding"), rank)[i],
            )
            margins += [-before, -after]
        # Negative margins cut.
        return ended(config, F.pad(y, margins), w.get("bias"))

    return call


RULES = {"Conv": conv, "ConvTranspose": conv_transpose, "DepthwiseConv": depthwise, "SeparableConv": separable}


def weights(kind, config, rank, channels):
    size = tuple(each(config["kernel_size"], rank))
    filters, multiplier = config.get("filters"), config.get("depth_multiplier", 1)
    named = {
        "Conv": lambda: [("kernel", (*size, channels // config.get("groups", 1), filters))],
        "ConvTranspose": lambda: [("kernel", (*size, filters, channels))],
        "DepthwiseConv": lambda: [("kernel", (*size, channels, multiplier))],
        "SeparableConv": lambda: [
            ("depthwise_kernel", (*size, channels, multiplier)),
            ("pointwise_kernel", (*[1] * rank, channels * multiplier, filters)),
        ],
    }[kind]()
    if config.get("use_bias", True):
        named.append(("bias", (channels * multiplier if kind == "DepthwiseConv" else filters,)))
    return named


def add(kind, rank, shape, penalty=None, **config):
    name = kind.replace("Conv", f"Conv{rank}D", 1)
    channels = shape[1 if config.get("data_format") == "channels_first" else -1]
    cases.add(
        name,
        config,
        [shape],
        RULES[kind](config, rank),
        weights(kind, config, rank, channels),
        penalty=penalty,
    )


def told(kernels):
    """Every argument that says what weights begin with, cost and must fulfil; for each kernel's arguments."""
    config = {
        "bias_initializer": initializer("Ones"),
        "bias_regularizer": regularizer("L1", l1=0.2),
        "bias_constraint": constraint("NonNeg"),
        "activity_regularizer": regularizer("L2", l2=0.3),
    }
    for i, kernel in enumerate(kernels):
        config[f"{kernel}_initializer"] = initializer("HeNormal", seed=i + 1)
        config[f"{kernel}_regularizer"] = regularizer("L2", l2=0.1)
        config[f"{kernel}_constraint"] = constraint("MaxNorm", max_value=1.5, axis=0)
    return config


def costs(kernels):
    def penalty(y, w):
        total = 0.2 * w["bias"].abs().sum() + 0.3 * (y[0] ** 2).sum() / y[0].shape[0]
        return total + sum(0.1 * (w[k] ** 2).sum() for k in kernels)

    return penalty


FIRST = {"data_format": "channels_first"}
KERNEL = {"penalty": costs(["kernel"]), **told(["kernel"])}
DEPTHWISE = {"penalty": costs(["kernel"]), **told(["depthwise"])}
SEPARABLE = {
    "penalty": costs(["depthwise_kernel", "pointwise_kernel"]),
    **told(["depthwise", "pointwise"]),
}

# Conv1D. Keras writes sizes of one dimension as tuples of one number, and takes numbers.
add("Conv", 1, (2, 7, 3), filters=4, kernel_size=[3])
add("Conv", 1, (2, 7, 3), filters=4, kernel_size=4, padding="same", activation="tanh")
add("Conv", 1, (2, 8, 3), filters=2, kernel_size=3, strides=[2], padding="same", use_bias=False)
add("Conv", 1, (2, 7, 2), filters=3, kernel_size=3, dilation_rate=2, padding="causal")
add("Conv", 1, (2, 7, 2), filters=3, kernel_size=2, strides=3, padding="causal", data_format="channels_last")
add("Conv", 1, (2, 3, 8), filters=4, kernel_size=3, padding="causal", **FIRST)
add("Conv", 1, (2, 3, 2), filters=2, kernel_size=5, padding="causal")
add("Conv", 1, (2, 9, 4), filters=6, kernel_size=2, strides=2, groups=2)
add("Conv", 1, (2, 4, 9), filters=4, kernel_size=3, dilation_rate=3, groups=4, padding="same", **FIRST)
add("Conv", 1, (2, 6, 3), filters=2, kernel_size=3, **KERNEL)

# Conv2D
add("Conv", 2, (2, 5, 6, 2), filters=3, kernel_size=[3, 3])
add("Conv", 2, (2, 5, 4, 1), filters=2, kernel_size=[2, 3], padding="same", use_bias=False)
add("Conv", 2, (2, 7, 8, 2), filters=2, kernel_size=3, strides=[2, 3], activation="sigmoid")
add("Conv", 2, (2, 7, 8, 2), filters=2, kernel_size=[4, 3], strides=2, padding="same")
add("Conv", 2, (2, 7, 6, 1), filters=2, kernel_size=3, dilation_rate=[1, 2])
add("Conv", 2, (2, 4, 5, 4), filters=6, kernel_size=3, groups=2, padding="same")
add("Conv", 2, (2, 2, 6, 5), filters=3, kernel_size=[3, 2], strides=[1, 2], padding="same", **FIRST)
add("Conv", 2, (2, 3, 5, 5), filters=3, kernel_size=2, groups=3, strides=2, activation="relu", **FIRST)
add("Conv", 2, (2, 4, 5, 2), filters=3, kernel_size=2, **KERNEL)

# Conv3D
add("Conv", 3, (2, 4, 3, 5, 2), filters=2, kernel_size=[2, 3, 2])
add("Conv", 3, (1, 3, 4, 3, 2), filters=3, kernel_size=3, padding="same", activation="tanh")
add("Conv", 3, (1, 5, 4, 3, 2), filters=2, kernel_size=2, strides=[2, 1, 3], padding="same", use_bias=False)
add("Conv", 3, (1, 5, 4, 5, 1), filters=2, kernel_size=2, dilation_rate=[2, 1, 3])
add("Conv", 3, (1, 4, 4, 3, 4), filters=4, kernel_size=2, strides=2, groups=2, **FIRST)
add("Conv", 3, (1, 2, 4, 3, 5), filters=2, kernel_size=[1, 2, 3], padding="same", dilation_rate=[1, 2, 1], **FIRST)
add("Conv", 3, (2, 3, 3, 3, 2), filters=2, kernel_size=2, **KERNEL)

# Conv1DTranspose
add("ConvTranspose", 1, (2, 5, 3), filters=2, kernel_size=[3])
add("ConvTranspose", 1, (2, 5, 3), filters=2, kernel_size=3, strides=[2], padding="same", activation="tanh")
add("ConvTranspose", 1, (2, 4, 2), filters=3, kernel_size=2, strides=4)
add("ConvTranspose", 1, (2, 4, 2), filters=3, kernel_size=2, strides=3, padding="same", use_bias=False)
add("ConvTranspose", 1, (2, 4, 2), filters=3, kernel_size=5, strides=3, output_padding=[2])
add("ConvTranspose", 1, (2, 4, 2), filters=3, kernel_size=5, strides=3, output_padding=0, padding="same")
add("ConvTranspose", 1, (2, 4, 2), filters=3, kernel_size=2, strides=4, output_padding=3, padding="same")
add("ConvTranspose", 1, (2, 3, 5), filters=2, kernel_size=4, dilation_rate=2, padding="same", **FIRST)
add("ConvTranspose", 1, (2, 3, 5), filters=2, kernel_size=3, dilation_rate=[2], **FIRST)
add("ConvTranspose", 1, (2, 4, 3), filters=2, kernel_size=3, strides=2, **KERNEL)

# Conv2DTranspose
add("ConvTranspose", 2, (2, 3, 4, 2), filters=3, kernel_size=[2, 3])
add("ConvTranspose", 2, (2, 3, 4, 2), filters=3, kernel_size=3, strides=2, padding="same")
add("ConvTranspose", 2, (1, 3, 4, 2), filters=2, kernel_size=[4, 1], strides=[2, 3], padding="same", activation="sigmoid")
add("ConvTranspose", 2, (1, 3, 4, 2), filters=2, kernel_size=[1, 3], strides=[3, 2], use_bias=False)
add("ConvTranspose", 2, (1, 3, 4, 2), filters=2, kernel_size=3, strides=[2, 3], output_padding=[1, 0], padding="same")
add("ConvTranspose", 2, (1, 3, 4, 2), filters=2, kernel_size=[4, 3], strides=[2, 3], output_padding=[0, 2])
add("ConvTranspose", 2, (1, 2, 3, 4), filters=2, kernel_size=3, dilation_rate=[2, 1], **FIRST)
add("ConvTranspose", 2, (1, 2, 4, 3), filters=3, kernel_size=[3, 2], dilation_rate=2, padding="same", **FIRST)
add("ConvTranspose", 2, (2, 3, 2, 2), filters=2, kernel_size=2, **KERNEL)

# Conv3DTranspose
add("ConvTranspose", 3, (1, 2, 3, 2, 2), filters=2, kernel_size=[2, 1, 3])
add("ConvTranspose", 3, (1, 2, 3, 2, 2), filters=2, kernel_size=3, strides=[1, 2, 2], padding="same", activation="tanh")
add("ConvTranspose", 3, (1, 2, 2, 2, 1), filters=2, kernel_size=2, strides=[3, 2, 1], output_padding=[1, 1, 0])
add("ConvTranspose", 3, (1, 2, 2, 2, 2), filters=1, kernel_size=[3, 2, 3], strides=2, output_padding=[1, 0, 0], padding="same", use_bias=False)
add("ConvTranspose", 3, (1, 2, 2, 3, 2), filters=2, kernel_size=2, dilation_rate=[1, 2, 1], **FIRST)
add("ConvTranspose", 3, (2, 2, 2, 2, 2), filters=2, kernel_size=2, **KERNEL)

# DepthwiseConv1D
add("DepthwiseConv", 1, (2, 7, 3), kernel_size=[3])
add("DepthwiseConv", 1, (2, 7, 3), kernel_size=2, depth_multiplier=2, padding="same", activation="tanh")
add("DepthwiseConv", 1, (2, 8, 2), kernel_size=3, strides=[2], padding="same", use_bias=False)
add("DepthwiseConv", 1, (2, 9, 2), kernel_size=3, dilation_rate=[2], depth_multiplier=3)
add("DepthwiseConv", 1, (2, 3, 9), kernel_size=4, strides=3, depth_multiplier=2, **FIRST)
add("DepthwiseConv", 1, (2, 6, 3), kernel_size=3, depth_multiplier=2, **DEPTHWISE)

# DepthwiseConv2D
add("DepthwiseConv", 2, (2, 5, 4, 3), kernel_size=[3, 2])
add("DepthwiseConv", 2, (2, 5, 4, 2), kernel_size=3, depth_multiplier=2, padding="same", activation="sigmoid")
add("DepthwiseConv", 2, (1, 7, 6, 2), kernel_size=[2, 3], strides=2, padding="same", use_bias=False)
add("DepthwiseConv", 2, (1, 7, 6, 2), kernel_size=3, dilation_rate=[2, 1], depth_multiplier=3)
add("DepthwiseConv", 2, (1, 3, 7, 6), kernel_size=3, strides=[2, 1], depth_multiplier=2, **FIRST)
add("DepthwiseConv", 2, (2, 4, 5, 1), kernel_size=2, depth_multiplier=3)
add("DepthwiseConv", 2, (2, 4, 4, 2), kernel_size=2, depth_multiplier=2, **DEPTHWISE)

# SeparableConv1D
add("SeparableConv", 1, (2, 7, 3), filters=4, kernel_size=[3])
add("SeparableConv", 1, (2, 7, 3), filters=2, kernel_size=2, depth_multiplier=2, padding="same", activation="tanh")
add("SeparableConv", 1, (2, 8, 2), filters=3, kernel_size=3, strides=[2], padding="same", use_bias=False)
add("SeparableConv", 1, (2, 9, 2), filters=3, kernel_size=3, dilation_rate=[2], depth_multiplier=3)
add("SeparableConv", 1, (2, 3, 9), filters=2, kernel_size=4, strides=3, depth_multiplier=2, **FIRST)
add("SeparableConv", 1, (2, 6, 3), filters=2, kernel_size=3, depth_multiplier=2, **SEPARABLE)

# SeparableConv2D
add("SeparableConv", 2, (2, 5, 4, 3), filters=4, kernel_size=[3, 2])
add("SeparableConv", 2, (2, 5, 4, 2), filters=3, kernel_size=3, depth_multiplier=2, padding="same", activation="sigmoid")
add("SeparableConv", 2, (1, 7, 6, 2), filters=3, kernel_size=[2, 3], strides=2, padding="same", use_bias=False)
add("SeparableConv", 2, (1, 7, 6, 2), filters=2, kernel_size=3, dilation_rate=[2, 1], depth_multiplier=3)
add("SeparableConv", 2, (1, 3, 7, 6), filters=2, kernel_size=3, strides=2, depth_multiplier=2, **FIRST)
add("SeparableConv", 2, (2, 4, 4, 2), filters=2, kernel_size=2, depth_multiplier=2, **SEPARABLE)

cases.write()
