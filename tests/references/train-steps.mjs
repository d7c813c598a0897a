// Trains a small network for some 20 steps by Keras's formulas in float64, once for each loss, optimizer and option, and writes
// training-steps.json. Every gradient is held against central differences on the way; the script fails where they part.
import { Lcg } from "./lib/random.mjs";
import { batchLoss, classWeights, distanceToClipping } from "./lib/losses.mjs";
import { makeLayer } from "./lib/layers.mjs";
import { makeOptimizer } from "./lib/optimizers.mjs";
import { emit, json } from "./lib/output.mjs";

const rows = 40;
const features = 5;
const hidden = 7;
const random = new Lcg(20240229);

const grid = (shape, limit, parts) => ({
  shape,
  data: Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.grid(limit, parts)),
});

// Data: inputs on a grid, targets that depend on them and on a little noise.
const x = Array.from({ length: rows }, () => Array.from({ length: features }, () => random.grid(2, 64)));
const score = (row, seed) => row.reduce((s, v, i) => s + v * Math.cos(seed + 2 * i), 0) + random.grid(0.5, 64);
const quarter = (v) => Math.round(v * 64) / 64;
const y = {
  regression: x.map((row) => [quarter(Math.tanh(score(row, 1))), quarter(score(row, 2) / 4)]),
  multiLabel: x.map((row) => [score(row, 3) > 0 ? 1 : 0, score(row, 4) > 0.5 ? 1 : 0]),
  binary: x.map((row) => [score(row, 5) > 0 ? 1 : 0]),
  labels: x.map((row) => {
    const scores = [score(row, 6), score(row, 8), score(row, 10)];
    return scores.indexOf(Math.max(...scores));
  }),
};
y.oneHot = y.labels.map((label) => [0, 1, 2].map((c) => (c === label ? 1 : 0)));
const sampleWeight = Array.from({ length: rows }, () => (1 + random.integer(16)) / 8);

// Initial weights for one, two and three outputs, the same hidden layer in each; "norm" adds BatchNormalization's.
const first = { "dense/kernel": grid([features, hidden], 0.7, 256), "dense/bias": grid([hidden], 0.2, 256) };
const norm = {
  "batch_normalization/gamma": { shape: [hidden], data: Array.from({ length: hidden }, () => 1 + random.grid(0.25, 256)) },
  "batch_normalization/beta": grid([hidden], 0.2, 256),
  "batch_normalization/moving_mean": { shape: [hidden], data: new Array(hidden).fill(0) },
  "batch_normalization/moving_variance": { shape: [hidden], data: new Array(hidden).fill(1) },
};
const initial = {};
for (const units of [1, 2, 3]) {
  const last = { "dense_1/kernel": grid([hidden, units], 0.8, 256), "dense_1/bias": grid([units], 0.2, 256) };
  initial[`units${units}`] = { ...first, ...last };
  initial[`units${units}Norm`] = { ...first, ...norm, ...last };
}

// What goes with each loss: its targets and the last layer's width and activation.
const settings = {
  mean_squared_error: { y: "regression", units: 2, activation: "linear" },
  binary_crossentropy: { y: "multiLabel", units: 2, activation: "sigmoid" },
  categorical_crossentropy: { y: "oneHot", units: 3, activation: "softmax" },
  sparse_categorical_crossentropy: { y: "labels", units: 3, activation: "softmax" },
};

const sgd = { name: "sgd", learningRate: 0.01, momentum: 0, nesterov: false };
const momentum = { ...sgd, learningRate: 0.05, momentum: 0.9 };
const adam = { name: "adam", learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, amsgrad: false };
const optimizers = {
  sgd,
  "sgd momentum": momentum,
  "sgd nesterov": { ...momentum, nesterov: true },
  adam,
  "adam amsgrad": { ...adam, amsgrad: true },
};

const loss = (name, fromLogits = false, labelSmoothing = 0) => ({ name, fromLogits, labelSmoothing });

// A case: a loss, an optimizer and what differs from the plain network.
function makeCase(name, loss, optimizer, options = {}) {
  const s = { ...settings[loss.name], ...options };
  const layers = [
    { type: "Dense", name: "dense", units: hidden, activation: "tanh", kernelRegularizer: s.kernelRegularizer },
    ...(s.batchNormalization ? [{ type: "BatchNormalization", name: "batch_normalization", momentum: 0.99, epsilon: 1e-3 }] : []),
    {
      type: "Dense",
      name: "dense_1",
      units: s.units,
      activation: loss.fromLogits ? "linear" : s.activation,
      kernelRegularizer: s.kernelRegularizer,
    },
    ...(s.rescaling ? [{ type: "Rescaling", name: "rescaling", ...s.rescaling }] : []),
  ];
  return {
    name,
    loss,
    optimizer,
    learningRateChange: s.learningRateChange,
    layers,
    x: "x",
    y: s.y,
    rows: s.rows ?? rows,
    batch: 8,
    steps: s.steps ?? 20,
    sampleWeight: s.sampleWeight ? "sampleWeight" : undefined,
    classWeight: s.classWeight,
    initial: `units${s.units}${s.batchNormalization ? "Norm" : ""}`,
  };
}

const cases = [];
for (const [name, fromLogits] of [
  ["mean_squared_error", false],
  ["binary_crossentropy", false],
  ["binary_crossentropy", true],
  ["categorical_crossentropy", false],
  ["categorical_crossentropy", true],
  ["sparse_categorical_crossentropy", false],
  ["sparse_categorical_crossentropy", true],
])
  for (const [optimizerName, optimizer] of Object.entries(optimizers))
    cases.push(makeCase(`${name}${fromLogits ? " from logits" : ""}, ${optimizerName}`, loss(name, fromLogits), optimizer));

const [mse, bce, cce, scce] = Object.keys(settings).map((name) => loss(name));
const one = { y: "binary", units: 1 };
const rateDrop = { learningRateChange: { afterStep: 10, learningRate: 0.001 } };
cases.push(
  makeCase("binary_crossentropy of one unit, adam", bce, adam, one),
  makeCase("adam with other betas and epsilon", mse, { ...adam, beta1: 0.75, beta2: 0.5, epsilon: 0.0078125 }),
  makeCase("adam amsgrad with other betas and epsilon", mse, { ...adam, beta1: 0.75, beta2: 0.5, epsilon: 0.0078125, amsgrad: true }),
  makeCase("l2, sgd", scce, sgd, { kernelRegularizer: { l2: 0.01 } }),
  makeCase("l1, sgd", scce, sgd, { kernelRegularizer: { l1: 0.01 } }),
  makeCase("l1 and l2, adam", mse, adam, { kernelRegularizer: { l1: 0.01, l2: 0.01 } }),
  makeCase("sample weights, sgd", scce, sgd, { sampleWeight: true }),
  makeCase("sample weights and l2, adam", mse, adam, { sampleWeight: true, kernelRegularizer: { l2: 0.01 } }),
  makeCase("class weights of labels, sgd", scce, sgd, { classWeight: { 0: 1, 1: 2.5, 2: 0.5 } }),
  makeCase("class weights of one-hot rows, sgd", cce, sgd, { classWeight: { 0: 0.25, 2: 3 } }),
  makeCase("class weights of one unit, sgd", bce, sgd, { ...one, classWeight: { 0: 0.5, 1: 2 } }),
  makeCase("learning rate .01 to .001 after step 10, sgd", scce, sgd, rateDrop),
  makeCase("learning rate .05 to .001 after step 10, sgd momentum", scce, momentum, rateDrop),
  makeCase("learning rate .01 to .001 after step 10, adam", scce, adam, rateDrop),
  makeCase("label smoothing .1, binary", loss("binary_crossentropy", false, 0.1), momentum),
  makeCase("label smoothing .1, binary from logits", loss("binary_crossentropy", true, 0.1), momentum),
  makeCase("label smoothing .1, categorical", loss("categorical_crossentropy", false, 0.1), momentum),
  makeCase("label smoothing .1, categorical from logits", loss("categorical_crossentropy", true, 0.1), momentum),
  makeCase("batches of 8, 8 and 4, sgd momentum", scce, momentum, { rows: 20, steps: 21 }),
  makeCase("batches of 8, 8 and 4, adam", mse, adam, { rows: 20, steps: 21 }),
  makeCase("batch normalization, sgd", scce, sgd, { batchNormalization: true }),
  makeCase("batch normalization, sgd momentum", mse, momentum, { batchNormalization: true }),
  makeCase("batch normalization, adam", scce, adam, { batchNormalization: true }),
  makeCase("batch normalization, batches of 8, 8 and 4, adam", scce, adam, { batchNormalization: true, rows: 20, steps: 21 }),
  // Between the activation and the loss stands a layer, so that the loss gets probabilities and cannot take the logits before them.
  makeCase("probabilities not preceded by sigmoid, sgd", bce, sgd, { rescaling: { scale: 0.96875, offset: 0.015625 } }),
  makeCase("probabilities not preceded by sigmoid, clipped, sgd", bce, sgd, { rescaling: { scale: 2, offset: -0.5 } }),
  makeCase("probabilities not preceded by softmax, sgd", cce, sgd, { rescaling: { scale: 0.875, offset: 0.0625 } }),
  makeCase("probabilities not preceded by softmax, clipped, sgd", cce, sgd, { rescaling: { scale: 1.5, offset: -0.1875 } }),
  makeCase("probabilities not preceded by softmax, sparse, adam", scce, adam, { rescaling: { scale: 0.875, offset: 0.0625 } }),
);

const copy = (weights) => Object.fromEntries(Object.entries(weights).map(([k, v]) => [k, [...v]]));

function forward(layers, weights, inputs, training) {
  const kept = [];
  let out = inputs;
  for (const layer of layers) {
    const step = layer.forward(out, weights, training);
    kept.push(step.kept);
    out = step.out;
  }
  return { out, kept };
}

const penalty = (layers, weights) => layers.reduce((s, layer) => s + (layer.penalty?.(weights) ?? 0), 0);

function lossAndGradients(layers, weights, c, batch) {
  const { out, kept } = forward(layers, weights, batch.x, true);
  const { value, gradient } = batchLoss(c.loss, batch.y, out, batch.w);
  const gradients = {};
  let g = gradient;
  for (let i = layers.length - 1; i >= 0; i--) g = layers[i].backward(g, kept[i], weights, gradients);
  for (const layer of layers) layer.penaltyGradient?.(weights, gradients);
  return { value: value + penalty(layers, weights), gradients, kept, out };
}

// Central differences of the whole loss over each weight.
function check(layers, weights, c, batch, gradients) {
  const h = 1e-5;
  const total = (w) => batchLoss(c.loss, batch.y, forward(layers, w, batch.x, true).out, batch.w).value + penalty(layers, w);
  for (const [name, g] of Object.entries(gradients))
    g.forEach((value, i) => {
      const up = copy(weights);
      const down = copy(weights);
      up[name][i] += h;
      down[name][i] -= h;
      const numeric = (total(up) - total(down)) / (2 * h);
      if (!(Math.abs(numeric - value) <= 1e-7 + 1e-6 * Math.abs(value)))
        throw new Error(`${c.name}: the gradient of ${name}[${i}] is ${value}, central differences give ${numeric}`);
    });
}

// With `round` = Math.fround gradients and weights are kept in float32, which shows whether the case bears it.
function train(c, round = (v) => v) {
  const layers = c.layers.map(makeLayer);
  const start = initial[c.initial];
  const weights = copy(Object.fromEntries(Object.entries(start).map(([k, v]) => [k, v.data])));
  const update = makeOptimizer(c.optimizer);
  const xs = x.slice(0, c.rows);
  const ys = y[c.y].slice(0, c.rows);
  const ws = c.sampleWeight ? sampleWeight.slice(0, c.rows) : c.classWeight ? classWeights(ys, c.classWeight) : undefined;
  const losses = [];
  let nearest = Infinity;
  let at = 0;
  for (let step = 1; step <= c.steps; step++) {
    if (at >= c.rows) at = 0;
    const end = Math.min(at + c.batch, c.rows);
    const batch = { x: xs.slice(at, end), y: ys.slice(at, end), w: ws?.slice(at, end) };
    at = end;
    const { value, gradients, kept, out } = lossAndGradients(layers, weights, c, batch);
    if (step === 1 || step === 8 || step === c.steps) check(layers, weights, c, batch, gradients);
    nearest = Math.min(nearest, distanceToClipping(c.loss, out));
    if (c.layers[0].kernelRegularizer?.l1) nearest = Math.min(nearest, ...weights["dense/kernel"].map(Math.abs), ...weights["dense_1/kernel"].map(Math.abs));
    losses.push(value);
    const changed = c.learningRateChange && step > c.learningRateChange.afterStep;
    const rate = changed ? c.learningRateChange.learningRate : c.optimizer.learningRate;
    for (const [name, g] of Object.entries(gradients)) weights[name] = update(name, weights[name], g.map(round), rate, step).map(round);
    layers.forEach((layer, i) => layer.update?.(kept[i], weights));
  }
  // Where float32 might take the other branch of a kink, the case would be no fair reference: draw other numbers then.
  if (nearest < 1e-6) throw new Error(`${c.name}: a value comes within ${nearest} of a kink`);
  const { out } = forward(layers, weights, xs, false);
  return {
    ...c,
    losses,
    final: Object.fromEntries(Object.entries(weights).map(([k, data]) => [k, { shape: start[k].shape, data }])),
    finalLoss: batchLoss(c.loss, ys, out).value + penalty(layers, weights),
    finalPredictions: out.slice(0, 3),
    clippedOutputs: c.layers.at(-1).type === "Rescaling" ? countClipped(c.loss, out) : undefined,
  };
}

function countClipped(loss, out) {
  const one = (row) => (loss.name === "binary_crossentropy" ? 1 : row.reduce((s, v) => s + v, 0));
  return out.reduce((n, row) => n + row.filter((v) => v / one(row) < 1e-7 || v / one(row) > 1 - 1e-7).length, 0);
}

const trained = cases.map((c) => train(c));

// The norm of the difference over the norm of all weights: what tests allow is 1e-5, so float32 alone must stay well below.
for (const c of trained) {
  const all = (run) => Object.values(run.final).flatMap((w) => w.data);
  const exact = all(c);
  const distance = Math.hypot(...all(train(c, Math.fround)).map((v, i) => v - exact[i])) / Math.hypot(...exact);
  if (!(distance < 1e-6)) throw new Error(`${c.name}: float32 alone moves the weights by ${distance}`);
}
// Two cases that ought to differ must, or one of them tests nothing.
for (const [i, a] of trained.entries())
  for (const b of trained.slice(i + 1))
    if (a.initial === b.initial && a.y === b.y && JSON.stringify(a.final) === JSON.stringify(b.final) && !/amsgrad|from logits/.test(a.name + b.name))
      throw new Error(`"${a.name}" and "${b.name}" end alike`);
const named = (name) => trained.find((c) => c.name === name).finalLoss;
if (Math.abs(named("adam with other betas and epsilon") / named("adam amsgrad with other betas and epsilon") - 1) < 1e-3)
  throw new Error("amsgrad makes no difference");

for (const c of trained.filter((c) => c.name.includes("clipped")))
  if (!c.clippedOutputs) throw new Error(`${c.name}: nothing was clipped`);

const note = [
  "Made by tests/references/train-steps.mjs: Keras 3's formulas in float64, gradients by hand and checked by central differences.",
  "A case names its data by keys: x (data.x), y (data.y), sampleWeight (data.sampleWeight), initial (initial). The first `rows` rows are",
  "taken in order, `batch` at a time, from the start again after the last; the last batch of a pass may be smaller.",
  "losses: each step's loss (regularization included, sample and class weights in force) before its update.",
  "final: the weights after the last step. Weights are named layer/weight, data row-major in Keras's order of axes.",
  "learningRateChange: from step afterStep + 1 on the other rate holds.",
  "finalLoss: the loss over all `rows` rows in inference mode with the final weights, regularization included, without sample or class weights.",
  "finalPredictions: the first three rows' outputs in inference mode.",
  "classWeight: by class; a class that is not named weighs 1; one-hot rows count as their largest entry's class.",
  "clippedOutputs: how many of all rows' final outputs the loss clips, where a Rescaling stands between activation and loss.",
];
const data = { x, y, sampleWeight };
for (const v of [...x.flat(), ...Object.values(y).flat(2), ...sampleWeight, ...Object.values(initial).flatMap((w) => Object.values(w).flatMap((t) => t.data))])
  if (Math.fround(v) !== v) throw new Error(`${v} is no float32 number`);
emit("training-steps.json", json({ note, data, initial, cases: trained }, 4) + "\n");
