// Values and gradients of Keras's losses and of the three kinds of accuracy on small fixed data with extreme probabilities
// and logits; writes losses-metrics.json.
import { Lcg } from "./lib/random.mjs";
import { rowLoss } from "./lib/losses.mjs";
import { emit, json } from "./lib/output.mjs";

const random = new Lcg(77);
const sum = (a) => a.reduce((s, v) => s + v, 0);
const table = (rows, columns, make) => Array.from({ length: rows }, () => Array.from({ length: columns }, make));

// --- losses ---

const regression = { yTrue: table(6, 3, () => random.grid(2, 16)), yPred: table(6, 3, () => random.grid(2, 16)) };
const binaryTrue = [[0, 1], [1, 0], [1, 1], [0, 0], [1, 0], [0, 1], [0, 1]];
const binaryProbabilities = [[0.25, 0.75], [0.5, 0.125], [1, 0], [0, 1], [0, 1], [1, 1], [0.0078125, 0.9921875]];
const binaryLogits = [[-1.5, 2.25], [0, -0.5], [100, -100], [-100, 100], [-100, 100], [100, 100], [-12.5, 12.5]];
const oneHot = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]];
const labels = oneHot.map((row) => row.indexOf(1));
// Rows that add up to 1, one with a certain right and one with a certain wrong answer, and two that add up to something else.
const shares = [[0.5, 0.25, 0.25], [1, 0, 0], [0, 0, 1], [0.125, 0.625, 0.25], [0.5, 1, 0.5], [0.25, 0.0625, 0.1875]];
const logits = [[1.5, -0.25, 0.75], [100, -100, 0], [-100, 0, 100], [100, 100, 100], [0, 0, 0], [3.5, -8, -2.25]];
const weights = [0.5, 2, 1, 0, 3.25, 1.5, 0.25];
const soft = [[0.5, 0.25, 0.25], [0, 1, 0], [0.125, 0.125, 0.75], [1, 0, 0], [0.5, 0.5, 0], [0, 0.25, 0.75]];

const reductions = (values, w) => {
  const weighted = w ? values.map((v, i) => v * w[i]) : values;
  return {
    none: weighted,
    sum: sum(weighted),
    sum_over_batch_size: sum(weighted) / values.length,
    mean_with_sample_weight: sum(weighted) / (w ? sum(w) : values.length),
  };
};

// The gradient of the loss with reduction sum_over_batch_size over yPred, held against central differences where nothing is clipped.
function gradientOf(loss, yTrue, yPred, w) {
  const scale = (r) => (w ? w[r] : 1) / yPred.length;
  return yPred.map((row, r) => {
    const { gradient } = rowLoss(loss, yTrue[r], row);
    const smooth = loss.fromLogits || row.every((p) => p !== 0 && p !== 1);
    if (smooth)
      row.forEach((_, i) => {
        const h = 1e-5;
        const at = (d) => rowLoss(loss, yTrue[r], row.map((v, k) => (k === i ? v + d : v))).value;
        const numeric = (at(h) - at(-h)) / (2 * h);
        if (!(Math.abs(numeric - gradient[i]) < 1e-6 * (1 + Math.abs(gradient[i])))) throw new Error(`${loss.name}: gradient ${gradient} at ${row}`);
      });
    return gradient.map((g) => g * scale(r));
  });
}

function lossCase(name, loss, yTrue, yPred) {
  const full = { fromLogits: false, labelSmoothing: 0, ...loss };
  const values = yPred.map((row, r) => rowLoss(full, yTrue[r], row).value);
  const w = weights.slice(0, yPred.length);
  return {
    name,
    loss: full,
    yTrue,
    yPred,
    plain: { ...reductions(values), gradient: gradientOf(full, yTrue, yPred) },
    sampleWeight: w,
    weighted: { ...reductions(values, w), gradient: gradientOf(full, yTrue, yPred, w) },
  };
}

const bce = "binary_crossentropy";
const cce = "categorical_crossentropy";
const scce = "sparse_categorical_crossentropy";
const losses = [
  lossCase("mean_squared_error", { name: "mean_squared_error" }, regression.yTrue, regression.yPred),
  lossCase(bce, { name: bce }, binaryTrue, binaryProbabilities),
  lossCase(`${bce} of one column`, { name: bce }, binaryTrue.map((r) => [r[0]]), binaryProbabilities.map((r) => [r[0]])),
  lossCase(`${bce} with label smoothing`, { name: bce, labelSmoothing: 0.1 }, binaryTrue, binaryProbabilities),
  lossCase(`${bce} from logits`, { name: bce, fromLogits: true }, binaryTrue, binaryLogits),
  lossCase(`${bce} from logits with label smoothing`, { name: bce, fromLogits: true, labelSmoothing: 0.1 }, binaryTrue, binaryLogits),
  lossCase(cce, { name: cce }, oneHot, shares),
  lossCase(`${cce} of soft targets`, { name: cce }, soft, shares),
  lossCase(`${cce} with label smoothing`, { name: cce, labelSmoothing: 0.1 }, oneHot, shares),
  lossCase(`${cce} from logits`, { name: cce, fromLogits: true }, oneHot, logits),
  lossCase(`${cce} from logits of soft targets`, { name: cce, fromLogits: true }, soft, logits),
  lossCase(`${cce} from logits with label smoothing`, { name: cce, fromLogits: true, labelSmoothing: 0.1 }, oneHot, logits),
  lossCase(scce, { name: scce }, labels, shares),
  lossCase(`${scce} from logits`, { name: scce, fromLogits: true }, labels, logits),
];

// --- accuracies ---

// Keras: argmax takes the first of equal values; binary compares with greater than, so a probability of .5 counts as 0.
const argmax = (row) => row.indexOf(Math.max(...row));
const matches = {
  binary_accuracy: (y, p) => sum(p.map((v, i) => ((v > 0.5 ? 1 : 0) === y[i] ? 1 : 0))) / p.length,
  categorical_accuracy: (y, p) => (argmax(y) === argmax(p) ? 1 : 0),
  sparse_categorical_accuracy: (y, p) => (y === argmax(p) ? 1 : 0),
};

const sizes = [5, 5, 3];
const rows = sum(sizes);
const metricWeights = Array.from({ length: rows }, () => random.integer(9) / 4);
const probabilities = (columns) =>
  table(rows, columns, () => random.integer(9) / 8).map((row, r) => (r === 1 ? row.map(() => 0.5) : r === 2 ? row.map((_, i) => (i === 0 ? 1 : 0)) : row));

function accuracyCase(name, metric, yTrue, yPred) {
  const run = (w) => {
    let total = 0;
    let count = 0;
    let at = 0;
    // Keras keeps the weighted sum and the weights' sum over the batches, never the mean of the batches' means.
    return sizes.map((size) => {
      for (const end = at + size; at < end; at++) {
        total += matches[metric](yTrue[at], yPred[at]) * (w ? w[at] : 1);
        count += w ? w[at] : 1;
      }
      return total / count;
    });
  };
  return { name, metric, batches: sizes, yTrue, yPred, runningResult: run(), sampleWeight: metricWeights, weightedRunningResult: run(metricWeights) };
}

const oneColumn = probabilities(1);
const twoColumns = probabilities(2);
const threeColumns = probabilities(3);
const bit = () => random.integer(2);
const classes = Array.from({ length: rows }, (_, r) => (r < 4 ? argmax(threeColumns[r]) : random.integer(3)));
const accuracies = [
  accuracyCase("binary", "binary_accuracy", table(rows, 1, bit), oneColumn),
  accuracyCase("binary of two columns", "binary_accuracy", table(rows, 2, bit), twoColumns),
  accuracyCase("categorical", "categorical_accuracy", classes.map((c) => [0, 1, 2].map((i) => (i === c ? 1 : 0))), threeColumns),
  accuracyCase("sparse categorical", "sparse_categorical_accuracy", classes, threeColumns),
];

const note = [
  "Made by tests/references/losses-metrics.mjs: Keras 3's formulas in float64; gradients by hand, checked by central differences.",
  "losses: yTrue and yPred row by row; plain without and weighted with sampleWeight: the value by each reduction, and the gradient over",
  "yPred of the loss with reduction sum_over_batch_size. A clipped probability has no gradient. Probabilities are clipped to float32's",
  "1e-7 and 1 - 1.19e-7, as Keras clips them in float32.",
  "accuracies: the rows come in `batches` of these sizes; runningResult is the metric's result after each batch,",
  "weightedRunningResult the same with sampleWeight.",
];
emit("losses-metrics.json", json({ note, losses, accuracies }, 5) + "\n");
