"""Reference numbers of the preprocessing layers; see cases.py. Resizing follows the formula of jax.image.scale_and_translate, which is
that of Keras on JAX and TensorFlow; spectra come from torch.stft and from PyTorch's convolution."""

import math

import numpy as np
import torch
import torch.nn.functional as F
from cases import Cases, rounded

cases = Cases("preprocessing")
random = np.random.default_rng(5)

# ---- numbers

for scale, offset, shape in [(0.5, 0.0, (3, 4)), (1 / 127.5, -1.0, (2, 3, 5))]:
    cases.add("Rescaling", {"scale": scale, "offset": offset}, [shape], lambda x, w, s=scale, o=offset: x * s + o)
cases.add(
    "Rescaling",
    {"scale": 1 / 255, "offset": 0.25},
    [("uint8", random.integers(0, 256, (2, 3, 2)))],
    lambda x, w: x.double() / 255 + 0.25,
)


def normalization(axis, mean, variance, invert):
    def call(x, w):
        m, v = torch.tensor(mean), torch.tensor(variance)
        kept = sorted(a % x.dim() for a in axis)
        shape = [1] * x.dim()
        for i in range(1, m.dim() + 1):
            shape[kept[-i]] = m.shape[-i]
        m, deviation = m.reshape(shape), v.reshape(shape).sqrt().clamp(min=1e-7)
        return x * deviation + m if invert else (x - m) / deviation

    return call


for axis, mean, variance, invert, shape in [
    ([-1], 3.0, 2.0, False, (3, 4)),
    ([-1], [1.5, -2.0, 0.25], [2.0, 0.5, 0.0], True, (2, 5, 3)),
    ([], 0.5, 4.0, False, (3, 2, 3)),
    ([1, -1], [[1.0, 2.0, 3.0], [-1.0, 0.5, 2.5]], [[2.0, 0.5, 1.5], [0.25, 3.0, 1.0]], False, (2, 2, 4, 3)),
    ([3, 1], [1.0, 2.0, -3.0], [2.0, 0.5, 1.5], False, (2, 2, 4, 3)),
]:
    cases.add(
        "Normalization",
        {"axis": axis, "mean": mean, "variance": variance, "invert": invert},
        [shape],
        normalization(axis, mean, variance, invert),
    )

# ---- categories


def encode(places, mode, depth, weights=None):
    if mode == "int":
        return places
    if mode == "one_hot" and places.dim() > 1 and places.shape[-1] == 1:
        places = places[..., 0]
    marks = (places[..., None] == torch.arange(depth)).double()
    if mode == "one_hot":
        return marks
    if mode == "multi_hot":
        return marks.amax(1)
    return (marks if weights is None else marks * weights[..., None]).sum(1)


def digitize(boundaries, mode):
    def call(x, w):
        places = torch.bucketize(x.detach(), torch.tensor(boundaries), right=True)
        return encode(places.int(), mode, len(boundaries) + 1)

    return call


for boundaries, mode, x in [
    ([0.0, 0.5, 1.0], "int", np.array([[-1, 0, 0.25, 0.5], [0.75, 1, 2, -0.001]])),
    ([-0.5, 0.5], "one_hot", rounded(random.standard_normal((3, 2)))),
    ([-0.5, 0.5], "one_hot", rounded(random.standard_normal((4, 1)))),
    ([-1.0, 0.0, 1.0], "multi_hot", rounded(random.standard_normal((3, 5)))),
    ([-1.0, 0.0, 1.0], "count", rounded(random.standard_normal((2, 4, 3)))),
]:
    cases.add(
        "Discretization",
        {"bin_boundaries": boundaries, "epsilon": 0.02, "output_mode": mode},
        [x],
        digitize(boundaries, mode),
        gradients=False,
    )
cases.add(
    "Discretization",
    {"bin_boundaries": [2.0, 7.0], "output_mode": "int"},
    [("int32", np.array([[1, 2, 3], [7, 8, -5]]))],
    lambda x, w: digitize([2.0, 7.0], "int")(x.double(), w),
)

for mode, x in [
    ("one_hot", np.array([[0, 3, 1], [2, 2, 7]])),
    ("one_hot", np.array([[0], [3], [-1]])),
    ("one_hot", np.array([0, 3, 1])),
    ("multi_hot", np.array([[0, 3, 3], [2, 1, 5]])),
    ("count", np.array([[0, 3, 3], [2, 1, 1]])),
    ("multi_hot", np.array([[[0, 3], [3, 1]], [[2, 1], [1, 1]]])),
]:
    cases.add(
        "CategoryEncoding",
        {"num_tokens": 5, "output_mode": mode},
        [("int64", x)],
        lambda x, w, mode=mode: encode(x, mode, 5),
    )
cases.add(
    "CategoryEncoding",
    {"num_tokens": 4, "output_mode": "count"},
    [("int32", np.array([[0, 3, 3], [2, 1, 1]])), (2, 3)],
    lambda x, weights, w: encode(x, "count", 4, weights),
)


def lookup(vocabulary, oov=1, mask=None, mode="int", depth=None, idf=None):
    start = 1 if mask is not None and mode == "int" else 0

    def place(token):
        if token == mask:
            return 0 if mode == "int" else -1
        if token in vocabulary:
            return start + oov + vocabulary.index(token)
        return -1 if oov == 0 else start + token % oov

    def call(x, w):
        places = torch.tensor([place(int(t)) for t in x.reshape(-1)]).reshape(x.shape)
        size = depth or start + oov + len(vocabulary)
        rows = encode(places, "count" if mode == "tf_idf" else mode, size)
        if mode != "tf_idf":
            return rows
        weights = torch.zeros(size)
        if len(idf) == len(vocabulary):
            weights[: start + oov] = np.mean(idf)
            weights[start + oov : start + oov + len(idf)] = torch.tensor(idf)
        else:
            weights[: len(idf)] = torch.tensor(idf)
        return rows * weights

    return call


def unlookup(vocabulary, oov=1, mask=None, oov_token=-1):
    start = (0 if mask is None else 1) + oov

    def token(place):
        if place == 0 and mask is not None:
            return mask
        return vocabulary[place - start] if start <= place < start + len(vocabulary) else oov_token

    return lambda x, w: torch.tensor([token(int(p)) for p in x.reshape(-1)]).reshape(x.shape)


V = [12, 36, 1138, 42]
X = np.array([[12, 1138, 42, 42], [42, 7, 36, -8]])
for config, x, call in [
    ({"vocabulary": V, "max_tokens": 9, "vocabulary_dtype": "int64"}, X, lookup(V)),
    ({"vocabulary": V, "num_oov_indices": 3, "mask_token": 7}, X, lookup(V, 3, 7)),
    ({"vocabulary": V, "num_oov_indices": 0}, np.array([[12, 36], [42, 1138]]), lookup(V, 0)),
    ({"vocabulary": V, "output_mode": "one_hot", "oov_method": "farmhash", "salt": [3, 4]}, X, lookup(V, mode="one_hot")),
    ({"vocabulary": V, "output_mode": "multi_hot", "mask_token": 42}, X, lookup([12, 36, 1138], mask=42, mode="multi_hot")),
    (
        {"vocabulary": V, "output_mode": "count", "max_tokens": 8, "pad_to_max_tokens": True, "num_oov_indices": 2},
        X,
        lookup(V, 2, mode="count", depth=8),
    ),
    (
        {"vocabulary": V, "output_mode": "tf_idf", "idf_weights": [0.25, 0.75, 0.6, 0.4], "max_tokens": 7, "pad_to_max_tokens": True},
        X,
        lookup(V, mode="tf_idf", depth=7, idf=[0.25, 0.75, 0.6, 0.4]),
    ),
    (
        {"vocabulary": [-1] + V, "output_mode": "tf_idf", "idf_weights": [0.9, 0.25, 0.75, 0.6, 0.4]},
        X,
        lookup(V, mode="tf_idf", idf=[0.9, 0.25, 0.75, 0.6, 0.4]),
    ),
    ({"vocabulary": V, "invert": True, "oov_token": -5}, np.array([[1, 3, 4], [4, 0, 9]]), unlookup(V, oov_token=-5)),
    ({"vocabulary": V, "invert": True, "mask_token": 0}, np.array([[1, 2, 3], [5, 0, 4]]), unlookup(V, mask=0)),
]:
    if config.get("mask_token") == 42:
        config = {**config, "vocabulary": [12, 36, 1138]}
    cases.add("IntegerLookup", config, [("int64", x)], call)
LONG = [int(t) for t in random.permutation(100_000)[:700]]
cases.add(
    "IntegerLookup",
    {"vocabulary": LONG},
    [("int64", np.array([LONG[:6], [LONG[699], 1, 100_001, min(LONG), max(LONG), LONG[300]]]))],
    lookup(LONG),
)

# ---- images


def curve(x, kind):
    if kind == "bilinear":
        return np.maximum(0, 1 - x)
    if kind == "bicubic":
        near = ((1.5 * x - 2.5) * x) * x + 1
        far = ((-0.5 * x + 2.5) * x - 4) * x + 2
        return np.where(x >= 2, 0, np.where(x >= 1, far, near))
    radius = float(kind[-1])
    y = radius * np.sin(np.pi * x) * np.sin(np.pi * x / radius)
    return np.where(x > radius, 0, np.where(x > 1e-3, y / np.where(x != 0, np.pi**2 * x**2, 1), 1))


def matrix(size, target, kind, antialias):
    """From an axis to the resized one, (target, size)."""
    if kind == "nearest":
        places = np.floor((np.arange(target) + 0.5) * size / target).astype(int)
        return torch.tensor(np.eye(size)[places])
    step = size / target
    at = (np.arange(target) + 0.5) * step - 0.5
    weights = curve(np.abs(at[:, None] - np.arange(size)) / (max(step, 1) if antialias else 1), kind)
    return torch.tensor(weights / weights.sum(1, keepdims=True))


def resize(x, height, width, kind="bilinear", antialias=False):
    """Images whose channels stand first."""
    return torch.einsum(
        "nchw,yh,xw->ncyx",
        x,
        matrix(x.shape[2], height, kind, antialias),
        matrix(x.shape[3], width, kind, antialias),
    )


def to_aspect(x, height, width):
    h, w = x.shape[2:]
    window = max(min(h, int(float(w * height) / width)), 1), max(min(w, int(float(h * width) / height)), 1)
    top, left = int((h - window[0]) / 2), int((w - window[1]) / 2)
    return x[:, :, top : top + window[0], left : left + window[1]]


def filled(x, height, width, value):
    h, w = x.shape[2:]
    top = int((max(h, int(float(w * height) / width)) - h) / 2)
    left = 0 if top else int((max(w, int(float(h * width) / height)) - w) / 2)
    return F.pad(x, (left, left, top, top), value=value)


def resizing(height, width, interpolation="bilinear", crop=False, pad=False, value=0.0, antialias=False, first=False):
    def call(x, w):
        y = x.double() if first else x.double().permute(0, 3, 1, 2)
        y = to_aspect(y, height, width) if crop else filled(y, height, width, value) if pad else y
        y = resize(y, height, width, interpolation, antialias)
        y = y if first else y.permute(0, 2, 3, 1)
        return y if x.is_floating_point() else y.round().clamp(0, 255).to(x.dtype)

    return call


for config, shape in [
    (dict(height=5, width=3), (2, 4, 6, 2)),
    (dict(height=7, width=9, interpolation="bicubic"), (1, 4, 5, 2)),
    (dict(height=3, width=4, interpolation="bicubic"), (1, 7, 9, 2)),
    (dict(height=6, width=4, interpolation="nearest"), (2, 3, 5, 2)),
    (dict(height=3, width=7, interpolation="lanczos3"), (1, 7, 4, 2)),
    (dict(height=4, width=3, interpolation="lanczos5", antialias=True), (1, 9, 8, 2)),
    (dict(height=3, width=7, antialias=True), (2, 8, 5, 1)),
    (dict(height=3, width=4, interpolation="bicubic", antialias=True), (1, 10, 9, 1)),
    (dict(height=4, width=4, crop_to_aspect_ratio=True), (2, 5, 9, 1)),
    (dict(height=4, width=6, pad_to_aspect_ratio=True, fill_value=0.5), (2, 7, 4, 1)),
    (dict(height=5, width=3, pad_to_aspect_ratio=True, fill_value=-1.0, data_format="channels_first"), (2, 1, 3, 6)),
    (dict(height=5, width=6, data_format="channels_first"), (2, 2, 3, 6)),
]:
    names = dict(
        crop_to_aspect_ratio="crop", pad_to_aspect_ratio="pad", fill_value="value", data_format="first"
    )
    arguments = {names.get(k, k): (v == "channels_first" if k == "data_format" else v) for k, v in config.items()}
    cases.add("Resizing", {**config, "fill_mode": "constant"}, [shape], resizing(**arguments))


def bytes_without_ties(shape, config):
    """Images that leave no number halfway between two bytes, where single precision may round otherwise."""
    while True:
        drawn = random.integers(0, 256, shape)
        y = resizing(**config)(torch.tensor(drawn).double(), None)
        if ((y - y.floor() - 0.5).abs() > 1e-3).all():
            return drawn


for config in [dict(height=5, width=3), dict(height=7, width=8, interpolation="bicubic"), dict(height=2, width=7, interpolation="nearest")]:
    cases.add(
        "Resizing", config, [("uint8", bytes_without_ties((1, 4, 6, 3), config))], resizing(**config)
    )


def center_crop(height, width, first=False):
    def call(x, w):
        y = x.double() if first else x.double().permute(0, 3, 1, 2)
        h, v = y.shape[2] - height, y.shape[3] - width
        if h >= 0 and v >= 0:
            y = y[:, :, h // 2 : h // 2 + height, v // 2 : v // 2 + width]
        else:
            y = resize(to_aspect(y, height, width), height, width)
        return y if first else y.permute(0, 2, 3, 1)

    return call


for height, width, shape, first in [
    (3, 4, (2, 6, 7, 2), False),
    (4, 3, (2, 2, 4, 8), True),
    (6, 5, (2, 4, 9, 1), False),
    (5, 8, (1, 2, 7, 5), True),
]:
    cases.add(
        "CenterCrop",
        {"height": height, "width": width, "data_format": "channels_first" if first else "channels_last"},
        [shape],
        center_crop(height, width, first),
    )
cases.add(
    "CenterCrop",
    {"height": 3, "width": 3},
    [("uint8", random.integers(0, 256, (2, 5, 4, 3)))],
    center_crop(3, 3),
)

# ---- signals


def spectrum(frame, step, fft, mode="log", padding="valid", expand=False, first=False):
    def call(x, w):
        signal = x if first else x.transpose(1, 2)
        n, channels, time = signal.shape
        flat = signal.reshape(n * channels, 1, time)
        if padding == "same":
            total = max((math.ceil(time / step) - 1) * step + frame - time, 0)
            flat = F.pad(flat, (total // 2, total - total // 2))

        def part(name):
            y = F.conv1d(flat, w[name].permute(2, 1, 0), stride=step)
            return y.reshape(n, channels, *y.shape[1:])

        real = None if mode == "imag" else part("real_kernel")
        imaginary = None if mode == "real" else part("imag_kernel")
        if mode in ("real", "imag"):
            y = real if mode == "real" else imaginary
        elif mode == "angle":
            y = torch.atan2(imaginary, real)
        elif mode == "stft":
            y = torch.cat([real, imaginary], 2)
        else:
            power = real**2 + imaginary**2
            if mode == "psd":
                y = power + F.pad(power[:, :, 1:-1], (0, 0, 1, 1))
            else:
                y = power.clamp(min=1e-7).sqrt()
                y = y if mode == "magnitude" else y.clamp(min=1e-7).log()
        # (batch, channels, frequencies, frames)
        if expand:
            return y.permute(0, 1, 3, 2) if first else y.permute(0, 3, 2, 1)
        y = y.reshape(n, -1, y.shape[-1])
        return y if first else y.transpose(1, 2)

    return call


for mode, frame, step, fft, extra, shape in [
    ("log", 6, 3, 8, {}, (2, 20, 1)),
    ("magnitude", 5, 2, 8, {"padding": "same", "window": "hamming", "scaling": "spectrum"}, (2, 13, 2)),
    ("psd", 4, 4, 4, {"expand_dims": True, "periodic": True}, (2, 17, 2)),
    ("real", 4, 1, 6, {"data_format": "channels_first", "window": None}, (2, 1, 9)),
    ("imag", 4, 3, 4, {"data_format": "channels_first", "expand_dims": True, "padding": "same"}, (2, 2, 11)),
    ("angle", 3, 2, 4, {"window": [0.5, 1.0, 0.25], "scaling": None}, (2, 9, 1)),
    ("stft", 4, 2, 4, {"data_format": "channels_first"}, (2, 2, 9)),
    ("stft", 4, 2, 4, {"expand_dims": True}, (1, 9, 1)),
]:
    kernels = [n for n in ("real_kernel", "imag_kernel") if n[:4] != {"real": "imag", "imag": "real"}.get(mode)]
    cases.add(
        "STFTSpectrogram",
        {"mode": mode, "frame_length": frame, "frame_step": step, "fft_length": fft, **extra},
        [shape],
        spectrum(
            frame,
            step,
            fft,
            mode,
            extra.get("padding", "valid"),
            extra.get("expand_dims", False),
            extra.get("data_format") == "channels_first",
        ),
        [(name, (frame, 1, fft // 2 + 1)) for name in kernels],
    )


def mel_weights(bands, frequencies, rate, low, high):
    def mel(f):
        return 1127.0 * np.log(1 + np.asarray(f) / 700.0)

    edges = np.linspace(mel(low), mel(high), bands + 2)
    at = mel(np.linspace(0, rate / 2, frequencies)[1:])[:, None]
    up = (at - edges[:-2]) / (edges[1:-1] - edges[:-2])
    down = (edges[2:] - at) / (edges[2:] - edges[1:-1])
    return torch.tensor(np.vstack([np.zeros(bands), np.maximum(0, np.minimum(up, down))]))


def mel(
    fft_length,
    sequence_stride,
    num_mel_bins,
    sequence_length=None,
    window="hann",
    sampling_rate=16000,
    min_freq=20.0,
    max_freq=None,
    power_to_db=True,
    top_db=80.0,
    mag_exp=2.0,
    min_power=1e-10,
    ref_power=1.0,
):
    length = sequence_length or fft_length
    if isinstance(window, list):
        factors = torch.tensor(window)
    elif window is None:
        factors = torch.ones(length)
    else:
        factors = {"hann": torch.hann_window, "hamming": torch.hamming_window}[window](length, periodic=True)

    def call(x, w):
        half = fft_length // 2
        padded = F.pad(x[:, None], (half, half), mode="reflect")[:, 0]
        before = (fft_length - length) // 2
        whole = F.pad(factors, (before, fft_length - length - before))
        y = torch.stft(padded, fft_length, sequence_stride, fft_length, whole, center=False, return_complex=True)
        power = (y.real**2 + y.imag**2) ** (mag_exp / 2)
        y = torch.einsum(
            "nft,fm->nmt",
            power,
            mel_weights(num_mel_bins, half + 1, sampling_rate, min_freq, max_freq or int(sampling_rate / 2)),
        )
        if not power_to_db:
            return y
        y = 10 * torch.log10(y.clamp(min=min_power)) - 10 * math.log10(max(abs(ref_power), min_power))
        return torch.maximum(y, y.max() - top_db)

    return call


for config, shape in [
    (dict(fft_length=16, sequence_stride=4, num_mel_bins=4), (2, 40)),
    (dict(fft_length=16, sequence_stride=5, num_mel_bins=3, sequence_length=11, window="hamming", top_db=6.0), (2, 33)),
    (
        dict(fft_length=12, sequence_stride=6, num_mel_bins=3, sampling_rate=8000, min_freq=100.0, max_freq=3000.0, power_to_db=False, mag_exp=1.0, window=None),
        (2, 30),
    ),
    (
        dict(fft_length=8, sequence_stride=3, num_mel_bins=2, sequence_length=5, window=[0.5, 1.0, 0.75, 1.0, 0.25], mag_exp=1.5, min_power=0.05, ref_power=2.0),
        (2, 21),
    ),
]:
    cases.add("MelSpectrogram", config, [shape], mel(**config))


def layer(kind, **config):
    return {"module": "keras.layers", "class_name": kind, "config": {"name": kind.lower(), **config}, "registered_name": None}


cases.add(
    "Pipeline",
    {"layers": [layer("CenterCrop", height=4, width=4), layer("Rescaling", scale=2.0, offset=1.0)]},
    [(2, 5, 6, 2)],
    lambda x, w: center_crop(4, 4)(x, w) * 2 + 1,
)
cases.add(
    "Pipeline",
    {"layers": [layer("Dense", units=3, activation="tanh"), layer("Rescaling", scale=0.5)]},
    [(4, 5)],
    lambda x, w: torch.tanh(x @ w["kernel"] + w["bias"]) / 2,
    [("kernel", (5, 3)), ("bias", (3,))],
)

cases.write()
