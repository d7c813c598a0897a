"""Reference numbers of the layers that move pixels; see cases.py. Ranges of one number leave nothing to chance. Each pixel of the result is
computed by itself, in a loop, by the formulas of Keras's affine_transform and map_coordinates on JAX, NumPy and PyTorch."""

import math

import numpy as np
import torch
import torch.nn.functional as F
from cases import Cases

cases = Cases("augmentation_geometry")


def mend(place, size, mode):
    """The pixel that stands for one outside, written out as the pattern of the mode's definition; None where there is none."""
    if 0 <= place < size:
        return place
    if mode == "constant":
        return None
    if mode == "nearest":
        return 0 if place < 0 else size - 1
    pixels = list(range(size))
    period = pixels if mode == "wrap" else pixels + pixels[::-1]
    return period[place % len(period)]


def neighbours(place, interpolation):
    """Pixels and how much they count."""
    if interpolation == "nearest":
        return [(round(place), 1.0)]  # to even, as all of JAX, NumPy and PyTorch
    below = math.floor(place)
    return [(below, 1 - (place - below)), (below + 1, place - below)]


def transform(where, config):
    """Images of which the pixel (y, x) is read at where(y, x, height, width)."""
    mode, interpolation = config.get("fill_mode", "reflect"), config.get("interpolation", "bilinear")
    fill, first = config.get("fill_value", 0.0), config.get("data_format") == "channels_first"

    def call(images, w):
        x = images if first else images.permute(0, 3, 1, 2)
        height, width = x.shape[2:]
        rows = []
        for row in range(height):
            pixels = []
            for column in range(width):
                y_at, x_at = where(row, column, height, width)
                total = 0
                for y_pixel, y_weight in neighbours(y_at, interpolation):
                    for x_pixel, x_weight in neighbours(x_at, interpolation):
                        i, j = mend(y_pixel, height, mode), mend(x_pixel, width, mode)
                        value = torch.full_like(x[:, :, 0, 0], fill) if i is None or j is None else x[:, :, i, j]
                        total = total + y_weight * x_weight * value
                pixels.append(total)
            rows.append(torch.stack(pixels, -1))
        y = torch.stack(rows, -2)
        return y if first else y.permute(0, 2, 3, 1)

    return call


def rotated(factor):
    def where(row, column, height, width):
        angle = 2 * math.pi * factor
        middle_x, middle_y = 0.5 * (width - 1), 0.5 * (height - 1)
        a = [math.cos(angle), -math.sin(angle)]
        b = [math.sin(angle), math.cos(angle)]
        x = a[0] * column + a[1] * row + middle_x - middle_x * a[0] - middle_y * a[1]
        y = b[0] * column + b[1] * row + middle_y - middle_x * b[0] - middle_y * b[1]
        return y, x

    return where


def shifted(down, right):
    return lambda row, column, height, width: (row - down * height, column - right * width)


def zoomed(tall, wide):
    def where(row, column, height, width):
        y = (1 + tall) * row + (height - 1) / 2 * (1 - (1 + tall))
        x = (1 + wide) * column + (width - 1) / 2 * (1 - (1 + wide))
        return y, x

    return where


def add(name, factors, shape, where, **config):
    config = {**factors, **config}
    cases.add(name, config, [shape], transform(where, config), training=True)


LAST, FIRST = (2, 5, 6, 2), (2, 2, 6, 5)
WAYS = [
    ("reflect", "bilinear", 0.0, None),
    ("constant", "bilinear", 0.0, None),
    ("constant", "bilinear", -1.5, "channels_first"),
    ("constant", "nearest", 0.75, None),
    ("nearest", "bilinear", 0.0, "channels_first"),
    ("wrap", "bilinear", 0.0, None),
    ("wrap", "nearest", 0.0, "channels_first"),
    ("reflect", "nearest", 0.0, None),
]

for number, (fill_mode, interpolation, fill_value, data_format) in enumerate(WAYS):
    shape = FIRST if data_format else LAST
    options = {"fill_mode": fill_mode, "interpolation": interpolation}
    if fill_value:
        options["fill_value"] = fill_value
    if data_format:
        options["data_format"] = data_format
    angle = [0.13, -0.32, 0.04, 0.2][number % 4]
    add("RandomRotation", {"factor": [angle, angle]}, shape, rotated(angle), **options)
    down, right = [(0.37, -0.28), (-0.91, 0.47), (0.14, 0.86), (-0.66, -0.97)][number % 4]
    factors = {"height_factor": [down, down], "width_factor": [right, right]}
    add("RandomTranslation", factors, shape, shifted(down, right), **options)
    tall, wide = [(0.47, -0.38), (-0.61, 0.93), (0.22, 0.88), (-0.17, -0.43)][number % 4]
    factors = {"height_factor": [tall, tall], "width_factor": [wide, wide]}
    add("RandomZoom", factors, shape, zoomed(tall, wide), **options)

# By whole pixels and by halves, whose neighbour is the even one; by a whole image; one axis alone; one channel, one row.
add("RandomTranslation", {"height_factor": [-0.25, -0.25], "width_factor": [0.5, 0.5]}, (2, 4, 6, 1), shifted(-0.25, 0.5))
add(
    "RandomTranslation",
    {"height_factor": [0.25, 0.25], "width_factor": [0.5, 0.5]},
    (1, 6, 7, 1),
    shifted(0.25, 0.5),
    interpolation="nearest",
    seed=3,
)
add("RandomTranslation", {"height_factor": [1.0, 1.0], "width_factor": 0.0}, (1, 3, 4, 2), shifted(1, 0), fill_mode="wrap")
add("RandomTranslation", {"height_factor": 0.0, "width_factor": [0.3, 0.3]}, (2, 1, 5, 3), shifted(0, 0.3))
add("RandomZoom", {"height_factor": [0.4, 0.4]}, (2, 5, 4, 1), zoomed(0.4, 0.4), seed=3)
add("RandomZoom", {"height_factor": 0.0, "width_factor": [-0.35, -0.35]}, (2, 1, 5, 3), zoomed(0, -0.35))
add("RandomRotation", {"factor": [0.25, 0.25]}, (1, 5, 5, 1), rotated(0.25), seed=3)
add("RandomRotation", {"factor": [0.5, 0.5]}, (2, 4, 3, 1), rotated(0.5))
add("RandomRotation", {"factor": 0.0}, (2, 4, 3, 1), rotated(0))



def cropped(height, width, first=False):
    """The largest window of the target's proportions, in the middle, resized bilinearly."""

    def call(images, w):
        x = images if first else images.permute(0, 3, 1, 2)
        tall, wide = x.shape[2:]
        window_tall = max(min(tall, int(wide * height / width)), 1)
        window_wide = max(min(wide, int(tall * width / height)), 1)
        top, left = (tall - window_tall) // 2, (wide - window_wide) // 2
        window = x[:, :, top : top + window_tall, left : left + window_wide]
        y = F.interpolate(window, (height, width), mode="bilinear", align_corners=False)
        return y if first else y.permute(0, 2, 3, 1)

    return call


for size, shape, training, options in [
    ((4, 5), (2, 7, 9, 2), False, {}),
    ((6, 3), (2, 3, 5, 4), False, {"data_format": "channels_first", "seed": 3}),
    ((6, 7), (2, 5, 8, 1), True, {}),
    ((5, 4), (2, 5, 4, 2), True, {}),
]:
    config = {"height": size[0], "width": size[1], **options}
    cases.add("RandomCrop", config, [shape], cropped(*size, "data_format" in options), training=training)


def boxes(number, fill):
    def call(boxes, labels, w):
        boxes, labels = boxes[:, :number], labels[:, :number]
        missing = number - boxes.shape[1]
        return [F.pad(boxes, (0, 0, 0, missing), value=fill), F.pad(labels, (0, missing), value=fill)]

    return call


random = np.random.default_rng(7)
for number, fill, count, training in [(3, -1, 5, False), (6, -1, 4, True), (4, 7, 2, False), (4, -1, 4, True)]:
    cases.add(
        "MaxNumBoundingBoxes",
        {"max_number": number, **({} if fill == -1 else {"fill_value": fill})},
        [(2, count, 4), ("int32", random.integers(0, 9, (2, count), dtype="int32"))],
        boxes(number, fill),
        training=training,
        gradients=False,
    )

cases.write()
