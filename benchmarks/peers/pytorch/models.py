"""The workloads of benchmarks/ in PyTorch: the same layers, sizes and batches."""
from dataclasses import dataclass, replace
from typing import Callable

import torch
from torch import nn


@dataclass(frozen=True)
class Workload:
    """A model and what it is trained on: how large a batch, how many classes, how many steps are timed together."""

    model: Callable[[], nn.Module]
    shape: tuple
    batch: int
    classes: int
    steps: int
    tokens: int = 0  # where inputs are tokens: how many there are

    def data(self, batch=None):
        shape = (batch or self.batch, *self.shape)
        x = torch.randint(self.tokens, shape) if self.tokens else torch.rand(shape)
        return x, torch.randint(self.classes, shape[:1])


def dense(*sizes):
    """Dense layers with ReLU between them."""
    layers = []
    for before, after in zip(sizes, sizes[1:]):
        layers += [nn.Linear(before, after), nn.ReLU()]
    return layers[:-1]


def filters(before, after, size=3, stride=1, pad=0, bias=True):
    return nn.Conv2d(before, after, size, stride, pad, bias=bias)


def convnet():
    return nn.Sequential(
        filters(1, 32), nn.ReLU(), nn.MaxPool2d(2), filters(32, 64), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), *dense(1600, 128, 10)
    )


def cifar():
    return nn.Sequential(
        filters(3, 32), nn.ReLU(), nn.MaxPool2d(2), filters(32, 64), nn.ReLU(), nn.MaxPool2d(2), filters(64, 64), nn.ReLU(),
        nn.Flatten(), *dense(1024, 64, 10),
    )  # fmt: skip


class Sum(nn.Module):
    """A branch added to another, or to what came in; then ReLU."""

    def __init__(self, branch, shortcut=None):
        super().__init__()
        self.branch = branch
        self.shortcut = shortcut or nn.Identity()

    def forward(self, x):
        return torch.relu(self.branch(x) + self.shortcut(x))


def resnet20():
    def normed(before, after, size, stride):
        return [filters(before, after, size, stride, size // 2, bias=False), nn.BatchNorm2d(after)]

    layers = [*normed(3, 16, 3, 1), nn.ReLU()]
    channels = 16
    for width in (16, 32, 64):
        for i in range(3):
            stride = 2 if i == 0 and width != channels else 1
            branch = nn.Sequential(*normed(channels, width, 3, stride), nn.ReLU(), *normed(width, width, 3, 1))
            layers.append(Sum(branch, None if width == channels else nn.Sequential(*normed(channels, width, 1, stride))))
            channels = width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


def resnet50():
    """As Keras has it: biases in convolutions, strides in a block's first one."""

    def normed(before, after, size, stride=1, pad=0):
        return [filters(before, after, size, stride, pad), nn.BatchNorm2d(after, eps=1.001e-5, momentum=0.01)]

    layers = [*normed(3, 64, 7, 2, 3), nn.ReLU(), nn.MaxPool2d(3, 2, 1)]
    channels = 64
    for stage, blocks in enumerate((3, 4, 6, 3)):
        width = 64 << stage
        for i in range(blocks):
            stride = 2 if i == 0 and stage > 0 else 1
            branch = nn.Sequential(
                *normed(channels, width, 1, stride), nn.ReLU(), *normed(width, width, 3, 1, 1), nn.ReLU(), *normed(width, 4 * width, 1)
            )
            layers.append(Sum(branch, nn.Sequential(*normed(channels, 4 * width, 1, stride)) if i == 0 else None))
            channels = 4 * width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 10))


class Recurrent(nn.Module):
    """A recurrent layer's last output, and classes of it."""

    def __init__(self, kind, features, units):
        super().__init__()
        self.layer = kind(features, units, batch_first=True)
        self.head = nn.Linear(units, 10)

    def forward(self, x):
        return self.head(self.layer(x)[0][:, -1])


class Transformer(nn.Module):
    def __init__(self, width, heads, inner, blocks, length, tokens=10000, classes=2):
        super().__init__()
        self.tokens = nn.Embedding(tokens, width)
        self.positions = nn.Parameter(torch.zeros(1, length, width))
        block = nn.TransformerEncoderLayer(width, heads, inner, 0.1, "gelu", batch_first=True)
        self.blocks = nn.TransformerEncoder(block, blocks)
        self.head = nn.Linear(width, classes)

    def forward(self, x):
        return self.head(self.blocks(self.tokens(x) + self.positions).mean(dim=1))


WORKLOADS = {
    "mlp": Workload(lambda: nn.Sequential(*dense(784, 512, 512, 10)), (784,), 128, 10, 100),
    "mlp-wide": Workload(lambda: nn.Sequential(*dense(4096, 4096, 4096, 10)), (4096,), 32, 10, 4),
    "mlp-tiny": Workload(lambda: nn.Sequential(*dense(4, 32, 16, 3)), (4,), 32, 3, 500),
    "convnet": Workload(convnet, (1, 28, 28), 128, 10, 10),
    "cifar": Workload(cifar, (3, 32, 32), 64, 10, 10),
    "resnet20": Workload(resnet20, (3, 32, 32), 64, 10, 2),
    "lstm": Workload(lambda: Recurrent(nn.LSTM, 28, 128), (28, 28), 64, 10, 20),
    "lstm-long": Workload(lambda: Recurrent(nn.LSTM, 64, 256), (100, 64), 32, 10, 4),
    "gru": Workload(lambda: Recurrent(nn.GRU, 28, 128), (28, 28), 64, 10, 20),
    "transformer": Workload(lambda: Transformer(128, 4, 512, 2, 64), (64,), 32, 2, 5, tokens=10000),
}


def gpu_workloads(tiny):
    """Those for machines with a GPU; tiny ones have the same graphs in small."""
    width, batch = (64, 32) if tiny else (4096, 1024)
    features, units, examples = (8, 16, 8) if tiny else (64, 256, 256)
    wide, length, texts = (32, 16, 4) if tiny else (512, 256, 32)
    return {
        "gpu-mlp-wide": Workload(lambda: nn.Sequential(*dense(width, width, width, 10)), (width,), batch, 10, 20),
        "gpu-convnet": replace(WORKLOADS["convnet"], batch=16 if tiny else 1024),
        "gpu-resnet50": Workload(resnet50, (3, 64, 64), 2 if tiny else 128, 10, 2 if tiny else 10),
        "gpu-transformer": Workload(lambda: Transformer(wide, 8, 4 * wide, 6, length), (length,), texts, 2, 5, tokens=10000),
        "gpu-lstm-long": Workload(lambda: Recurrent(nn.LSTM, features, units), (100, features), examples, 10, 5),
    }
