// Measures training steps of TensorFlow.js on its WebAssembly back end, and prints a line of JSON for each workload:
//   node bench.mjs [NAME ...]
// What tfjs cannot train there is told with the reason.
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";

const require = createRequire(import.meta.url);
const tf = require("@tensorflow/tfjs-core");
const layers = require("@tensorflow/tfjs-layers");
const wasm = require("@tensorflow/tfjs-backend-wasm");

const Timings = 5;
// A timing has no more steps than fit into this time.
const LongestTiming = 1500;

const dense = (units) => layers.layers.dense({ units });
const relu = (units) => layers.layers.dense({ units, activation: "relu" });
const conv = (filters) => layers.layers.conv2d({ filters, kernelSize: 3, activation: "relu" });
const pool = () => layers.layers.maxPooling2d({ poolSize: 2 });
const recurrent = { recurrentActivation: "sigmoid", recurrentInitializer: "glorotUniform" };
const flat = () => layers.layers.flatten();

const workloads = {
  mlp: { input: [784], batch: 128, classes: 10, steps: 100, layers: () => [relu(512), relu(512), dense(10)] },
  "mlp-wide": { input: [4096], batch: 32, classes: 10, steps: 4, layers: () => [relu(4096), relu(4096), dense(10)] },
  "mlp-tiny": { input: [4], batch: 32, classes: 3, steps: 500, layers: () => [relu(32), relu(16), dense(3)] },
  convnet: {
    input: [28, 28, 1],
    batch: 128,
    classes: 10,
    steps: 10,
    layers: () => [conv(32), pool(), conv(64), pool(), flat(), relu(128), dense(10)],
  },
  cifar: {
    input: [32, 32, 3],
    batch: 64,
    classes: 10,
    steps: 10,
    layers: () => [conv(32), pool(), conv(64), pool(), conv(64), flat(), relu(64), dense(10)],
  },
  resnet20: { skipped: "its convolutions are those of convnet, of which it lacks the gradient by the filters" },
  lstm: { input: [28, 28], batch: 64, classes: 10, steps: 20, layers: () => [lstm(128), dense(10)] },
  "lstm-long": { input: [100, 64], batch: 32, classes: 10, steps: 4, layers: () => [lstm(256), dense(10)] },
  // Its GRU resets before the product, the others' behind it: as many multiplications.
  gru: {
    input: [28, 28],
    batch: 64,
    classes: 10,
    steps: 20,
    layers: () => [layers.layers.gru({ units: 128, ...recurrent }), dense(10)],
  },
  transformer: { skipped: "its layers have no attention with several heads" },
};

function lstm(units) {
  return layers.layers.lstm({ units, ...recurrent });
}

function print(workload, fields) {
  console.log(JSON.stringify({ peer: `tfjs ${tf.version_core} wasm`, workload, ...fields }));
}

function measure(name) {
  const workload = workloads[name];
  const model = layers.sequential();
  workload.layers().forEach((layer, i) => {
    if (i === 0) layer.batchInputShape = [null, ...workload.input];
    model.add(layer);
  });
  const x = tf.randomUniform([workload.batch, ...workload.input]);
  const y = tf.oneHot(
    tf.tensor1d(
      Array.from({ length: workload.batch }, () => Math.floor(Math.random() * workload.classes)),
      "int32",
    ),
    workload.classes,
  );
  const optimizer = tf.train.adam(1e-3);
  const step = () =>
    tf.tidy(() => {
      optimizer.minimize(() => tf.losses.softmaxCrossEntropy(y, model.apply(x, { training: true })));
    });
  const time = (steps) => {
    const start = performance.now();
    for (let i = 0; i < steps; i++) step();
    return performance.now() - start;
  };
  const first = time(1);
  const once = Math.min(time(1), time(1));
  const steps = Math.max(1, Math.min(workload.steps, Math.floor(LongestTiming / once)));
  const times = Array.from({ length: Timings }, () => time(steps) / steps).sort((a, b) => a - b);
  print(name, {
    params: model.countParams(),
    ms_per_step: Number(times[2].toFixed(4)),
    min: Number(times[0].toFixed(4)),
    first_step_ms: Number(first.toFixed(1)),
    peak_mb: Math.round(process.resourceUsage().maxRSS / 1024),
  });
}

async function main() {
  wasm.setWasmPaths(path.dirname(require.resolve("@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.node.js")) + path.sep);
  wasm.setThreadsCount(os.cpus().length);
  await tf.setBackend("wasm");
  await tf.ready();
  const names = process.argv.slice(2);
  for (const name of names.length > 0 ? names : Object.keys(workloads)) {
    const workload = workloads[name];
    if (!workload || workload.skipped) {
      print(name, { skipped: workload?.skipped ?? "it is not measured in tfjs" });
      continue;
    }
    try {
      measure(name);
    } catch (error) {
      print(name, { skipped: error.message.split("\n")[0] });
    }
  }
}

await main();
