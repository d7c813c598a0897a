// Keras's update rules (keras/src/optimizers/sgd.py, adam.py) on plain arrays: update(name, weight, gradient, learningRate, step),
// step counted from 1, gives the new weight.
function sgd({ momentum, nesterov }) {
  const velocities = {};
  return (name, w, g, rate) => {
    if (momentum === 0) return w.map((v, i) => v - rate * g[i]);
    const m = (velocities[name] = (velocities[name] ?? w.map(() => 0)).map((v, i) => momentum * v - rate * g[i]));
    return w.map((v, i) => v + (nesterov ? momentum * m[i] - rate * g[i] : m[i]));
  };
}

// Epsilon stands outside the bias correction ("epsilon hat" of the paper), which differs from PyTorch.
function adam({ beta1, beta2, epsilon, amsgrad }) {
  const first = {};
  const second = {};
  const largest = {};
  return (name, w, g, rate, step) => {
    const zeros = () => w.map(() => 0);
    const m = (first[name] = (first[name] ?? zeros()).map((v, i) => v + (g[i] - v) * (1 - beta1)));
    let s = (second[name] = (second[name] ?? zeros()).map((v, i) => v + (g[i] * g[i] - v) * (1 - beta2)));
    if (amsgrad) s = largest[name] = (largest[name] ?? zeros()).map((v, i) => Math.max(v, s[i]));
    const alpha = (rate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
    return w.map((v, i) => v - (alpha * m[i]) / (Math.sqrt(s[i]) + epsilon));
  };
}

export const makeOptimizer = (optimizer) => ({ sgd, adam })[optimizer.name](optimizer);
