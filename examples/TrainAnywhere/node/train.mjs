// Trains in Node what Kerasharp wrote, without Kerasharp:
//   npm ci --prefix examples/TrainAnywhere/node
//   node examples/TrainAnywhere/node/train.mjs <folder> [steps] [batch size]
// The folder holds step.onnx, step.safetensors and data.json, an array by the name of each input; trained.safetensors comes beside them.
import * as ort from "onnxruntime-node";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { TrainingStep } from "../wwwroot/training/step.mjs";

const [folder, steps = "50", batchSize = "32"] = process.argv.slice(2);
if (!folder) throw new Error("Give the folder that holds step.onnx, step.safetensors and data.json.");

const step = await TrainingStep.open(
  ort,
  join(folder, "step.onnx"),
  new Uint8Array(await readFile(join(folder, "step.safetensors"))),
);
const data = JSON.parse(await readFile(join(folder, "data.json"), "utf8"));
const { inputs } = step.description;
const count = data[inputs[0].name].length;

let first = 0;
for (let i = 1; i <= Number(steps); i++) {
  const end = Math.min(count, first + Number(batchSize));
  const results = await step.run(Object.fromEntries(inputs.map((input) => [input.name, rows(input, first, end)])));
  const shown = Object.entries(results).map(([name, value]) => `${name.replace("metrics/", "mean ")} ${value}`);
  console.log(`step ${i}: ${shown.join(", ")}`);
  first = end % count;
  // A pass over the data is an epoch, over which metrics are gathered.
  if (first === 0) step.resetMetrics();
}
await writeFile(join(folder, "trained.safetensors"), await step.save());

/** Examples of an input as a tensor. */
function rows({ name, type, shape }, from, to) {
  const numbers = data[name].slice(from, to).flat(Infinity);
  const array = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array }[type];
  if (!array) throw new Error(`The input '${name}' takes ${type}; float32, int32 or uint8 is written here. Add it.`);
  return new ort.Tensor(type, array.from(numbers), [to - from, ...shape.slice(1)]);
}
