// The layers of the reference network on rows of numbers: forward keeps what backward needs; backward takes the outputs'
// gradient, adds to `gradients` by weight name, and gives the inputs' gradient.
const activations = {
  linear: { forward: (z) => z, backward: (g) => g },
  tanh: { forward: (z) => z.map(Math.tanh), backward: (g, a) => g.map((v, i) => v * (1 - a[i] * a[i])) },
  sigmoid: {
    forward: (z) => z.map((v) => 1 / (1 + Math.exp(-v))),
    backward: (g, a) => g.map((v, i) => v * a[i] * (1 - a[i])),
  },
  softmax: {
    forward: (z) => {
      const top = Math.max(...z);
      const e = z.map((v) => Math.exp(v - top));
      const s = e.reduce((t, v) => t + v, 0);
      return e.map((v) => v / s);
    },
    backward: (g, a) => {
      const common = g.reduce((t, v, i) => t + v * a[i], 0);
      return g.map((v, i) => a[i] * (v - common));
    },
  },
};

// kernel: row-major [inputs, units], as Keras stores it.
function dense(layer) {
  const kernelName = `${layer.name}/kernel`;
  const biasName = `${layer.name}/bias`;
  const act = activations[layer.activation];
  const { l1 = 0, l2 = 0 } = layer.kernelRegularizer ?? {};
  return {
    forward(x, weights) {
      const k = weights[kernelName];
      const b = weights[biasName];
      const units = layer.units;
      const out = x.map((row) => act.forward(b.map((bias, u) => row.reduce((s, v, i) => s + v * k[i * units + u], bias))));
      return { out, kept: { x, out } };
    },
    backward(g, { x, out }, weights, gradients) {
      const k = weights[kernelName];
      const units = layer.units;
      const gk = (gradients[kernelName] = k.map(() => 0));
      const gb = (gradients[biasName] = new Array(units).fill(0));
      return g.map((row, r) => {
        const gz = act.backward(row, out[r]);
        gz.forEach((v, u) => (gb[u] += v));
        return x[r].map((v, i) => gz.reduce((s, d, u) => ((gk[i * units + u] += v * d), s + d * k[i * units + u]), 0));
      });
    },
    // Keras: l1 * sum|w| + l2 * sum(w^2).
    penalty: (weights) => weights[kernelName].reduce((s, w) => s + l1 * Math.abs(w) + l2 * w * w, 0),
    penaltyGradient(weights, gradients) {
      weights[kernelName].forEach((w, i) => (gradients[kernelName][i] += l1 * Math.sign(w) + 2 * l2 * w));
    },
  };
}

// Normalisation over the batch with its biased variance, which also feeds the moving variance (keras batch_normalization.py).
function batchNormalization(layer) {
  const name = (part) => `${layer.name}/${part}`;
  const { momentum, epsilon } = layer;
  return {
    forward(x, weights, training) {
      const n = x.length;
      const gamma = weights[name("gamma")];
      const beta = weights[name("beta")];
      const mean = training ? gamma.map((_, c) => x.reduce((s, row) => s + row[c], 0) / n) : weights[name("moving_mean")];
      const variance = training
        ? gamma.map((_, c) => x.reduce((s, row) => s + (row[c] - mean[c]) ** 2, 0) / n)
        : weights[name("moving_variance")];
      const inverse = variance.map((v) => 1 / Math.sqrt(v + epsilon));
      const hat = x.map((row) => row.map((v, c) => (v - mean[c]) * inverse[c]));
      const out = hat.map((row) => row.map((v, c) => v * gamma[c] + beta[c]));
      return { out, kept: { hat, inverse, mean, variance } };
    },
    backward(g, { hat, inverse }, weights, gradients) {
      const n = g.length;
      const gamma = weights[name("gamma")];
      const gBeta = gamma.map((_, c) => g.reduce((s, row) => s + row[c], 0));
      const gGamma = gamma.map((_, c) => g.reduce((s, row, r) => s + row[c] * hat[r][c], 0));
      gradients[name("gamma")] = gGamma;
      gradients[name("beta")] = gBeta;
      return g.map((row, r) => row.map((v, c) => gamma[c] * inverse[c] * (v - gBeta[c] / n - (hat[r][c] * gGamma[c]) / n)));
    },
    update({ mean, variance }, weights) {
      const move = (part, batch) => {
        weights[name(part)] = weights[name(part)].map((v, c) => v * momentum + batch[c] * (1 - momentum));
      };
      move("moving_mean", mean);
      move("moving_variance", variance);
    },
  };
}

function rescaling({ scale, offset }) {
  return {
    forward: (x) => ({ out: x.map((row) => row.map((v) => v * scale + offset)), kept: null }),
    backward: (g) => g.map((row) => row.map((v) => v * scale)),
  };
}

export const makeLayer = (layer) => ({ Dense: dense, BatchNormalization: batchNormalization, Rescaling: rescaling })[layer.type](layer);
