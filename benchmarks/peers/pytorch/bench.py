#!/usr/bin/env python3
"""Measures what benchmarks/ measures, in PyTorch, and prints a line of JSON for each.

usage: bench.py [--device cuda:0] [--scale tiny] [--tf32] [NAME ...]

Without names the ten workloads of the comparison are trained. On a processor set OPENBLAS_NUM_THREADS=1 and OMP_NUM_THREADS to its
cores: with threads of OpenBLAS beside those of OpenMP, steps take longer.
"""
import argparse
import gzip
import io
import json
import os
import resource
import statistics
import sys
import time

START = time.perf_counter()

import torch  # noqa: E402
from torch import nn  # noqa: E402

from models import WORKLOADS, gpu_workloads  # noqa: E402

TIMINGS = 5


def line(workload, **fields):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(json.dumps({"peer": f"pytorch {torch.__version__}", "workload": workload, **fields, "peak_mb": peak}), flush=True)


def milliseconds(run, device="cpu"):
    start = time.perf_counter()
    run()
    if device != "cpu":
        torch.cuda.synchronize(device)
    return (time.perf_counter() - start) * 1e3


def parameters(model):
    return sum(p.numel() for p in model.parameters())


def trainer(model):
    """A step of training on a batch, the loss left where it is."""
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    cross_entropy = nn.CrossEntropyLoss()
    model.train()

    def step(x, y):
        optimizer.zero_grad()
        cross_entropy(model(x), y).backward()
        optimizer.step()

    return step


def train(name, workload, options):
    device = options.device
    model = workload.model().to(device)
    step = trainer(model)
    x, y = workload.data()
    if device != "cpu":
        # Batches come from the host, as ours do; page-locked, so that the copies run beside the steps.
        x, y = x.pin_memory(), y.pin_memory()

    def once():
        step(x.to(device, non_blocking=True), y.to(device, non_blocking=True))

    def several():
        for _ in range(workload.steps):
            once()

    first = milliseconds(once, device)
    milliseconds(lambda: [once() for _ in range(2 if device == "cpu" else 2 + workload.steps)], device)
    times = sorted(milliseconds(several, device) / workload.steps for _ in range(TIMINGS))
    where = {} if device == "cpu" else {"device": device, "gpu": torch.cuda.get_device_name(device)}
    line(
        name, **where, **({"way": "tf32"} if options.tf32 else {}), params=parameters(model),
        ms_per_step=round(statistics.median(times), 4), min=round(times[0], 4), first_step_ms=round(first, 1),
    )  # fmt: skip


def predict(name):
    """Inference: predict-WORKLOAD-BATCH."""
    workload, batch = name.removeprefix("predict-").rsplit("-", 1)
    model = WORKLOADS[workload].model().eval()
    x, _ = WORKLOADS[workload].data(int(batch))
    with torch.no_grad():
        first = milliseconds(lambda: model(x))
        once = min(milliseconds(lambda: model(x)) for _ in range(20))
        calls = max(1, int(40 / once))
        times = sorted(milliseconds(lambda: [model(x) for _ in range(calls)]) / calls for _ in range(21))
    line(name, ms_per_step=round(statistics.median(times), 4), min=round(times[0], 4), first_step_ms=round(first, 1))


def fashion(name):
    """An epoch of Fashion-MNIST: bytes in memory, in a new order, scaled batch by batch."""
    folder = os.environ.get("KERASHARP_DATA")
    if not folder:
        print(json.dumps({"peer": f"pytorch {torch.__version__}", "workload": name, "skipped": "KERASHARP_DATA names no folder"}))
        return

    def read(file, head):
        with gzip.open(os.path.join(folder, "fashion-mnist", file)) as stream:
            return torch.frombuffer(bytearray(stream.read()[head:]), dtype=torch.uint8)

    images = read("train-images-idx3-ubyte.gz", 16).reshape(-1, 1, 28, 28)
    labels = read("train-labels-idx1-ubyte.gz", 8)
    batch = WORKLOADS["convnet"].batch
    model = WORKLOADS["convnet"].model()
    step = trainer(model)

    def once(rows):
        step(images[rows].float() / 255, labels[rows].long())

    first = milliseconds(lambda: once(torch.arange(batch)))
    epoch = milliseconds(lambda: [once(rows) for rows in torch.randperm(len(images)).split(batch)])
    steps = -(-len(images) // batch)
    line(
        name, params=parameters(model), ms_per_step=round(epoch / steps, 3), epoch_s=round(epoch / 1e3, 2), first_step_ms=round(first, 1)
    )  # fmt: skip


def start(name):
    """From the process's beginning (but for Python's own) to the end of the first step."""
    workload = WORKLOADS["convnet"] if name == "start-convnet" else gpu_workloads(tiny=True)["gpu-resnet50"]
    trainer(workload.model())(*workload.data())
    line(name, process_ms=round((time.perf_counter() - START) * 1e3))


def export():
    for name, workload in WORKLOADS.items():
        buffer = io.BytesIO()
        model = workload.model()
        torch.save(model.state_dict(), buffer)
        line(f"export-{name}", params=parameters(model), file_bytes=buffer.tell())


def main():
    parser = argparse.ArgumentParser(description="Measures PyTorch on the workloads of benchmarks/.")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--scale", choices=["full", "tiny"], default="full")
    parser.add_argument("--tf32", action="store_true")
    options = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", os.cpu_count())))
    # PyTorch would use TF32 in convolutions and not in products; here both or none.
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = options.tf32
    torch.backends.cudnn.benchmark = True
    workloads = {**WORKLOADS, **gpu_workloads(options.scale == "tiny")}
    for name in options.names or WORKLOADS:
        if name in workloads:
            train(name, workloads[name], options)
        elif name.startswith("predict-"):
            predict(name)
        elif name.startswith("start-"):
            start(name)
        elif name == "fashion-mnist":
            fashion(name)
        elif name == "export":
            export()
        else:
            sys.exit(f"bench.py: '{name}' was asked for; a workload, predict-, start-, fashion-mnist or export was expected")


main()
