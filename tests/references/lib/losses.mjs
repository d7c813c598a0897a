// Keras's losses in float64 with hand-written gradients. A row of outputs in, the row's loss and its derivative out.
// Sources of the formulas: keras/src/losses/losses.py, keras/src/losses/loss.py, keras/src/backend/{jax,torch,tensorflow}/nn.py.
//
// Probabilities are clipped to keras.config.epsilon() and 1 less epsilon. Keras works in float32, where the upper bound is
// 1 - 1.19e-7: a certain but wrong prediction costs -log(1.19e-7) = 15.94 there, not 16.12. So the bounds are float32's here too.
const lowest = Math.fround(1e-7);
const highest = Math.fround(1 - 1e-7);

const sum = (a) => a.reduce((s, v) => s + v, 0);

// log(sum(exp)) without overflow.
function logSumExp(z) {
  const top = Math.max(...z);
  return top + Math.log(sum(z.map((v) => Math.exp(v - top))));
}

// log(sigmoid(z)) without overflow.
const logSigmoid = (z) => Math.min(z, 0) - Math.log1p(Math.exp(-Math.abs(z)));

const sigmoid = (z) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));

// The value kept between the bounds, and the derivative of keeping it there.
const clip = (p) => (p < lowest ? [lowest, 0] : p > highest ? [highest, 0] : [p, 1]);

function meanSquaredError(y, out) {
  const n = out.length;
  const d = out.map((v, i) => v - y[i]);
  return { value: sum(d.map((v) => v * v)) / n, gradient: d.map((v) => (2 * v) / n) };
}

function binaryCrossentropy(y, out, { fromLogits, labelSmoothing }) {
  const n = out.length;
  const t = y.map((v) => v * (1 - labelSmoothing) + 0.5 * labelSmoothing);
  if (fromLogits)
    return {
      value: sum(out.map((z, i) => -t[i] * logSigmoid(z) - (1 - t[i]) * logSigmoid(-z))) / n,
      gradient: out.map((z, i) => (sigmoid(z) - t[i]) / n),
    };
  const p = out.map(clip);
  return {
    value: sum(p.map(([q], i) => -t[i] * Math.log(q) - (1 - t[i]) * Math.log(1 - q))) / n,
    gradient: p.map(([q, inside], i) => (inside * (-t[i] / q + (1 - t[i]) / (1 - q))) / n),
  };
}

function categoricalCrossentropy(y, out, { fromLogits, labelSmoothing }) {
  const n = out.length;
  const t = y.map((v) => v * (1 - labelSmoothing) + labelSmoothing / n);
  if (fromLogits) {
    const norm = logSumExp(out);
    const total = sum(t);
    return {
      value: sum(out.map((z, i) => t[i] * (norm - z))),
      gradient: out.map((z, i) => total * Math.exp(z - norm) - t[i]),
    };
  }
  // Keras first makes the outputs add up to 1, then clips them.
  const s = sum(out);
  const p = out.map((v) => clip(v / s));
  const byShare = p.map(([q, inside], i) => (-inside * t[i]) / q);
  const common = sum(byShare.map((g, i) => (g * out[i]) / s));
  return { value: sum(p.map(([q], i) => -t[i] * Math.log(q))), gradient: byShare.map((g) => (g - common) / s) };
}

// Keras on TensorFlow clips first and normalises afterwards; on JAX and PyTorch it is the other way round, as in the
// categorical loss, and so here. Without clipping the two are the same.
function sparseCategoricalCrossentropy(label, out, options) {
  const oneHot = out.map((_, i) => (i === label ? 1 : 0));
  return categoricalCrossentropy(oneHot, out, { ...options, labelSmoothing: 0 });
}

const table = {
  mean_squared_error: meanSquaredError,
  binary_crossentropy: binaryCrossentropy,
  categorical_crossentropy: categoricalCrossentropy,
  sparse_categorical_crossentropy: sparseCategoricalCrossentropy,
};

// The loss of one row and its gradient. loss: {name, fromLogits, labelSmoothing}.
export const rowLoss = (loss, y, out) => table[loss.name](y, out, { fromLogits: false, labelSmoothing: 0, ...loss });

// Reduction sum_over_batch_size: the weighted losses' sum over their number (never over the weights' sum).
export function batchLoss(loss, y, out, weights) {
  const n = out.length;
  const rows = out.map((row, r) => rowLoss(loss, y[r], row));
  const w = (r) => (weights ? weights[r] : 1);
  return {
    value: sum(rows.map((row, r) => row.value * w(r))) / n,
    gradient: rows.map((row, r) => row.gradient.map((g) => (g * w(r)) / n)),
  };
}

// How near an output comes to a bound of the clipping, where float32 and float64 may part; Infinity where nothing is clipped.
export function distanceToClipping(loss, out) {
  if (loss.fromLogits || loss.name === "mean_squared_error") return Infinity;
  const distances = out.flatMap((row) => {
    const s = loss.name === "binary_crossentropy" ? 1 : sum(row);
    return row.map((v) => Math.min(Math.abs(v / s - lowest), Math.abs(v / s - highest)));
  });
  return Math.min(...distances);
}

// Keras's class_weight made into a weight for each sample; a class that is not named weighs 1.
export const classWeights = (y, weights) =>
  y.map((row) => {
    const label = !Array.isArray(row) ? row : row.length === 1 ? row[0] : row.indexOf(Math.max(...row));
    return weights[label] ?? 1;
  });
