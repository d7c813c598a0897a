"""Reference numbers of the layers that change the colours of images; see cases.py.

Where a layer draws at random, its range has one number, so that there is one answer; outside training images stay as they are.
"""

import numpy as np
import torch
import torch.nn.functional as F
from cases import Cases, rounded

cases = Cases("augmentation_color")
random = np.random.default_rng(12)


def pixels(*shape, high=255.0):
    """Pixels that are neither whole numbers nor at the ends."""
    return rounded(random.uniform(0.02, 0.98, shape) * high)


def whole(*shape, high=256):
    return random.integers(0, high, shape).astype(np.float64)


def add(name, config, x, call, training=True, gradients=True):
    cases.add(name, config, [x], lambda t, _: call(t), training=training, gradients=gradients)


def unchanged(name, config, x):
    """What training alone changes; the configuration has all arguments."""
    add(name, config, x, lambda t: t * 1, training=False)


def last(call):
    """A function of images with channels last, for images with channels first."""
    return lambda x: call(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


def blend(x, poorer, weight, high=255.0):
    return torch.clip(x + weight * (poorer - x), 0, high)


def gray(x):
    if x.shape[-1] == 1:
        return x
    return (0.2989 * x[..., 0] + 0.587 * x[..., 1] + 0.114 * x[..., 2])[..., None]


# Brightness
for factor in [0.3, -0.2]:
    add("RandomBrightness", {"factor": [factor, factor]}, pixels(2, 3, 2, 3), lambda x, f=factor: torch.clip(x + f * 255, 0, 255))
add(
    "RandomBrightness",
    {"factor": [0.1, 0.1], "value_range": [0.0, 1.0], "seed": 3, "data_format": "channels_first"},
    pixels(2, 3, 2, 2, high=1),
    lambda x: torch.clip(x + 0.1, 0, 1),
)
unchanged("RandomBrightness", {"factor": 0.5}, pixels(2, 3, 2, 3))

# Contrast: a number leaves things to chance unless it is 0.
add("RandomContrast", {"factor": 0.0}, pixels(2, 3, 2, 3), lambda x: x * 1)
unchanged(
    "RandomContrast",
    {"factor": [0.2, 0.4], "value_range": [0.0, 1.0], "seed": 3, "data_format": "channels_first"},
    pixels(2, 3, 2, 2, high=1),
)

# Color degeneration
add("RandomColorDegeneration", {"factor": [0.4, 0.4]}, pixels(2, 3, 2, 3), lambda x: blend(x, gray(x), 0.4))
add("RandomColorDegeneration", {"factor": [0.7, 0.7]}, pixels(2, 3, 2, 1), lambda x: x * 1)
add(
    "RandomColorDegeneration",
    {"factor": [1.0, 1.0], "value_range": [0.0, 1.0], "seed": 3, "data_format": "channels_first"},
    pixels(2, 3, 2, 2, high=1),
    last(lambda x: blend(x, gray(x), 1.0, 1.0)),
)
unchanged("RandomColorDegeneration", {"factor": 0.5}, pixels(2, 3, 2, 3))


# Sharpness
def smooth(x):
    window = torch.full((3, 3), 1 / 13)
    window[1, 1] = 5 / 13
    channels = x.shape[-1]
    y = F.conv2d(x.permute(0, 3, 1, 2), window.expand(channels, 1, 3, 3), padding=1, groups=channels)
    return y.permute(0, 2, 3, 1)


for factor in [0.1, 0.9]:
    add("RandomSharpness", {"factor": [factor, factor]}, pixels(2, 4, 5, 3), lambda x, f=factor: blend(x, smooth(x), 1 - 2 * f))
add(
    "RandomSharpness",
    {"factor": [0.8, 0.8], "value_range": [0.0, 1.0], "seed": 3, "data_format": "channels_first"},
    pixels(2, 2, 3, 4, high=1),
    last(lambda x: blend(x, smooth(x), 1 - 1.6, 1.0)),
)
unchanged("RandomSharpness", {"factor": 0.5}, pixels(2, 3, 2, 3))

# Grayscale
add("RandomGrayscale", {"factor": 1.0}, pixels(2, 3, 2, 3), lambda x: gray(x).expand(x.shape))
add("RandomGrayscale", {"factor": 0.0, "seed": 3}, pixels(2, 3, 2, 3), lambda x: x * 1)
add(
    "RandomGrayscale",
    {"factor": 1.0, "data_format": "channels_first"},
    pixels(2, 3, 2, 2),
    last(lambda x: gray(x).expand(x.shape)),
)

# Inversion
add("RandomInvert", {"factor": [1.0, 1.0]}, pixels(2, 3, 2, 3), lambda x: 255 - x)
add("RandomInvert", {"factor": 0.0}, pixels(2, 3, 2, 3), lambda x: x * 1)
add(
    "RandomInvert",
    {"factor": [1.0, 1.0], "value_range": [0.0, 1.0], "seed": 3, "data_format": "channels_first"},
    pixels(2, 3, 2, 2, high=1),
    lambda x: 1 - x,
)


# Gaussian blur. Keras 3.16 mixes up the window's rows and columns where they are not equally many; here they are not mixed up.
def blur(x, height, width, sigma, high=255.0):
    def along(size):
        weights = torch.exp(-0.5 * ((torch.arange(size) - (size - 1) / 2) / (sigma + 1e-6)) ** 2)
        return weights / weights.sum()

    window = torch.outer(along(height), along(width))
    channels = x.shape[-1]
    y = F.conv2d(
        x.permute(0, 3, 1, 2),
        window.expand(channels, 1, height, width),
        padding=(height // 2, width // 2),
        groups=channels,
    )
    return torch.clip(y.permute(0, 2, 3, 1), 0, high)


add("RandomGaussianBlur", {"factor": [1.0, 1.0], "sigma": [0.8, 0.8]}, pixels(2, 4, 5, 3), lambda x: blur(x, 3, 3, 0.8))
add(
    "RandomGaussianBlur",
    {
        "factor": [1.0, 1.0],
        "kernel_size": [5, 3],
        "sigma": [0.6, 0.6],
        "value_range": [0.0, 1.0],
        "data_format": "channels_first",
        "seed": 3,
    },
    pixels(2, 2, 6, 4, high=1),
    last(lambda x: blur(x, 5, 3, 0.6, 1.0)),
)
add("RandomGaussianBlur", {"factor": 0.0, "kernel_size": 7}, pixels(2, 4, 5, 3), lambda x: x * 1)


# Hue and saturation
def to_hsv(x):
    r, g, b = x.unbind(-1)
    value, least = x.amax(-1), x.amin(-1)
    length = value - least
    hue = torch.where(
        value == r, (g - b) / length, torch.where(value == g, (b - r) / length + 2, (r - g) / length + 4)
    )
    return torch.remainder(hue / 6, 1), length / value, value


def from_hsv(hue, saturation, value):
    def channel(n):
        k = torch.remainder(n + hue * 6, 6)
        return value - value * saturation * torch.clip(torch.minimum(k, 4 - k), 0, 1)

    return torch.stack([channel(5), channel(3), channel(1)], -1)


def turn(x, by, high=255.0):
    hue, saturation, value = to_hsv(x / high)
    return torch.clip(from_hsv(hue + by, saturation, value), 0, 1) * high


def saturate(x, factor, high=255.0):
    hue, saturation, value = to_hsv(x / high)
    return from_hsv(hue, torch.clip(saturation * factor / (1 - factor + 1e-7), 0, 1), value) * high


# Half of the circle is the same in both directions.
add("RandomHue", {"factor": [1.0, 1.0]}, pixels(2, 3, 2, 3), lambda x: turn(x, 0.5))
add("RandomHue", {"factor": 0.0}, pixels(2, 3, 2, 3), lambda x: turn(x, 0.0))
add(
    "RandomHue",
    {"factor": [1.0, 1.0], "value_range": [0.0, 1.0], "seed": 3, "data_format": "channels_first"},
    pixels(2, 3, 2, 2, high=1),
    last(lambda x: turn(x, -0.5, 1.0)),
)
for factor in [0.3, 0.6, 0.9]:
    add("RandomSaturation", {"factor": [factor, factor]}, pixels(2, 3, 2, 3), lambda x, f=factor: saturate(x, f))
add(
    "RandomSaturation",
    {"factor": [0.7, 0.7], "value_range": [0.0, 1.0], "seed": 3, "data_format": "channels_first"},
    pixels(2, 3, 2, 2, high=1),
    last(lambda x: saturate(x, 0.7, 1.0)),
)

# All of them in a row
add(
    "RandomColorJitter",
    {
        "brightness_factor": [-0.2, -0.2],
        "contrast_factor": 0.0,
        "saturation_factor": [0.3, 0.3],
        "hue_factor": [1.0, 1.0],
        "seed": 3,
    },
    pixels(2, 3, 2, 3),
    lambda x: turn(saturate(torch.clip(x - 0.2 * 255, 0, 255), 0.3), 0.5),
)
add(
    "RandomColorJitter",
    {"value_range": [0.0, 1.0], "brightness_factor": [0.2, 0.2], "hue_factor": [1.0, 1.0], "data_format": "channels_first"},
    pixels(2, 3, 2, 2, high=0.7),
    last(lambda x: turn(torch.clip(x + 0.2, 0, 1), 0.5, 1.0)),
)
unchanged("RandomColorJitter", {}, pixels(2, 3, 2, 3))


# Posterization
def posterize(x, bits, high=255.0):
    return ((torch.floor(x / high * 255).long() >> (8 - bits)) << (8 - bits)).double() / 255 * high


for bits in [1, 3, 8]:
    add(
        "RandomPosterization",
        {"factor": [bits, bits]},
        whole(2, 3, 2, 3) + 0.3,
        lambda x, n=bits: posterize(x, n),
        gradients=False,
    )
add(
    "RandomPosterization",
    {"factor": 1, "value_range": [0.0, 1.0], "seed": 3, "data_format": "channels_first"},
    pixels(2, 2, 3, 4, high=1),
    lambda x: posterize(x, 1, 1.0),
    gradients=False,
)

# Solarization without factors inverts all.
add("Solarization", {}, pixels(2, 3, 2, 3), lambda x: 255 - x)
unchanged(
    "Solarization",
    {
        "addition_factor": 0.2,
        "threshold_factor": [0.3, 0.4],
        "value_range": [0.0, 1.0],
        "seed": 3,
        "data_format": "channels_first",
    },
    pixels(2, 3, 2, 2, high=1),
)


# Contrast by the darkest and the lightest pixel
def spread(x, high=255.0):
    low, most = x.amin((1, 2), keepdim=True), x.amax((1, 2), keepdim=True)
    return torch.where(most > low, (x - low) / (most - low) * high, x)


for training in [False, True]:
    add("AutoContrast", {}, pixels(2, 3, 4, 3), spread, training=training, gradients=False)
flat = pixels(2, 3, 4, 2, high=1)
flat[1, :, :, 0] = 0.25
add("AutoContrast", {"value_range": [0.0, 1.0]}, flat, lambda x: spread(x, 1.0), training=False, gradients=False)
add(
    "AutoContrast",
    {"data_format": "channels_first"},
    pixels(2, 2, 3, 4),
    last(spread),
    training=False,
    gradients=False,
)


# Equalization: the images of a batch together, each channel by itself
def equalize(x, bins=256, high=255.0):
    channels = []
    for channel in (x * (255 / high)).unbind(-1):
        levels = (channel * ((bins - 1) / 255)).long()
        counts = torch.bincount(levels.flatten(), minlength=bins)
        if (counts > 0).sum() <= 1:
            channels.append(channel)
            continue
        sums = counts.cumsum(0)
        least = sums[sums > 0][0]
        table = torch.round((sums - least) * 255 / (sums[-1] - least)).clip(0, 255)
        channels.append(table[levels])
    return torch.stack(channels, -1) * (high / 255)


add("Equalization", {}, whole(2, 4, 5, 3, high=60), equalize, gradients=False)
add("Equalization", {"bins": 12}, whole(2, 4, 5, 2) + 0.4, lambda x: equalize(x, 12), gradients=False)
one = (whole(2, 3, 4, 2, high=9) * 20 + 0.4) / 255
one[..., 1] = 0.4
add("Equalization", {"value_range": [0.0, 1.0]}, one, lambda x: equalize(x, high=1.0), gradients=False)
add("Equalization", {"data_format": "channels_first"}, whole(2, 2, 4, 5, high=60), last(equalize), gradients=False)
add("Equalization", {}, whole(2, 4, 5, 3), lambda x: x * 1, training=False)


# Adaptive equalization, tile by tile and pixel by pixel
def clahe(x, limit, tall, wide, high=255.0):
    x = x.detach().numpy() * (255 / high)
    batch, height, width, channels = x.shape
    th, tw = -(-height // tall), -(-width // wide)
    full = np.pad(x, [(0, 0), (0, th * tall - height), (0, tw * wide - width), (0, 0)], mode="symmetric")
    full = full.clip(0, 255).astype(int)
    out = np.zeros(x.shape)
    for b in range(batch):
        for c in range(channels):
            tables = {}
            for i in range(tall):
                for j in range(wide):
                    tile = full[b, i * th : (i + 1) * th, j * tw : (j + 1) * tw, c]
                    counts = np.bincount(tile.ravel(), minlength=256).astype(float)
                    if limit > 0:
                        clipped = np.minimum(counts, limit * th * tw / 256)
                        counts = clipped + (counts - clipped).sum() / 256
                    sums = counts.cumsum()
                    others = th * tw - sums[0]
                    tables[i, j] = ((sums - sums[0]) * 255 / (others if others != 0 else 1)).clip(0, 255)
            for y in range(height):
                for z in range(width):
                    v, u = (y - th / 2) / th, (z - tw / 2) / tw
                    i, j = int(np.floor(v)), int(np.floor(u))

                    def at(i, j):
                        return tables[min(max(i, 0), tall - 1), min(max(j, 0), wide - 1)][full[b, y, z, c]]

                    v, u = v - i, u - j
                    top = at(i, j) * (1 - u) + at(i, j + 1) * u
                    bottom = at(i + 1, j) * (1 - u) + at(i + 1, j + 1) * u
                    out[b, y, z, c] = top * (1 - v) + bottom * v
    return torch.tensor(out * (high / 255))


NAME = "ContrastLimitedAdaptiveHistogramEqualization"
for config, limit, tall, wide, shape in [
    ({"tile_grid_size": [2, 3], "clip_limit": 40.0}, 40, 2, 3, (2, 8, 9, 2)),
    ({"tile_grid_size": [3, 2], "clip_limit": 0.0}, 0, 3, 2, (2, 10, 7, 1)),
    ({}, 4, 8, 8, (1, 9, 12, 1)),
]:
    add(NAME, config, whole(*shape, high=70) + 0.3, lambda x, a=(limit, tall, wide): clahe(x, *a), training=False, gradients=False)
add(
    NAME,
    {"tile_grid_size": [2, 2], "clip_limit": 60.0, "value_range": [0.0, 1.0], "data_format": "channels_first"},
    (whole(2, 2, 6, 8, high=9) * 20 + 0.4) / 255,
    last(lambda x: clahe(x, 60, 2, 2, 1.0)),
    gradients=False,
)

cases.write()
