"""Weights after 20 steps of Keras 3.16's optimizers and of SGD-G2, and rates of its schedules, by their formulas in float64.

Run: /usr/bin/python3 tests/references/optimizers.py; it writes tests/Kerasharp.Tests/References/optimizers.json.
Gradients are given (float32 numbers), so that a rule is all that is tested. No library's optimizer takes part. SGD-G2 also trains a
network, whose gradients at both points are PyTorch's.
"""

import json
import math
import os

import numpy as np

STEPS = 20
SHAPES = [(3, 4), (4,), (2, 3, 4)]
PATHS = ["dense/kernel", "dense/bias", "embedding/table"]
random = np.random.RandomState(7)


def short(x):
    return np.float64(np.float32(np.round(x, 3)))


START = [short(random.uniform(-1, 1, s)) for s in SHAPES]
# The gradients of a quadratic around moving targets: they shrink, turn and differ in size.
GRADIENTS = [
    [short(random.uniform(-1, 1, s) * (0.3 + 1.2 * abs(math.sin(t))) + 0.2) for s in SHAPES] for t in range(STEPS)
]

# What SGD-G2 finds at its second point: a little less of the gradient, more of it, or the other way round.
AHEAD = [
    [short(np.float64(x) * (0.9, 0.7, 1.1, -1.5, 0.95)[t % 5] + 0.02 * np.cos(np.arange(x.size) + t).reshape(x.shape)) for x in g]
    for t, g in enumerate(GRADIENTS)
]


def train(rule, learning_rate=0.01, weight_decay=None, clipnorm=None, clipvalue=None, global_clipnorm=None,
          use_ema=False, ema_momentum=0.99, ema_overwrite_frequency=None, loss_scale_factor=None,
          gradient_accumulation_steps=None, exclude=None, infinite=(), dynamic=None, decays=None, finalize=False):
    w = [x.copy() for x in START]
    slots = [{} for _ in w]
    shared = {}
    averages = [np.zeros_like(x) for x in w]
    accumulated = [np.zeros_like(x) for x in w]
    batches = 0
    every = gradient_accumulation_steps or 1
    scale, counter = (dynamic or (1.0, 1))[0], 0
    for t in range(STEPS):
        g = [x.copy() for x in GRADIENTS[t]]
        ahead = [x.copy() for x in AHEAD[t]]
        if dynamic:
            if t in infinite:
                counter, scale = 0, scale * 0.5
                continue
            g, ahead = [x / scale for x in g], [x / scale for x in ahead]
        if loss_scale_factor:
            g, ahead = [x / loss_scale_factor for x in g], [x / loss_scale_factor for x in ahead]
        here = g
        learning_rate = getattr(rule, "rate", learning_rate)
        rate = learning_rate(batches) if callable(learning_rate) else learning_rate
        done = batches // every
        updates = (batches + 1) % every == 0
        if gradient_accumulation_steps:
            accumulated = [a + x for a, x in zip(accumulated, g)]
            g = [a / every for a in accumulated]
        if updates:
            if gradient_accumulation_steps:
                accumulated = [np.zeros_like(a) for a in accumulated]
            if clipnorm:
                g = [x * clipnorm / max(np.sqrt((x * x).sum()), clipnorm) for x in g]
            elif global_clipnorm:
                norm = np.sqrt(sum((x * x).sum() for x in g))
                g = [x * global_clipnorm * min(1 / norm, 1 / global_clipnorm) for x in g]
            elif clipvalue:
                g = [np.clip(x, -clipvalue, clipvalue) for x in g]
            for i in range(len(w)):
                decay = decays(i) if decays else weight_decay
                if decay is not None and not (exclude and exclude in PATHS[i]):
                    w[i] = w[i] - w[i] * decay * rate
            shared["step"] = done + 1
            shared["scheduled"] = callable(learning_rate)
            shared.update(here=here, ahead=ahead, steps=g)
            if hasattr(rule, "begin"):
                rule.begin(shared)
            for i in range(len(w)):
                shared["index"] = i
                w[i] = rule(w[i], g[i], rate, done + 1, slots[i], shared)
        if use_ema:
            m = ema_momentum if done != 0 else 0
            averages = [m * a + (1 - m) * x for a, x in zip(averages, w)]
            if ema_overwrite_frequency and (done + 1) % ema_overwrite_frequency == 0:
                w = [a.copy() for a in averages]
        batches += 1
        if dynamic:
            if counter == dynamic[1] - 1:
                counter, scale = 0, scale * 2
            else:
                counter += 1
    if finalize:
        w = [a.copy() for a in averages]
    return w, scale


def mean(slots, name, old, new, like):
    slots[name] = old * slots.get(name, np.zeros_like(like)) + (1 - old) * new
    return slots[name]


def sgd(momentum=0.0, nesterov=False):
    def rule(w, g, lr, t, s, _):
        if momentum == 0:
            return w - lr * g
        s["m"] = momentum * s.get("m", np.zeros_like(w)) - lr * g
        return w + (momentum * s["m"] - lr * g if nesterov else s["m"])
    return rule


class sgd_g2:
    """Ayadi and Turinici, arXiv 2002.09304: the rate follows the stable one, found by a second gradient of the same batch."""

    def __init__(self, rate, beta=0.9):
        self.rate, self.beta = rate, beta

    def begin(self, shared):
        changes = [a - b for a, b in zip(shared["here"], shared["ahead"])]
        along = sum((c * s).sum() for c, s in zip(changes, shared["steps"]))
        size = sum((c * c).sum() for c in changes)
        stable = 2 * self.rate * along / size if along > 0 else self.rate
        if stable >= self.rate:
            self.rate = self.beta * self.rate + (1 - self.beta) * stable
        else:
            self.rate = (1 - self.beta) * stable

    def __call__(self, w, g, lr, t, s, shared):
        return w - self.rate * g


def rmsprop(rho=0.9, momentum=0.0, epsilon=1e-7, centered=False):
    def rule(w, g, lr, t, s, _):
        d = mean(s, "v", rho, g * g, w) + epsilon
        if centered:
            d = d - mean(s, "a", rho, g, w) ** 2
        step = lr * g / np.sqrt(d)
        if momentum > 0:
            s["m"] = step = momentum * s.get("m", np.zeros_like(w)) + step
        return w - step
    return rule


def adam(beta_1=0.9, beta_2=0.999, epsilon=1e-7, amsgrad=False):
    def rule(w, g, lr, t, s, _):
        m, v = mean(s, "m", beta_1, g, w), mean(s, "v", beta_2, g * g, w)
        if amsgrad:
            s["h"] = v = np.maximum(s.get("h", np.zeros_like(w)), v)
        return w - lr * np.sqrt(1 - beta_2**t) / (1 - beta_1**t) * m / (np.sqrt(v) + epsilon)
    return rule


def adamax(beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    def rule(w, g, lr, t, s, _):
        m = mean(s, "m", beta_1, g, w)
        s["u"] = np.maximum(beta_2 * s.get("u", np.zeros_like(w)), abs(g))
        return w - lr * m / ((1 - beta_1**t) * (s["u"] + epsilon))
    return rule


class nadam:
    def __init__(self, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.b1, self.b2, self.eps = beta_1, beta_2, epsilon

    def u(self, t):
        return self.b1 * (1 - 0.5 * 0.96**t)

    def begin(self, shared):
        shared["product"] = shared.get("product", 1.0) * self.u(shared["step"])

    def __call__(self, w, g, lr, t, s, shared):
        p, next_p = shared["product"], shared["product"] * self.u(t + 1)
        m, v = mean(s, "m", self.b1, g, w), mean(s, "v", self.b2, g * g, w)
        m_hat = self.u(t + 1) * m / (1 - next_p) + (1 - self.u(t)) * g / (1 - p)
        return w - m_hat * lr / (np.sqrt(v / (1 - self.b2**t)) + self.eps)


def adagrad(initial=0.1, epsilon=1e-7):
    def rule(w, g, lr, t, s, _):
        s["a"] = s.get("a", np.full_like(w, initial)) + g * g
        return w - lr * g / np.sqrt(s["a"] + epsilon)
    return rule


def adadelta(rho=0.95, epsilon=1e-7):
    def rule(w, g, lr, t, s, _):
        a = mean(s, "a", rho, g * g, w)
        d = -np.sqrt(s.get("d", np.zeros_like(w)) + epsilon) * g / np.sqrt(a + epsilon)
        mean(s, "d", rho, d * d, w)
        return w + lr * d
    return rule


def adafactor(beta_2_decay=-0.8, epsilon_1=1e-30, epsilon_2=1e-3, clip_threshold=1.0, relative_step=True):
    def rms(x):
        return np.sqrt(np.mean(x * x))

    def rule(w, g, lr, t, s, shared):
        if relative_step and not shared["scheduled"]:
            lr = min(lr, 1 / math.sqrt(t))
        alpha = max(epsilon_2, rms(w)) * min(lr, 1 / math.sqrt(t))
        square, beta = g * g + epsilon_1, 1 - t**beta_2_decay
        if w.ndim >= 2:
            r = mean(s, "r", beta, square.mean(-1), square.mean(-1))
            c = mean(s, "c", beta, square.mean(-2), square.mean(-2))
            v = (r / r.mean(-1, keepdims=True))[..., None] * np.expand_dims(c, -2)
        else:
            v = mean(s, "v", beta, square, w)
        u = g / np.sqrt(v)
        return w - alpha * u / max(1, rms(u) / clip_threshold)
    return rule


def ftrl(power=-0.5, initial=0.1, l1=0.0, l2=0.0, shrinkage=0.0, beta=0.0):
    def rule(w, g, lr, t, s, _):
        n, z = s.get("n", np.full_like(w, initial)), s.get("z", np.zeros_like(w))
        total, new = l2 + beta / (2 * lr), n + g * g
        z = z + (g + 2 * shrinkage * w) - (new**-power - n**-power) / lr * w
        s["n"], s["z"] = new, z
        return (np.clip(z, -l1, l1) - z) / (new**-power / lr + 2 * total)
    return rule


def lamb(beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    def rule(w, g, lr, t, s, _):
        m, v = mean(s, "m", beta_1, g, w), mean(s, "v", beta_2, g * g, w)
        u = m / (1 - beta_1**t) / (np.sqrt(v / (1 - beta_2**t)) + epsilon)
        a, b = np.sqrt((w * w).sum()), np.sqrt((u * u).sum())
        return w - (a / b if a > 0 and b > 0 else 1.0) * lr * u
    return rule


def lion(beta_1=0.9, beta_2=0.99):
    def rule(w, g, lr, t, s, _):
        step = lr * np.sign(beta_1 * s.get("m", np.zeros_like(w)) + (1 - beta_1) * g)
        mean(s, "m", beta_2, g, w)
        return w - step
    return rule


def muon(beta_1=0.9, beta_2=0.999, epsilon=1e-7, a=3.4445, b=-4.7750, c=2.0315, ratio=1.0, momentum=0.95, steps=5,
         nesterov=True, rms_rate=0.2, excluded=()):
    inner = adam(beta_1, beta_2, epsilon)

    def rule(w, g, lr, t, s, shared):
        if w.ndim != 2 or any(e in PATHS[shared["index"]] for e in excluded):
            return inner(w, g, lr * ratio, t, s, shared)
        m = s.get("m", np.zeros_like(w))
        s["m"] = m = m + g + m * (momentum - 1)
        x = g + momentum * m if nesterov else m
        tall = x.shape[0] > x.shape[1]
        x = x.T if tall else x
        x = x / (np.linalg.norm(x) + 1e-7)
        for _ in range(steps):
            p = x @ x.T
            x = a * x + (b * p + c * p @ p) @ x
        x = (x.T if tall else x) * lr
        return w - (x if rms_rate is None else x * math.sqrt(max(w.shape)) * rms_rate)
    return rule


def schedule_free(beta_1=0.9, beta_2=0.999, epsilon=1e-8, warmup=0):
    def rule(w, g, lr, t, s, shared):
        if warmup:
            lr = lr * min(t / warmup, 1.0)
        # The fast point begins where the weight is before it first decays.
        z = s.get("z", START[shared["index"]])
        v = mean(s, "v", beta_2, g * g, w)
        new = z - lr * g / (np.sqrt(v / (1 - beta_2**t)) + epsilon)
        x = (w - (1 - beta_1) * z) / beta_1
        x = (1 - 1 / t) * x + new / t
        s["z"] = new
        return (1 - beta_1) * new + beta_1 * x
    return rule


cases = []


def case(name, cls, config, rule, options=None, **extra):
    """The configuration is Keras's; options are those of `train`, which the configuration is given too."""
    options = dict(options or {})
    weights, scale = train(rule, **options, **extra)
    known = {k: v for k, v in options.items() if not callable(v)}
    entry = {"name": name, "class": cls, "config": {**known, **config}}
    if extra.get("exclude"):
        entry["exclude"] = extra["exclude"]
    if extra.get("finalize"):
        entry["finalize"] = True
    if extra.get("infinite"):
        entry["infinite"] = list(extra["infinite"])
        entry["scale"] = scale
    entry["weights"] = [[float("%.9g" % v) for v in x.ravel()] for x in weights]
    cases.append(entry)


lr = {"learning_rate": 0.05}
case("SGD", "SGD", {}, sgd(), lr)
case("SGD momentum", "SGD", {"momentum": 0.9}, sgd(0.9), lr)
case("SGD nesterov", "SGD", {"momentum": 0.9, "nesterov": True}, sgd(0.9, True), lr)
case("SGD nesterov, weight_decay", "SGD", {"momentum": 0.9, "nesterov": True}, sgd(0.9, True), {**lr, "weight_decay": 0.1})
case("SGDG2", "SGDG2", {}, sgd_g2(0.05), lr)
case("SGDG2 options", "SGDG2", {"beta": 0.95}, sgd_g2(0.05, 0.95), {**lr, "weight_decay": 0.2})
case("RMSprop", "RMSprop", {}, rmsprop(), lr)
case("RMSprop momentum", "RMSprop", {"rho": 0.8, "momentum": 0.7}, rmsprop(0.8, 0.7), lr)
case("RMSprop centered", "RMSprop", {"centered": True, "epsilon": 0.01}, rmsprop(epsilon=0.01, centered=True), lr)
case("RMSprop centered momentum", "RMSprop", {"centered": True, "momentum": 0.5, "epsilon": 0.01},
     rmsprop(momentum=0.5, epsilon=0.01, centered=True), {**lr, "weight_decay": 0.2})
case("Adam", "Adam", {}, adam(), lr)
case("Adam options", "Adam", {"beta_1": 0.8, "beta_2": 0.95, "epsilon": 0.001}, adam(0.8, 0.95, 0.001), lr)
case("Adam amsgrad", "Adam", {"amsgrad": True, "beta_2": 0.8}, adam(beta_2=0.8, amsgrad=True), lr)
case("AdamW", "AdamW", {}, adam(), {**lr, "weight_decay": 0.004})
case("AdamW decay, no bias", "AdamW", {}, adam(), {**lr, "weight_decay": 0.5}, exclude="bias")
case("AdamW amsgrad", "AdamW", {"amsgrad": True, "beta_1": 0.7, "beta_2": 0.8, "epsilon": 0.01},
     adam(0.7, 0.8, 0.01, True), {**lr, "weight_decay": 0.3})
case("Adamax", "Adamax", {"beta_1": 0.8, "beta_2": 0.9, "epsilon": 0.01}, adamax(0.8, 0.9, 0.01), lr)
case("Nadam", "Nadam", {}, nadam(), lr)
case("Nadam options", "Nadam", {"beta_1": 0.8, "beta_2": 0.95, "epsilon": 0.01}, nadam(0.8, 0.95, 0.01), lr)
case("Adagrad", "Adagrad", {}, adagrad(), lr)
case("Adagrad options", "Adagrad", {"initial_accumulator_value": 0.5, "epsilon": 0.01}, adagrad(0.5, 0.01), lr)
case("Adadelta", "Adadelta", {}, adadelta(), {"learning_rate": 1.0})
case("Adadelta options", "Adadelta", {"rho": 0.8, "epsilon": 0.001}, adadelta(0.8, 0.001), {"learning_rate": 0.5})
case("Adafactor", "Adafactor", {}, adafactor(), lr)
case("Adafactor options", "Adafactor", {"beta_2_decay": -0.5, "epsilon_1": 0.01, "epsilon_2": 2.0,
     "clip_threshold": 0.5, "relative_step": False}, adafactor(-0.5, 0.01, 2.0, 0.5, False), {"learning_rate": 0.4})
case("Ftrl", "Ftrl", {}, ftrl(), lr)
case("Ftrl options", "Ftrl", {"learning_rate_power": -0.7, "initial_accumulator_value": 0.2,
     "l1_regularization_strength": 0.3, "l2_regularization_strength": 0.2,
     "l2_shrinkage_regularization_strength": 0.1, "beta": 0.4}, ftrl(-0.7, 0.2, 0.3, 0.2, 0.1, 0.4), lr)
case("Lamb", "Lamb", {}, lamb(), lr)
case("Lamb options", "Lamb", {"beta_1": 0.8, "beta_2": 0.95, "epsilon": 0.01}, lamb(0.8, 0.95, 0.01),
     {**lr, "weight_decay": 0.2})
case("Lion", "Lion", {}, lion(), lr)
case("Lion options", "Lion", {"beta_1": 0.7, "beta_2": 0.8}, lion(0.7, 0.8), {**lr, "weight_decay": 0.2})
case("Muon", "Muon", {}, muon(), lr, decays=lambda i: 0.004)
case("Muon options", "Muon", {"adam_beta_1": 0.8, "adam_beta_2": 0.95, "adam_weight_decay": 0.3, "epsilon": 0.01,
     "muon_a": 3.0, "muon_b": -4.0, "muon_c": 1.7, "adam_lr_ratio": 0.5, "momentum": 0.8, "ns_steps": 3,
     "nesterov": False, "rms_rate": None, "weight_decay": 0.1},
     muon(0.8, 0.95, 0.01, 3.0, -4.0, 1.7, 0.5, 0.8, 3, False, None), lr, decays=lambda i: 0.1 if i == 0 else 0.3)
case("Muon excluded", "Muon", {"exclude_layers": ["kern.l"], "exclude_embeddings": False}, muon(excluded=["kernel"]), lr,
     decays=lambda i: 0.004)
case("ScheduleFreeAdamW", "ScheduleFreeAdamW", {}, schedule_free(), lr)
case("ScheduleFreeAdamW options", "ScheduleFreeAdamW", {"beta_1": 0.8, "beta_2": 0.95, "epsilon": 0.01,
     "warmup_steps": 7}, schedule_free(0.8, 0.95, 0.01, 7), {**lr, "weight_decay": 0.2})

# The common arguments.
momentum = {"momentum": 0.9}
for cls, config, rule in [("SGD", momentum, lambda: sgd(0.9)), ("Adam", {}, adam), ("Lamb", {}, lamb), ("Nadam", {}, nadam),
                          ("SGDG2", {}, lambda: sgd_g2(0.05))]:
    case(cls + " clipnorm", cls, config, rule(), {**lr, "clipnorm": 1.5})
    case(cls + " clipvalue", cls, config, rule(), {**lr, "clipvalue": 0.4})
    case(cls + " global_clipnorm", cls, config, rule(), {**lr, "global_clipnorm": 2.0})
    case(cls + " loss_scale_factor", cls, config, rule(), {**lr, "loss_scale_factor": 4.0})
    case(cls + " accumulation", cls, config, rule(),
         {**lr, "gradient_accumulation_steps": 3, "clipnorm": 0.5, "weight_decay": 0.1})
    case(cls + " average", cls, config, rule(), {**lr, "use_ema": True, "ema_momentum": 0.8}, finalize=True)
    case(cls + " average overwrites", cls, config, rule(),
         {**lr, "use_ema": True, "ema_momentum": 0.7, "ema_overwrite_frequency": 4})
    case(cls + " average, accumulation", cls, config, rule(),
         {**lr, "use_ema": True, "ema_momentum": 0.7, "ema_overwrite_frequency": 2, "gradient_accumulation_steps": 3})

for cls, config, rule in [
    ("RMSprop", {}, rmsprop), ("AdamW", {}, adam), ("Adamax", {}, adamax), ("Adagrad", {}, adagrad), ("Adadelta", {}, adadelta),
    ("Adafactor", {}, adafactor), ("Ftrl", {}, ftrl), ("Lion", {}, lion), ("ScheduleFreeAdamW", {}, schedule_free),
    ("Muon", {"adam_weight_decay": 0.1}, muon),
]:
    case(cls + " clipnorm, loss_scale_factor", cls, config, rule(),
         {**lr, "clipnorm": 1.5, "loss_scale_factor": 4.0, "weight_decay": 0.1})
    case(cls + " global_clipnorm, accumulation", cls, config, rule(),
         {**lr, "global_clipnorm": 1.5, "gradient_accumulation_steps": 3, "weight_decay": 0.1})
    case(cls + " clipvalue, average", cls, config, rule(),
         {**lr, "clipvalue": 0.4, "use_ema": True, "ema_momentum": 0.7, "ema_overwrite_frequency": 4, "weight_decay": 0.1})
for cls, config, rule in [("SGD", momentum, lambda: sgd(0.9)), ("Adam", {}, adam), ("Lamb", {}, lamb), ("Nadam", {}, nadam)]:
    case(cls + " weight_decay", cls, config, rule(), {**lr, "weight_decay": 0.3})


def serialized(module, cls, config):
    return {"module": module, "class_name": cls, "config": config, "registered_name": None}


def exponential(c):
    def rate(t):
        p = t / c["decay_steps"]
        return c["initial_learning_rate"] * c["decay_rate"] ** (math.floor(p) if c.get("staircase") else p)
    return rate


def inverse(c):
    def rate(t):
        p = t / c["decay_steps"]
        return c["initial_learning_rate"] / (1 + c["decay_rate"] * (math.floor(p) if c.get("staircase") else p))
    return rate


def piecewise(c):
    def rate(t):
        for b, v in zip(c["boundaries"], c["values"]):
            if t <= b:
                return v
        return c["values"][-1]
    return rate


def polynomial(c):
    def rate(t):
        steps, end = c["decay_steps"], c.get("end_learning_rate", 0.0001)
        if c.get("cycle"):
            steps = steps * (1 if t == 0 else math.ceil(t / steps))
        else:
            t = min(t, steps)
        return (c["initial_learning_rate"] - end) * (1 - t / steps) ** c.get("power", 1.0) + end
    return rate


def cosine(c):
    def decayed(t, start):
        a = c.get("alpha", 0.0)
        return start * ((1 - a) * 0.5 * (1 + math.cos(math.pi * t / c["decay_steps"])) + a)

    def rate(t):
        target, warmup, initial = c.get("warmup_target"), c.get("warmup_steps", 0), c["initial_learning_rate"]
        if target is None:
            return decayed(min(t, c["decay_steps"]), initial)
        t = min(t, c["decay_steps"] + warmup)
        return (target - initial) * t / warmup + initial if t < warmup else decayed(t - warmup, target)
    return rate


def restarts(c):
    def rate(t):
        length, start, left = c["first_decay_steps"], 1.0, t
        while left >= length:
            left, length, start = left - length, length * c.get("t_mul", 2.0), start * c.get("m_mul", 1.0)
        a = c.get("alpha", 0.0)
        return c["initial_learning_rate"] * ((1 - a) * 0.5 * start * (1 + math.cos(math.pi * left / length)) + a)
    return rate


def step_decay(c):
    return lambda t: c["initial_learning_rate"] * c.get("gamma", 0.1) ** (t // c["step_size"])


def linear(c):
    return lambda t: c["initial_learning_rate"] + (c["end_learning_rate"] - c["initial_learning_rate"]) * min(
        t / c["steps"], 1)


def one_cycle(c):
    def way(a, b, p):
        return b + (a - b) / 2 * (1 + math.cos(math.pi * p))

    def rate(t):
        n, top = c["total_steps"], c["max_learning_rate"]
        first = top / c.get("div_factor", 25.0)
        turn, t = c.get("pct_start", 0.3) * n - 1, min(t, n - 1)
        if t <= turn:
            return way(first, top, t / turn)
        return way(top, first / c.get("final_div_factor", 1e4), (t - turn) / (n - 1 - turn))
    return rate


def cyclic(c):
    def rate(t):
        up = c["step_size_up"]
        total = up + (c.get("step_size_down") or up)
        cycle = math.floor(1 + t / total)
        x, ratio = 1 + t / total - cycle, up / total
        height = x / ratio if x <= ratio else (x - 1) / (ratio - 1)
        mode = c.get("mode", "triangular")
        height *= {"triangular": 1, "triangular2": 1 / 2 ** (cycle - 1), "exp_range": c.get("gamma", 1.0) ** t}[mode]
        return c["base_learning_rate"] + (c["max_learning_rate"] - c["base_learning_rate"]) * height
    return rate


AT = [0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 14, 15, 16, 19, 20, 21, 34, 35, 36, 74, 75, 76, 100]
SCHEDULES = [
    ("ExponentialDecay", exponential, {"initial_learning_rate": 0.1, "decay_steps": 7, "decay_rate": 0.6}),
    ("ExponentialDecay", exponential, {"initial_learning_rate": 0.1, "decay_steps": 7, "decay_rate": 0.6, "staircase": True}),
    ("InverseTimeDecay", inverse, {"initial_learning_rate": 0.1, "decay_steps": 7, "decay_rate": 0.6}),
    ("InverseTimeDecay", inverse, {"initial_learning_rate": 0.1, "decay_steps": 7, "decay_rate": 0.6, "staircase": True}),
    ("PiecewiseConstantDecay", piecewise, {"boundaries": [3.0, 10.0, 20.0], "values": [0.1, 0.05, 0.2, 0.01]}),
    ("PiecewiseConstantDecay", piecewise, {"boundaries": [5.0], "values": [0.1, 0.05]}),
    ("PolynomialDecay", polynomial, {"initial_learning_rate": 0.1, "decay_steps": 15}),
    ("PolynomialDecay", polynomial, {"initial_learning_rate": 0.1, "decay_steps": 5, "end_learning_rate": 0.02, "power": 0.5, "cycle": True}),
    ("CosineDecay", cosine, {"initial_learning_rate": 0.1, "decay_steps": 15, "alpha": 0.1}),
    ("CosineDecay", cosine, {"initial_learning_rate": 0.01, "decay_steps": 15, "warmup_target": 0.1, "warmup_steps": 5}),
    ("CosineDecay", cosine, {"initial_learning_rate": 0.01, "decay_steps": 15, "alpha": 0.2, "warmup_target": 0.1, "warmup_steps": 0}),
    ("CosineDecayRestarts", restarts, {"initial_learning_rate": 0.1, "first_decay_steps": 5}),
    ("CosineDecayRestarts", restarts, {"initial_learning_rate": 0.1, "first_decay_steps": 5, "t_mul": 1.0, "m_mul": 0.8, "alpha": 0.1}),
    ("CosineDecayRestarts", restarts, {"initial_learning_rate": 0.1, "first_decay_steps": 4, "t_mul": 1.5, "m_mul": 0.5}),
    ("StepDecay", step_decay, {"initial_learning_rate": 0.1, "step_size": 5, "gamma": 0.3}),
    ("LinearSchedule", linear, {"initial_learning_rate": 0.1, "end_learning_rate": 0.01, "steps": 16}),
    ("OneCycle", one_cycle, {"max_learning_rate": 0.1, "total_steps": 20}),
    ("OneCycle", one_cycle, {"max_learning_rate": 0.1, "total_steps": 35, "pct_start": 0.4, "div_factor": 10.0, "final_div_factor": 5.0}),
    ("CyclicLearningRate", cyclic, {"base_learning_rate": 0.01, "max_learning_rate": 0.1, "step_size_up": 4}),
    ("CyclicLearningRate", cyclic, {"base_learning_rate": 0.01, "max_learning_rate": 0.1, "step_size_up": 4, "step_size_down": 6, "mode": "triangular2"}),
    ("CyclicLearningRate", cyclic, {"base_learning_rate": 0.01, "max_learning_rate": 0.1, "step_size_up": 4, "step_size_down": 3, "mode": "exp_range", "gamma": 0.97}),
]
schedules = []
for cls, make, config in SCHEDULES:
    rate = make(config)
    schedules.append({"class": cls, "config": config, "rates": [float("%.9g" % rate(t)) for t in AT]})
    case(f"SGD by {cls} {len(schedules)}", "SGD",
         {"learning_rate": serialized("keras.optimizers.schedules", cls, config), "momentum": 0.9}, sgd(0.9),
         {"learning_rate": rate})
case("Adam by schedule, accumulation", "Adam",
     {"learning_rate": serialized("keras.optimizers.schedules", *[SCHEDULES[0][i] for i in (0, 2)])}, adam(),
     {"learning_rate": exponential(SCHEDULES[0][2]), "gradient_accumulation_steps": 3, "weight_decay": 0.1})

inner = {"learning_rate": 0.05, "weight_decay": 0.1, "use_ema": True, "ema_momentum": 0.7, "ema_overwrite_frequency": 3}
case("LossScaleOptimizer", "LossScaleOptimizer",
     {"inner_optimizer": serialized("keras.optimizers", "Adam", inner), "initial_scale": 8.0, "dynamic_growth_steps": 3},
     adam(), None, **inner, dynamic=(8.0, 3), infinite=(0, 4, 5, 13))
# case() takes the inner optimizer's options as its own; they are not the wrapper's configuration.
accumulating = {"learning_rate": 0.05, "gradient_accumulation_steps": 2}
case("LossScaleOptimizer accumulation", "LossScaleOptimizer",
     {"inner_optimizer": serialized("keras.optimizers", "SGD", {**accumulating, "momentum": 0.9}), "initial_scale": 8.0,
      "dynamic_growth_steps": 3}, sgd(0.9), None, **accumulating, dynamic=(8.0, 3), infinite=(3, 4))
case("LossScaleOptimizer of SGDG2", "LossScaleOptimizer",
     {"inner_optimizer": serialized("keras.optimizers", "SGDG2", {"learning_rate": 0.05}), "initial_scale": 8.0,
      "dynamic_growth_steps": 3}, sgd_g2(0.05), None, learning_rate=0.05, dynamic=(8.0, 3), infinite=(3, 4))


class several:
    """An optimizer for each weight."""

    def __init__(self, *rules):
        self.rules = rules

    def __call__(self, w, g, lr, t, s, shared):
        rule, rate = self.rules[shared["index"]]
        return rule(w, g, rate, t, s, shared)


plain = serialized("keras.optimizers", "SGD", {"learning_rate": 0.1, "momentum": 0.9})
case("MultiOptimizer", "MultiOptimizer",
     {"optimizer_map": serialized("keras.optimizers", "OptimizerMap", {
         "default_optimizer": serialized("keras.optimizers", "Adam", {"learning_rate": 0.02}),
         "optimizer_map": {"embedding.*": plain, "dense/bias": serialized("keras.optimizers", "Lion", {"learning_rate": 0.03})},
     })}, several((adam(), 0.02), (lion(), 0.03), (sgd(0.9), 0.1)), {"loss_scale_factor": 2.0})



def network():
    """SGD-G2 on a network of 3, 8 and 2 units, batches of 8 rows: gradients by PyTorch at both points."""
    import torch

    draw = np.random.RandomState(9)
    x, y = short(draw.uniform(-1, 1, (24, 3))), short(draw.uniform(-1, 1, (24, 2)))
    start = [short(draw.uniform(-1, 1, s)) for s in [(3, 8), (8,), (8, 2), (2,)]]

    def gradients(w, batch):
        w = [torch.tensor(v, requires_grad=True) for v in w]
        out = torch.tanh(torch.tensor(x[batch]) @ w[0] + w[1]) @ w[2] + w[3]
        ((out - torch.tensor(y[batch])) ** 2).mean().backward()
        return [v.grad.numpy() for v in w]

    w, rule, rates = [v.copy() for v in start], sgd_g2(0.1), []
    for t in range(21):
        batch = slice(t % 3 * 8, t % 3 * 8 + 8)
        g = gradients(w, batch)
        rule.begin({"here": g, "steps": g, "ahead": gradients([a - rule.rate * b for a, b in zip(w, g)], batch)})
        rates.append(rule.rate)
        w = [a - rule.rate * b for a, b in zip(w, g)]
    return {"x": flat([x])[0], "y": flat([y])[0], "start": flat(start), "rates": rates, "weights": flat(w)}


here = os.path.dirname(os.path.abspath(__file__))
target = os.path.join(here, "..", "Kerasharp.Tests", "References", "optimizers.json")


def flat(xs):
    return [[float("%.9g" % v) for v in x.ravel()] for x in xs]


def lines(items):
    return "[\n" + ",\n".join(json.dumps(i) for i in items) + "\n]"


with open(target, "w") as f:
    f.write('{"made": "tests/references/optimizers.py, numpy float64",\n"paths": ' + json.dumps(PATHS))
    f.write(',\n"shapes": ' + json.dumps(SHAPES) + ',\n"start": ' + json.dumps(flat(START)))
    f.write(',\n"gradients": ' + lines([flat(g) for g in GRADIENTS]))
    f.write(',\n"ahead": ' + lines([flat(g) for g in AHEAD]))
    f.write(',\n"network": ' + json.dumps(network()))
    f.write(',\n"cases": ' + lines(cases))
    f.write(',\n"at": ' + json.dumps(AT) + ',\n"schedules": ' + lines(schedules) + "}\n")
print(len(cases), "cases,", len(schedules), "schedules,", os.path.getsize(target), "bytes")
